import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { postgresBinaries } from './install.ts';
import { launch, privateFolder, type Service } from './service.ts';
import type { State } from './state.ts';

const user = 'hub';

export function databaseUrl({ password, ports }: State, database = 'hub'): string {
  return `postgresql://${user}:${password}@127.0.0.1:${ports.postgres}/${database}`;
}

export function postgres(state: State): Service {
  const folder = join(state.base, 'postgres');
  const data = join(folder, 'data');
  return {
    name: 'postgres',
    folder,
    pidFile: join(data, 'postmaster.pid'),
    ports: ['postgres'],
    stopSignal: 'SIGINT',
    isReady: () => answers(databaseUrl(state, 'postgres')),
    start: () => {
      if (!existsSync(join(data, 'PG_VERSION'))) initialise(folder, data, state.password);
      // Only called when nothing of ours runs. PostgreSQL itself would take a killed, not yet reaped parent for alive.
      rmSync(join(data, 'postmaster.pid'), { force: true });
      const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
      const program = join(binaries(version), 'postgres');
      return launch({ program, args: ['-D', data, ...settings(state)], folder, owner: unprivileged() });
    },
  };
}

/** The hub's own database; made after the first start, found at every other. */
export async function createDatabase(state: State): Promise<void> {
  const client = new Client({ connectionString: databaseUrl(state, 'postgres') });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'hub'");
    if (found.rowCount === 0) await client.query('CREATE DATABASE hub');
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root; then it runs as the user its package made. */
export function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

/** No socket file (its path may be too long), fsync as it comes: on. 200 connections: tests in parallel, each with pools. */
function settings({ ports }: State): readonly string[] {
  const values = {
    port: ports.postgres,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    log_checkpoints: 'off',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Made beside and renamed: a cluster that is there is whole. */
function initialise(folder: string, data: string, password: string): void {
  const owner = unprivileged();
  privateFolder(folder);
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  rmSync(`${data}.new`, { recursive: true, force: true });
  const args = ['-D', `${data}.new`, '-U', user, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const text = ['--encoding=UTF8', '--locale=C.UTF-8'];
  execFileSync(join(binaries(), 'initdb'), [...args, ...text], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...owner,
  });
  rmSync(passwordFile);
  renameSync(`${data}.new`, data);
}

function binaries(version?: string): string {
  const folder = postgresBinaries(version);
  if (folder === undefined) throw new Error(`no PostgreSQL ${version ?? ''} under /usr/lib/postgresql`);
  return folder;
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

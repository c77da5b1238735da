import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { runCommand, type Answer } from './command.ts';

/** PostgreSQL's own, beside the server; where the database is somebody else's there may be none. */
const BIN = newestBin('/usr/lib/postgresql');
export const hasBackupTools = ['pg_dump', 'psql'].every((name) => existsSync(`${BIN}/${name}`));

function newestBin(folder: string): string {
  const [newest] = existsSync(folder) ? readdirSync(folder).toSorted((a, b) => Number(b) - Number(a)) : [];
  return newest === undefined ? '/usr/bin' : join(folder, newest, 'bin');
}

/** A database as SQL, as an operator would keep it. */
export async function backUp(databaseUrl: string): Promise<string> {
  return run('pg_dump', ['--no-owner', databaseUrl]);
}

/** A new database on the same server with what the backup holds. */
export async function restoreInto(databaseUrl: string, name: string, backup: string): Promise<string> {
  await query(databaseUrl, `CREATE DATABASE "${name}"`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  await load(url.href, backup);
  return url.href;
}

/** The very same database, as it was. */
export async function restoreInPlace(databaseUrl: string, backup: string): Promise<void> {
  await query(databaseUrl, 'DROP SCHEMA public CASCADE');
  await query(databaseUrl, 'CREATE SCHEMA public');
  await load(databaseUrl, backup);
}

async function load(databaseUrl: string, backup: string): Promise<void> {
  await run('psql', ['--quiet', '--set', 'ON_ERROR_STOP=1', databaseUrl], backup);
}

async function query(databaseUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function run(program: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(`${BIN}/${program}`, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  child.stdin.end(input);
  const said = await text(child.stdout);
  if ((await ended) !== 0) throw new TypeError(`${program} has failed`);
  return said;
}

/** The command that an operator gives after a restore. */
export function restoredCommand(
  addresses: { readonly databaseUrl: string; readonly amqpUrl: string; readonly masterKey: string },
  ...args: readonly string[]
): Promise<Answer> {
  const { databaseUrl, amqpUrl, masterKey } = addresses;
  const env = { DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl, HUB_MASTER_KEY: masterKey };
  return runCommand('restored', args, { env });
}

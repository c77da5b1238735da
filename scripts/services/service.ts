import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, killAll, markerVariable, processesOf, signal, until } from './processes.ts';
import type { Ports } from './state.ts';

export type ServiceName = 'postgres' | 'rabbitmq';

/** What PostgreSQL and RabbitMQ have in common: enough to start, find, stop and kill either. */
export interface Service {
  readonly name: ServiceName;
  readonly folder: string;
  readonly pidFile: string;
  /** Which of the chosen ports it uses. */
  readonly ports: readonly (keyof Ports)[];
  /** How it is asked to end: PostgreSQL's "fast" shutdown is SIGINT. */
  readonly stopSignal: NodeJS.Signals;
  /** Answers with the process to watch until it is ready. */
  readonly start: () => number;
  readonly isReady: () => Promise<boolean>;
}

export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

/** Starts a process that outlives us, with its output in `log` and the mark by which it is found again. */
export function launch({ program, args, folder, env = {}, owner }: Launch): number {
  const log = openSync(logOf(folder), 'a', 0o600);
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', [markerVariable]: folder, ...env },
    ...owner,
  });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  return child.pid;
}

/** The running main process, if the pid file tells the truth. */
export function mainProcess({ pidFile, folder }: Service): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  return processesOf(folder).includes(pid) ? pid : undefined;
}

/** Waits until it answers; if the watched process ends instead, that is reported at once, with its last words. */
async function untilReady(service: Service, watched: number, limitMs = 90_000): Promise<void> {
  await until(`${service.name} to be ready (log: ${logOf(service.folder)})`, limitMs, async () => {
    if (await service.isReady()) return true;
    if (!isAlive(watched)) throw new Error(`${service.name} ended:\n${lastWords(service)}`);
    return false;
  });
}

export async function stopService(service: Service): Promise<void> {
  const pid = mainProcess(service);
  if (pid !== undefined) {
    signal(pid, service.stopSignal);
    await until(`${service.name} to stop`, 60_000, () => !isAlive(pid));
  }
  await killAll(service.folder);
}

/** Starts it unless it runs; either way it answers afterwards. Says whether it had to be started. */
export async function ensureRunning(service: Service): Promise<boolean> {
  const running = mainProcess(service);
  if (running !== undefined) {
    await untilReady(service, running);
    return false;
  }
  await killAll(service.folder);
  await untilReady(service, service.start());
  return true;
}

export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

function logOf(folder: string): string {
  return join(folder, 'output.log');
}

function lastWords({ folder }: Service): string {
  const log = logOf(folder);
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n') : '(no log)';
}

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Every process we start carries this variable with its service's folder. A process is ours only if it does:
 * a pid file may be stale, and its number may by now belong to somebody else.
 */
export const markerVariable = 'IMI_HUB_SERVICE';

/** The processes started for this folder, with all their descendants (these may have overwritten their environment). */
export function processesOf(folder: string): readonly number[] {
  const mark = `${markerVariable}=${folder}`;
  const parents = new Map(allProcesses().map((pid) => [pid, parentOf(pid)]));
  const isOurs = (pid: number): boolean => environmentOf(pid).includes(mark) || isOrphan(pid, folder);
  const found = new Set([...parents.keys()].filter(isOurs));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [pid, parent] of parents) if (parent !== undefined && found.has(parent)) found.add(pid);
  }
  return [...found];
}

/** SIGKILL to everything of the folder, until nothing of it is left (a dying process may still have forked). */
export async function killAll(folder: string): Promise<void> {
  await until(`the end of what runs in ${folder}`, 10_000, () => {
    const left = processesOf(folder);
    for (const pid of left) signal(pid, 'SIGKILL');
    return left.length === 0;
  });
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export function isAlive(pid: number): boolean {
  return parentOf(pid) !== undefined;
}

export async function until(
  what: string,
  limitMs: number,
  done: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`gave up waiting for ${what} after ${limitMs / 1000} s`);
    await sleep(50);
  }
}

function allProcesses(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function environmentOf(pid: number): readonly string[] {
  return readProc(pid, 'environ').split('\0');
}

/** A busy PostgreSQL backend survives its killed parent for a while, and has overwritten its environment. */
function isOrphan(pid: number, folder: string): boolean {
  if (readProc(pid, 'comm').trim() !== 'postgres') return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`);
  } catch {
    return false;
  }
}

/** A zombie has no one left to signal: it counts as gone. */
function parentOf(pid: number): number | undefined {
  const [status, parent] = readProc(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return status === 'Z' || parent === undefined ? undefined : Number(parent);
}

/** Empty for a process that ended meanwhile and for those of other users. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

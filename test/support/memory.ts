import { readFileSync } from 'node:fs';

/** Memory of a process of this machine, as Linux counts it, in MiB. */
export function residentNow(pid: number): number {
  return read(pid, 'VmRSS');
}

/** The most that it has had since it began. */
export function residentMost(pid: number): number {
  return read(pid, 'VmHWM');
}

function read(pid: number, name: string): number {
  const found = new RegExp(`^${name}:\\s+([0-9]+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]) / 1024;
} // prettier-ignore

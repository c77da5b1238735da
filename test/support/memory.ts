import { readFileSync, writeFileSync } from 'node:fs';

/** Memory of a process of this machine, as Linux counts it, in MiB. */
export function residentNow(pid: number): number {
  return read(pid, 'VmRSS');
}

/** The most that it has had since it began, or since that was forgotten. */
export function residentMost(pid: number): number {
  return read(pid, 'VmHWM');
}

/** Linux keeps the most apart from what is there now, and begins anew with it when told so. */
export function forgetMost(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function read(pid: number, name: string): number {
  const found = new RegExp(`^${name}:\\s+([0-9]+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]) / 1024;
} // prettier-ignore

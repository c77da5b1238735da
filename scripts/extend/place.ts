import { chmodSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import type { Options } from './options.ts';

/** Where the extended file goes. */
export function placeFor(file: string, to: Options['to']): string {
  if (to === 'in place') return file;
  if (to !== 'beside') return join(to.folder, basename(file));
  const { dir, name, ext } = parse(file);
  return join(dir, `${name}.extended${ext}`);
}

/** Whether something is there that would be overwritten. */
export function isTaken(place: string, to: Options['to']): boolean {
  return to !== 'in place' && existsSync(place);
}

/** Whole or not at all: whoever reads meanwhile has the file of before, and a full disk costs nothing. */
export function put(place: string, bytes: Uint8Array, to: Options['to']): void {
  // The file itself, not a link that leads to it.
  if (to === 'in place') replace(realpathSync(place), bytes);
  else create(place, bytes);
}

function create(place: string, bytes: Uint8Array): void {
  // Fails where something has come to be there since it was looked for.
  writeFileSync(place, '', { flag: 'wx' });
  try {
    writeFileSync(place, bytes, { flush: true });
  } catch (error) {
    rmSync(place, { force: true });
    throw error;
  }
}

function replace(place: string, bytes: Uint8Array): void {
  const fresh = join(dirname(place), `.${basename(place)}.${process.pid}.new`);
  try {
    create(fresh, bytes);
    chmodSync(fresh, statSync(place).mode);
    renameSync(fresh, place);
  } finally {
    rmSync(fresh, { force: true });
  }
}

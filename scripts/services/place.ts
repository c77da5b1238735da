import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync } from 'node:fs';
import { unprivileged } from './postgres.ts';
import { home, refuge } from './state.ts';

/**
 * The checkout, unless the database's user cannot reach it (a checkout under /root) or its path has a blank,
 * which the broker's shell scripts do not survive.
 */
export function chooseBase(): string {
  mkdirSync(home, { recursive: true });
  if (!/\s/.test(home) && isReachable(home)) return home;
  mkdirSync(refuge, { recursive: true });
  const { uid } = lstatSync(refuge);
  if (uid !== process.getuid?.()) throw new Error(`${refuge} belongs to another user`);
  return refuge;
}

function isReachable(folder: string): boolean {
  const owner = unprivileged();
  return (
    owner === undefined ||
    spawnSync('test', ['-x', folder, '-a', '-r', folder], { ...owner, cwd: '/' }).status === 0
  );
}

const MILLION = 1_000_000;

/**
 * Where numbers go on when the database has been restored: places of a chain, numbers of roots, versions of cases. What was
 * told since the backup bears the numbers after `last`, and never so many as a million. Epochs count the restores: a backup
 * that is restored twice goes on elsewhere the second time.
 */
export function onwardFrom(last: number, epoch: number): number {
  return Math.max((Math.floor(last / MILLION) + 2) * MILLION, startOf(epoch));
}

/** Where that begins of which nothing is left: a chain, or all roots. */
export function startOf(epoch: number): number {
  return (epoch - 1) * 2 * MILLION;
}

/** Whether a record or a root follows the one before: it has the next number, or the first one after a restore. */
export function isNext(before: number, number: number): boolean {
  return number === before + 1 || isOnward(before, number - 1);
}

/** Whether this is where numbers go on after a restore, nothing having been added yet. */
export function isOnward(last: number, start: number): boolean {
  return start % MILLION === 0 && start >= (Math.floor(last / MILLION) + 2) * MILLION;
}

/** Whether a case has gone through a restore: no version is counted so far, and versions leap with the places of the chain. */
export function hasLeapt(version: number): boolean {
  return version >= MILLION;
}

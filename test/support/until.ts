import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until it is so; gives up, with the words for it, long after it should have been. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  limitMs = 150_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new TypeError(`waited in vain until ${what}`);
    await sleep(50);
  }
}

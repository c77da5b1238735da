import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';

/** While the database is away the messages are held, not given back: the broker would count that against them. */
export async function persistently<T>(hub: Hub, work: () => Promise<T>): Promise<T> {
  for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error)) throw error;
      hub.log.warn({ reason: reasonOf(error), pause }, 'the store is away');
      await sleep(pause);
    }
  }
}

/** Names and codes only: the text of a database error may quote what was to be stored. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}

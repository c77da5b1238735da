import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage, reasonOf } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';

/**
 * While the database is away the messages are held, until they have gone back to the broker (`worker/holding.ts`): given back
 * at each failure, they would soon be counted as poison.
 */
export async function persistently<T>(hub: Hub, work: () => Promise<T>, isLost: () => boolean): Promise<T> {
  for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || isLost()) throw error;
      hub.log.warn({ reason: reasonOf(error), pause }, 'the store is away');
      await sleep(pause);
      if (isLost()) throw error;
    }
  }
}

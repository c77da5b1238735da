import { eraseStrays } from '../clock/erase-strays.ts';
import { strikeDue } from '../clock/strike.ts';
import type { Hub } from '../hub.ts';

/** All erasure that is due, in cases and outside of them. */
export async function eraseDue(hub: Hub, signal: Pick<AbortSignal, 'aborted'>) {
  const { done: cases, failed } = await strikeDue(hub, { signal });
  return { cases, failed, ...(await eraseStrays(hub, signal)) };
}

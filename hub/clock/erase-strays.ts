import { endedBefore, LONGEST_MONTHS } from '../../domain/area/retention.ts';
import type { Hub } from '../hub.ts';

const PAGE = 100;

export type ErasedStrays = { readonly messages: number; readonly letters: number };

/** Erases whatever refused messages and dead letters have left for six months: what belongs to no case has no other period. */
export async function eraseStrays(hub: Hub, signal: Pick<AbortSignal, 'aborted'>): Promise<ErasedStrays> {
  const before = endedBefore(hub.clock.now(), LONGEST_MONTHS);
  let [messages, letters] = [0, 0];
  while (!signal.aborted) {
    const done = await hub.store.eraseStrays(before, PAGE);
    messages += done.messages;
    letters += done.letters;
    if (done.messages < PAGE && done.letters < PAGE) break;
  }
  if (messages + letters > 0) hub.log.info({ messages, letters }, 'content erased that belonged to no case');
  return { messages, letters };
}

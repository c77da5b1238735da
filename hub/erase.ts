import { endedBefore } from '../domain/area/retention.ts';
import { act } from './act.ts';
import { isOutage } from './faults.ts';
import type { Hub } from './hub.ts';
import type { EndedCase } from './ports.ts';

const PAGE = 100;
/** Longest period that the law admits (handbook 10): for what belongs to no case, or to an area that is gone. */
const LONGEST_MONTHS = 6;

export type Erased = {
  readonly cases: number;
  /** Due, but could not be erased now. */
  readonly failed: number;
  readonly messages: number;
  readonly letters: number;
};

/**
 * Erases what is due: the content of cases whose period is over, and whatever refused messages and dead letters have left
 * for six months. Several workers may do so at once: a case is erased once, whoever is second is refused.
 */
export async function eraseDue(hub: Hub, signal: Pick<AbortSignal, 'aborted'>): Promise<Erased> {
  const erased = { ...(await eraseCases(hub, signal)), ...(await eraseStrays(hub, signal)) };
  const { failed, ...done } = erased;
  if (Object.values(done).some((count) => count > 0)) hub.log.info(done, 'content erased');
  if (failed > 0) hub.log.error({ cases: failed }, 'content is due to be erased and cannot be erased now');
  return erased;
}

async function eraseCases(hub: Hub, signal: Pick<AbortSignal, 'aborted'>) {
  const now = hub.clock.now();
  const areas = [...hub.areas.current().values()];
  const page = {
    endedBefore: new Map(areas.map(({ code, retention }) => [code, endedBefore(now, retention.personalDataMonths)])),
    otherwise: endedBefore(now, LONGEST_MONTHS),
    limit: PAGE,
  };
  let [cases, failed] = [0, 0];
  let after: EndedCase | undefined;
  for (;;) {
    const due = await hub.store.toErase(after === undefined ? page : { ...page, after });
    for (const one of due) {
      if (signal.aborted) return { cases, failed };
      const outcome = await eraseCase(hub, one);
      if (outcome === 'erased') cases += 1;
      if (outcome === 'failed') failed += 1;
    }
    after = due.at(-1);
    if (due.length < PAGE) return { cases, failed };
  }
} // prettier-ignore

/** One case that cannot be erased, because its area is gone perhaps, does not keep the others. */
async function eraseCase(
  hub: Hub,
  { number: caseNumber, area }: EndedCase,
): Promise<'erased' | 'refused' | 'failed'> {
  if (!hub.areas.current().has(area)) return 'failed';
  try {
    const done = await act(hub, { caseNumber, command: 'content.erase', data: {} });
    return 'refused' in done ? 'refused' : 'erased';
  } catch (error) {
    if (isOutage(error)) throw error;
    return 'failed';
  }
}

async function eraseStrays(hub: Hub, signal: Pick<AbortSignal, 'aborted'>) {
  const before = endedBefore(hub.clock.now(), LONGEST_MONTHS);
  let [messages, letters] = [0, 0];
  while (!signal.aborted) {
    const done = await hub.store.eraseStrays(before, PAGE);
    messages += done.messages;
    letters += done.letters;
    if (done.messages < PAGE && done.letters < PAGE) break;
  }
  return { messages, letters };
}

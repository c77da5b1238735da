import { ERASED } from '../../../domain/case/events.ts';
import { digestOfEvent } from '../event-digest.ts';
import type { Claim } from './body.ts';
import { digestOrNone, type Auditing, type Check, type Heard } from './check.ts';
import { eachWhile, type Lane } from './lane.ts';
import type { KeptEvent, KeptHead } from './source.ts';

/** Every event is testified to once, in its order, and is what was testified to. */
export function checkEvents(
  { chain, codec, note, counts }: Auditing,
  { events, heads }: { readonly events: Lane<KeptEvent>; readonly heads: Lane<KeptHead> },
): Check & { isErased(): boolean; history(): readonly KeptEvent[] } {
  let [testified, isErased, drift] = [0, false, 0];
  const history: KeptEvent[] = [];
  function keep(event: KeptEvent): void {
    counts.events += 1;
    history.push(event);
    if (event.isOurs === false) note({ code: 'EVENT_FORGED', chain, event: event.seq });
  }
  /** What is gone before the erasure was not erased, and what is there after it should have been. */
  function compareContents(): void {
    const erased = history.findLast(({ type }) => type === ERASED)?.seq ?? 0;
    for (const { seq, content, hasContent } of history) {
      const isKept = content !== null && seq > erased;
      if (isKept && !hasContent) note({ code: 'CONTENT_MISSING', chain, event: seq });
      if (!isKept && hasContent) note({ code: 'CONTENT_LEFT', chain, event: seq });
    }
  }
  /** What one lost record shifts is told once, and not again with all that follow. */
  function compareColumn({ seq: record, caseSeq }: Heard): void {
    const before = drift;
    drift = caseSeq - testified;
    if (drift !== 0 && drift !== before)
      note({ code: 'COLUMNS_DIFFER', chain, record, what: 'up to which event it testifies' });
  }
  function tellUntestified(event: KeptEvent): void {
    keep(event);
    note({ code: 'EVENT_UNTESTIFIED', chain, event: event.seq });
  }
  async function compare(claim: Claim, record: number): Promise<void> {
    if (claim.seq !== testified + 1) note({ code: 'EVENT_OUT_OF_ORDER', chain, record, event: claim.seq });
    if (claim.seq <= testified) return;
    testified = claim.seq;
    await eachWhile(events, ({ seq }) => seq < claim.seq, tellUntestified);
    const event = await events.peek();
    if (event?.seq !== claim.seq) return note({ code: 'EVENT_MISSING', chain, record, event: claim.seq });
    keep(event);
    const digest = digestOrNone(() => digestOfEvent(codec, event));
    if (digest !== claim.digest || event.type !== claim.type)
      note({ code: 'EVENT_DIFFERS', chain, record, event: claim.seq });
    await events.take();
  }
  return {
    isErased: () => isErased,
    history: () => history,
    async see(record) {
      if (record.said === undefined) return;
      for (const claim of record.said.claims) {
        isErased ||= claim.type === ERASED;
        await compare(claim, record.seq);
      }
      compareColumn(record);
    },
    async end() {
      await eachWhile(events, () => true, tellUntestified);
      compareContents();
      const head = await heads.peek();
      if (head?.events !== undefined && head.events !== testified)
        note({ code: 'HEAD_DIFFERS', chain, event: testified, what: `event ${head.events}` });
    },
  };
}

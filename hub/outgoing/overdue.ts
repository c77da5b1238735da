import { tellOverdue } from './hand-over.ts';
import type { Hub } from '../hub.ts';
import type { Outgoing } from '../ports/records.ts';

const PAGE = 200;

/** Time-outs: testifies to every delivery that has waited since before the instant, once; answers how many there were. */
export async function findOverdue(hub: Hub, before: string): Promise<number> {
  let total = 0;
  for (;;) {
    const late = await hub.store.overdue(before, PAGE);
    if (late.length === 0) return total;
    const at = hub.clock.now();
    const told = await tellOverdue(
      hub,
      late.map((outgoing) => ({ outgoing, at, reasons: reasonsOf(outgoing) })),
    );
    // Another worker may have told of them first; if nobody could, they are asked for again next time.
    if (told === 0) return total;
    total += told;
    hub.log.warn({ deliveries: told }, 'deliveries have not been handed over in time');
  }
}

/** Where nobody speaks for its recipient, the evidence says so. */
function reasonsOf({ system }: Outgoing): readonly string[] {
  return system === undefined ? ['TIME_OUT', 'NO_SYSTEM'] : ['TIME_OUT'];
}

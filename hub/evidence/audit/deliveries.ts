import type { Auditing, Check, Heard } from './check.ts';
import type { Lane } from './lane.ts';
import type { AuditCode } from './problem.ts';
import type { KeptDeliveries } from './source.ts';

const HANDED_OVER: ReadonlySet<string> = new Set(['ContentConsignment', 'ContentHandover']);
const FAILED: ReadonlySet<string> = new Set(['ContentConsignmentFailure', 'ContentHandoverFailure']);

type Told = { handedOver: number; overdue: number };

/**
 * Every delivery that is marked has its record, and every record its mark: by their number for each recipient and type,
 * because ids of deliveries stand in no record.
 */
export function checkDeliveries(
  { chain, note, counts }: Auditing,
  { deliveries, hasErased }: { readonly deliveries: Lane<KeptDeliveries>; hasErased(): boolean },
): Check {
  const told = new Map<string, Told>();
  function compare(kept: Pick<KeptDeliveries, 'handedOver' | 'overdue' | 'isRepeated'>, key: string): void {
    const { handedOver, overdue } = told.get(key) ?? { handedOver: 0, overdue: 0 };
    // With a case the rows of its deliveries are erased, and not their records.
    const erased = hasErased();
    const mayLackMark = erased || kept.isRepeated;
    tell(problemIn(kept.handedOver, handedOver, mayLackMark), `${key}: ${kept.handedOver} marked as handed over, ${handedOver} in records`);
    tell(problemIn(kept.overdue, overdue, erased), `${key}: ${kept.overdue} marked as overdue, ${overdue} in records`);
    told.delete(key);
  } // prettier-ignore
  function tell(code: AuditCode | undefined, what: string): void {
    if (code !== undefined) note({ code, chain, what });
  }
  return {
    see(record) {
      const change = changeBy(record);
      if (change === undefined || record.said === undefined) return;
      const { recipient, message } = record.said;
      const key = keyOf({ ...recipient, type: message });
      const entry = told.get(key) ?? { handedOver: 0, overdue: 0 };
      entry[change] += 1;
      told.set(key, entry);
    },
    async end() {
      for (let kept = await deliveries.take(); kept !== undefined; kept = await deliveries.take()) {
        counts.handedOver += kept.handedOver;
        counts.overdue += kept.overdue;
        compare(kept, keyOf(kept));
      }
      for (const key of told.keys()) compare({ handedOver: 0, overdue: 0, isRepeated: false }, key);
    },
  };
}

/** That a system would not take a message has its record, too, but no mark. */
function changeBy({ kind, said }: Heard): keyof Told | undefined {
  if (HANDED_OVER.has(kind)) return 'handedOver';
  return FAILED.has(kind) && said?.reasons.includes('TIME_OUT') === true ? 'overdue' : undefined;
}

function problemIn(marks: number, records: number, mayLackMark: boolean): AuditCode | undefined {
  if (marks > records) return 'DELIVERY_UNTESTIFIED';
  return marks < records && !mayLackMark ? 'DELIVERY_UNMARKED' : undefined;
}

function keyOf(one: {
  readonly system: unknown;
  readonly authority: unknown;
  readonly type: unknown;
}): string {
  const to = one.authority === '' ? String(one.system) : `${String(one.system)} (${String(one.authority)})`;
  return `${String(one.type)} to ${to}`;
}

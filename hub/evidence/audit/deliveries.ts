import type { Auditing, Check, Heard } from './check.ts';
import type { Lane } from './lane.ts';
import type { AuditCode } from './problem.ts';
import type { KeptDeliveries } from './source.ts';

const HANDED_OVER: ReadonlySet<string> = new Set(['ContentConsignment', 'ContentHandover']);
const FAILED: ReadonlySet<string> = new Set(['ContentConsignmentFailure', 'ContentHandoverFailure']);

type Mark = 'handedOver' | 'overdue';
/** How many rows bear the mark, and how many records tell of it; by recipient, type, and system where they went there. */
type Tally = Map<string, { kept: number; told: number }>;

/**
 * Every delivery that is marked has its record, and every record its mark: by their number for each recipient and type,
 * because ids of deliveries stand in no record. What was handed over went to the system that its record names.
 */
export function checkDeliveries(
  { chain, note, counts }: Auditing,
  { deliveries, hasErased }: { readonly deliveries: Lane<KeptDeliveries>; hasErased(): boolean },
): Check {
  const tallies: Readonly<Record<Mark, Tally>> = { handedOver: new Map(), overdue: new Map() };
  function compare(tally: Tally, marked: string): void {
    for (const [key, { kept, told }] of tally) {
      // With a case the rows of its deliveries are erased, and not their records.
      const code = problemIn(kept, told, hasErased());
      if (code !== undefined) note({ code, chain, what: `${key}: ${kept} marked as ${marked}, ${told} in records` });
    }
  }
  return {
    see(record) {
      const mark = markBy(record);
      if (mark === undefined || record.said === undefined) return;
      const { recipient, message } = record.said;
      const key = keyOf(mark, { ...recipient, type: message, through: recipient.system });
      entryOf(tallies[mark], key).told += 1;
    },
    async end() {
      for (let kept = await deliveries.take(); kept !== undefined; kept = await deliveries.take())
        for (const mark of ['handedOver', 'overdue'] as const) {
          counts[mark] += kept[mark];
          if (kept[mark] > 0) entryOf(tallies[mark], keyOf(mark, kept)).kept += kept[mark];
        }
      compare(tallies.handedOver, 'handed over');
      compare(tallies.overdue, 'overdue');
    },
  };
} // prettier-ignore

function entryOf(tally: Tally, key: string): { kept: number; told: number } {
  const entry = tally.get(key) ?? { kept: 0, told: 0 };
  tally.set(key, entry);
  return entry;
}

/** That a system would not take a message has its record, too, but no mark. */
function markBy({ kind, said }: Heard): Mark | undefined {
  if (HANDED_OVER.has(kind)) return 'handedOver';
  return FAILED.has(kind) && said?.reasons.includes('TIME_OUT') === true ? 'overdue' : undefined;
}

function problemIn(marks: number, records: number, mayLackMark: boolean): AuditCode | undefined {
  if (marks > records) return 'DELIVERY_UNTESTIFIED';
  return marks < records && !mayLackMark ? 'DELIVERY_UNMARKED' : undefined;
}

type Addressed = { readonly [Name in 'system' | 'authority' | 'type' | 'through']: unknown };

/** While it waits news may change its system; once it is handed over it does not. */
function keyOf(mark: Mark, { system, authority, type, through }: Addressed): string {
  const key = `${String(type)} to ${String(authority === '' ? system : authority)}`;
  return mark === 'overdue' || authority === '' ? key : `${key} through ${String(through)}`;
}

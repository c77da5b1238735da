import { WAYS_IN, type Access } from '../../domain/kernel/access.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';
import { unsound } from '../alarm.ts';
import { readBody } from '../evidence/audit/body.ts';
import { append } from '../evidence/record.ts';
import { brokenAt, sha256 } from '../evidence/verify-chain.ts';
import type { Hub } from '../hub.ts';
import type { CaseRecord, EvidenceRecord } from '../ports/records.ts';
import { merge } from './changes.ts';
import { isAll } from './level.ts';

/** Who is about to look at a case. */
export type Looking = Omit<Access, 'at'> & { readonly caseNumber: string };

/** To be waited for before anything is shown: no look without a record. */
export type Notes = (looking: Looking) => Promise<void>;

/** Who goes on looking in the same way is recorded once in that time. */
const ONE_LOOK_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** Records looks in the evidence of the case, where nobody can take one away unnoticed. */
export function openNotes(hub: Pick<Hub, 'store' | 'codec' | 'clock' | 'alarm'>): Notes {
  const recent = new Map<string, { readonly at: Instant; readonly done: Promise<void> }>();
  async function write({ caseNumber, authority, system, way }: Looking, at: Instant): Promise<void> {
    await hub.store.transaction(async (unit) => {
      const head = (await unit.heads([caseNumber])).get(caseNumber);
      if (head === undefined) throw unsound(hub.alarm, { table: 'case_file', case: caseNumber });
      const appended = append(hub.codec, head, {
        event: 'DataAccess',
        at,
        recipient: { system, authority },
        more: { way },
      });
      await unit.write(merge([{ evidence: [appended.record], heads: [appended.head] }]));
    });
  }
  return async (looking) => {
    const { caseNumber, authority, system, way } = looking;
    const place = [caseNumber, authority, system, way].join(' ');
    const at = hub.clock.now();
    const before = recent.get(place);
    const since = before === undefined ? -1 : Date.parse(at) - Date.parse(before.at);
    // Whoever looks at the same moment waits for the record of the first.
    if (before !== undefined && since >= 0 && since < ONE_LOOK_MS) return before.done;
    if (recent.size >= MOST_REMEMBERED) recent.clear();
    const done = write(looking, at);
    recent.set(place, { at, done });
    try {
      await done;
    } catch (error) {
      recent.delete(place);
      throw error;
    }
  };
}

/**
 * Who has been shown personal data of a case, the newest first: by messages that a broker has taken for them, and in all ways
 * that they came for. Throws `RECORD_UNSOUND` where the evidence is not as the hub has written it.
 */
export async function accessesTo(
  hub: Pick<Hub, 'store' | 'codec' | 'alarm'>,
  { number, chainSeq, chainHead }: Pick<CaseRecord, 'number' | 'chainSeq' | 'chainHead'>,
): Promise<readonly Access[]> {
  const chain = await hub.store.chain(number, chainSeq);
  const shown = chain.map((record) => ({ ...record, content: sha256(record.body) }));
  const isWhole = brokenAt(number, shown, (value) => hub.codec.canonical(value)) === undefined;
  if (!isWhole || chain.at(-1)?.hash !== chainHead)
    throw unsound(hub.alarm, { table: 'evidence', case: number });
  return chain.flatMap(accessIn).toReversed();
}

function accessIn({ kind, at, body }: EvidenceRecord): readonly Access[] {
  const { recipient, way: said, level } = readBody(body) ?? {};
  const way = kind === 'DataAccess' ? WAYS_IN.find((one) => one === said) : undefined;
  const isTold = kind === 'ContentConsignment' && isAll(level);
  const { system, authority } = recipient ?? {};
  if (typeof system !== 'string' || typeof authority !== 'string' || authority === '') return [];
  if (way !== undefined) return [{ at, authority, system, way }];
  return isTold ? [{ at, authority, system, way: 'message' }] : [];
}

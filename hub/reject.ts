import type { Fault } from '../domain/kernel/refusals.ts';
import { faultView, type Receipt } from '../schemas/receipt.ts';
import type { Admission } from './admit.ts';
import { answer, idOf } from './answer.ts';
import type { Bench } from './bench.ts';
import type { CaseNow } from './case-now.ts';
import { caseChange } from './changes.ts';
import type { Outcome } from './outcome.ts';
import { receiptDigest } from './evidence/receipt-digest.ts';
import { append, type Testimony } from './evidence/record.ts';
import type { Hub } from './hub.ts';
import type { Changes, EvidenceRecord } from './ports.ts';

type Rejection = {
  readonly admission: Admission;
  /** The key under which the message is remembered. */
  readonly id: string;
  readonly faults: readonly Fault[];
};

/**
 * Refuses a message: its receipt, and a record of evidence. That stands in the chain of the case where the sender is one of
 * its parties, else in the chain of the sender's system.
 */
export async function reject(hub: Hub, bench: Bench, { admission, id, faults }: Rejection): Promise<Outcome> {
  const { system, receivedAt } = admission.submission;
  const receiptId = hub.ids.uuid();
  const said: Receipt = {
    message: idOf(admission),
    digest: admission.digest,
    outcome: 'rejected',
    receivedAt,
    faults: faults.slice(0, 100).map(faultView),
  };
  const authority = admission.kind === 'admitted' ? { authority: admission.authority } : {};
  const { record, changes } = await testify(hub, bench, {
    own: caseOfSender(hub, bench, admission),
    system,
    testimony: {
      event: 'SubmissionRejection',
      at: receivedAt,
      reasons: [...new Set(faults.map(({ code }) => code))],
      sender: { system, ...authority },
      digest: receiptDigest(hub.codec, receiptId, said),
    },
  });
  const { chain, seq, hash } = record;
  return answer(admission, {
    id,
    receiptId,
    receipt: { ...said, evidence: { chain, seq, hash } },
    chain,
    news: [],
    changes,
  });
}

/** Whoever has nothing to do with a case leaves no trace in it. */
function caseOfSender(hub: Hub, bench: Bench, admission: Admission): CaseNow | undefined {
  if (admission.kind === 'rejected') return undefined;
  const now = bench.cases.get(admission.message.subject ?? '');
  const directory = hub.directory.current();
  return now?.workflow.parties(now.state, admission.authority, directory).length === 0 ? undefined : now;
}

async function testify(
  hub: Hub,
  bench: Bench,
  given: { readonly own: CaseNow | undefined; readonly system: string; readonly testimony: Testimony },
): Promise<{ readonly record: EvidenceRecord; readonly changes: Partial<Changes> }> {
  const { own, system, testimony } = given;
  const { record, head } = append(hub.codec, own?.chain ?? (await bench.chainOf(system)), testimony);
  if (own === undefined) {
    bench.moved(head);
    return { record, changes: { evidence: [record], heads: [head] } };
  }
  const after = { ...own, chain: head };
  bench.cases.set(own.number, after);
  return { record, changes: { evidence: [record], cases: [caseChange(after, false, testimony.at)] } };
}

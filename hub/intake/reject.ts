import type { Fault } from '../../domain/kernel/refusals.ts';
import { authorityIn } from '../../domain/kernel/workflow.ts';
import { faultView, type Receipt } from '../../schemas/receipt.ts';
import { UNREAD, type Admission } from './admit.ts';
import { answer, idOf } from './answer.ts';
import type { Worktable } from './worktable.ts';
import type { CaseNow } from '../case/case-now.ts';
import { caseChange } from '../case/changes.ts';
import type { Answer } from './outcome.ts';
import { receiptDigest } from '../evidence/receipt-digest.ts';
import { append, type Testimony } from '../evidence/record.ts';
import type { Hub } from '../hub.ts';
import type { Changes, EvidenceRecord } from '../ports/records.ts';
import type { Sender } from './sender.ts';

type Rejection = {
  readonly admission: Admission;
  /** The key under which the message is remembered. */
  readonly id: string;
  readonly faults: readonly Fault[];
};

/**
 * Refuses a message: its receipt, and a record of evidence. That stands in the chain of the case where the sender is one of
 * its parties, else in the chain of the sender.
 */
export async function reject(
  hub: Hub,
  table: Worktable,
  { admission, id, faults }: Rejection,
): Promise<Answer> {
  const { sender, receivedAt, receiptId } = admission;
  const said: Receipt = {
    message: idOf(admission),
    ...(admission.digest === UNREAD ? {} : { digest: admission.digest }),
    outcome: 'rejected',
    receivedAt,
    faults: faults.slice(0, 100).map(faultView),
  };
  const authority = admission.kind === 'admitted' ? authorityIn(admission.actor) : {};
  const { record, changes } = await testify(hub, table, {
    own: caseOfSender(hub, table, admission),
    sender,
    testimony: {
      event: 'SubmissionRejection',
      at: receivedAt,
      reasons: [...new Set(faults.map(({ code }) => code))],
      sender: { ...sender, ...authority },
      digest: receiptDigest(hub.codec, receiptId, said),
      more: { directory: hub.directory.current().version },
    },
  });
  const { chain, seq, hash } = record;
  return answer(hub, admission, {
    id,
    receipt: { ...said, evidence: { chain, seq, hash, receipt: receiptId } },
    chain,
    news: [],
    changes,
  });
}

/** Whoever has nothing to do with a case leaves no trace in it. */
function caseOfSender(hub: Hub, table: Worktable, admission: Admission): CaseNow | undefined {
  if (admission.kind === 'rejected') return undefined;
  const now = table.cases.get(admission.message.subject ?? '');
  const directory = hub.directory.current();
  return now?.workflow.parties(now.state, admission.actor, directory).length === 0 ? undefined : now;
}

async function testify(
  hub: Hub,
  table: Worktable,
  given: { readonly own: CaseNow | undefined; readonly sender: Sender; readonly testimony: Testimony },
): Promise<{ readonly record: EvidenceRecord; readonly changes: Partial<Changes> }> {
  const { own, sender, testimony } = given;
  const { record, head } = append(hub.codec, own?.chain ?? (await table.chainOf(sender)), testimony);
  if (own === undefined) {
    table.moved(head);
    return { record, changes: { evidence: [record], heads: [head] } };
  }
  const after = { ...own, chain: head };
  table.cases.set(own.number, after);
  return {
    record,
    changes: { evidence: [record], cases: [caseChange(after, { opened: false, at: testimony.at })] },
  };
}

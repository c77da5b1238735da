import { isRecord } from '../../../schemas/message/explain.ts';
import { parsed } from '../../json.ts';
import { bareReceiptDigest, type BareReceipt } from '../receipt-digest.ts';
import { digestOrNone, type Auditing, type Check, type Heard } from './check.ts';
import { eachWhile, type Lane } from './lane.ts';
import type { KeptReceipt } from './source.ts';

/** What evidence says of a submission, by the outcome that its receipt says. */
const KINDS: ReadonlyMap<unknown, string> = new Map([
  ['accepted', 'SubmissionAcceptance'],
  ['rejected', 'SubmissionRejection'],
]);
const SUBMISSIONS: ReadonlySet<string> = new Set(KINDS.values());

/**
 * Erasure takes the message's digest out of its receipt, and gives that another id: then nobody can make again what the
 * evidence says of it. Every other receipt has one.
 */
function isErased({ digest }: BareReceipt): boolean {
  return digest === undefined;
}

/** Every submission has one receipt, which stands where it says, says what the evidence says, and is what was testified to. */
export function checkReceipts(
  { chain, codec, note, counts }: Auditing,
  { receipts, isCaseErased }: { readonly receipts: Lane<KeptReceipt>; isCaseErased(): boolean },
): Check & { hasErased(): boolean } {
  const erased = { all: 0, accepted: 0 };
  function misplaced({ seq, system, id }: KeptReceipt): void {
    counts.receipts += 1;
    note({ code: 'RECEIPT_MISPLACED', chain, record: seq, what: `${system} ${id}` });
  }
  function judge(kept: KeptReceipt, record: Heard): void {
    const { receiptId, system, id } = kept;
    const receipt = readReceipt(kept.receipt);
    const place = { chain, record: record.seq, what: `${system} ${id}` };
    if (receipt === undefined || !isThere(receipt, record)) return misplaced(kept);
    counts.receipts += 1;
    if (kept.isOurs === false) note({ code: 'RECEIPT_FORGED', ...place });
    if (receipt.outcome !== kept.outcome || KINDS.get(receipt.outcome) !== record.kind)
      note({ code: 'OUTCOME_DIFFERS', ...place });
    if (isErased(receipt)) {
      erased.all += 1;
      counts.erasedReceipts += 1;
      if (receipt.outcome === 'accepted') erased.accepted += 1;
    } else if (digestOrNone(() => bareReceiptDigest(codec, receiptId, receipt)) !== record.said?.digest)
      note({ code: 'RECEIPT_DIFFERS', ...place });
  }
  return {
    hasErased: () => erased.all > 0,
    async see(record) {
      await eachWhile(receipts, ({ seq }) => seq < record.seq, misplaced);
      const isSubmission = SUBMISSIONS.has(record.kind);
      let found = 0;
      await eachWhile(
        receipts,
        ({ seq }) => seq === record.seq,
        (kept) => {
          found += 1;
          if (isSubmission) judge(kept, record);
          else misplaced(kept);
        },
      );
      if (isSubmission && found === 0) note({ code: 'RECEIPT_MISSING', chain, record: record.seq });
      if (isSubmission && found > 1)
        note({ code: 'RECEIPT_TWICE', chain, record: record.seq, what: String(found) });
    },
    async end() {
      await eachWhile(receipts, () => true, misplaced);
      // Refusals are erased by their age, without a word; what was accepted goes with its case alone.
      if (erased.accepted > 0 && !isCaseErased())
        note({ code: 'RECEIPT_STRIPPED', chain, what: String(erased.accepted) });
    },
  };
}

function readReceipt(text: string): BareReceipt | undefined {
  if (!isRecord(parsed(text))) return undefined;
  const receipt: BareReceipt = JSON.parse(text);
  return receipt;
}

function isThere({ evidence }: BareReceipt, { chain, seq, hash }: Heard): boolean {
  return evidence?.chain === chain && evidence.seq === seq && evidence.hash === hash;
}

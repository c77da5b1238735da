import type { Audit } from '../../hub/evidence/audit/audit.ts';
import type { AuditCode, AuditProblem } from '../../hub/evidence/audit/problem.ts';

const ANSWERS: Readonly<Record<Audit['outcome'], string>> = {
  whole: 'The evidence is whole.',
  broken: 'The evidence is broken.',
  uncertain: 'Nothing is wrong with the records, but it cannot be said whether every seal is good.',
};

/** What was found, for people: the answer first, then what was looked at, then each problem in a line of its own. */
export function sentences(found: Audit): readonly string[] {
  const { problems, problemCount } = found;
  const untold = problemCount - problems.length;
  return [
    ANSWERS[found.outcome],
    ...aboutChains(found.chains),
    ...aboutRoots(found),
    ...(problemCount === 0 ? [] : [`${counted(problemCount, 'problem')}:`]),
    ...problems.map(problemSentence),
    ...(untold === 0 ? [] : [`and ${untold} more.`]),
  ];
}

function aboutChains(found: Audit['chains']): readonly string[] {
  const { cases, systems, records, events, receipts, erasedReceipts, handedOver, overdue } = found;
  return [
    `${counted(records, 'record')} in the chains of ${counted(cases, 'case')} and ${counted(systems, 'system')}.`,
    `${counted(events, 'event')}, ${counted(receipts, 'receipt')}; ${counted(handedOver, 'delivery', 'deliveries')} handed over, ${overdue} overdue.`,
    ...(erasedReceipts === 0
      ? []
      : [
          `Of ${counted(erasedReceipts, 'receipt')} the content is erased: that they stand where they say was checked, and no more.`,
        ]),
  ];
}

function aboutRoots({ roots: found, chains: { unsealed, unsealedSince } }: Audit): readonly string[] {
  const { roots, covered, sealed, stamped, doubts } = found;
  return [
    `${counted(roots, 'root')} over ${counted(covered, 'head')}; ${counted(sealed, 'seal')} good, ${stamped} with a time stamp.`,
    ...[...doubts.values()].map(
      ({ reason, root, count }) =>
        `${counted(count, 'seal')}, from root ${root} on, cannot be called good or bad: ${reason}`,
    ),
    unsealed === 0
      ? 'All records lie under sealed roots.'
      : `${counted(unsealed, 'record')} under no sealed root yet, the oldest since ${unsealedSince ?? ''}.`,
  ];
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

const WORDS: Readonly<Record<AuditCode, string>> = {
  RECORDS_MISSING: 'records before it are missing',
  LINK_BROKEN: 'it is not the record that was written: it was changed, or the one before it was',
  BODY_UNREADABLE: 'its body is nothing that evidence could be',
  COLUMNS_DIFFER: 'its columns say something else than its body',
  HEAD_MISSING: 'nothing says where the chain ends',
  HEAD_TWICE: 'a case and a system both say where the chain ends',
  HEAD_DIFFERS: 'the chain does not end where its head says: it was cut off, or the head was moved',
  CHAIN_MISSING: 'there are no records at all',
  EVENT_DIFFERS: 'it is not the event that was testified to',
  EVENT_MISSING: 'it was testified to and is gone',
  EVENT_UNTESTIFIED: 'no record testifies to it',
  EVENT_OUT_OF_ORDER: 'it is testified to out of order, or twice',
  RECEIPT_MISSING: 'the receipt of this submission is gone',
  RECEIPT_TWICE: 'more than one receipt stands here',
  RECEIPT_DIFFERS: 'the receipt is not the one that was testified to',
  RECEIPT_MISPLACED: 'a receipt says that it stands here, and does not',
  OUTCOME_DIFFERS: 'the receipt says another outcome than the record',
  RECEIPT_STRIPPED: 'receipts were stripped as if erased, and no erasure is testified to',
  DELIVERY_UNTESTIFIED: 'deliveries are marked that no record testifies to',
  DELIVERY_UNMARKED: 'deliveries that were testified to are not marked, or gone',
  COVERED_DIFFERS: 'what lies under the root is not what the chain has there',
  CHAIN_NOT_LONGER: 'the root covers no more of the chain than an earlier one: it was written anew',
  STATEMENT_UNREADABLE: 'its statement is none',
  NUMBER_OUT_OF_ORDER: 'its number does not follow: a root is missing, or has come twice',
  PREVIOUS_DIFFERS: 'its statement does not follow the one before',
  SIZE_DIFFERS: 'its statement speaks of another number of heads',
  ROOT_DIFFERS: 'the heads under it do not make the root that it states',
  SEAL_BROKEN: 'its seal is bad',
  SEAL_MISSING: 'it has no seal, though a later root has one',
};

/** One problem in one line: where, what, and of which. */
export function problemSentence({ code, chain, record, event, root, what }: AuditProblem): string {
  const places = [
    ...(chain === undefined ? [] : [chain === '' ? 'no chain' : chain]),
    ...(record === undefined ? [] : [`record ${record}`]),
    ...(event === undefined ? [] : [`event ${event}`]),
    ...(root === undefined ? [] : [`root ${root}`]),
  ];
  return printable(`${places.join(', ')}: ${WORDS[code]}${what === undefined ? '' : ` (${what})`}. ${code}`);
}

/** Whoever has written to the database may have written what a terminal obeys. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�').slice(0, 1000);
}

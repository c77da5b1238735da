import type { Audit } from '../../hub/evidence/audit/audit.ts';
import type { AuditedEpoch } from '../../hub/evidence/audit/epochs.ts';
import type { AuditCode, AuditProblem } from '../../hub/evidence/audit/problem.ts';
import type { ChainHead } from '../../hub/evidence/root-store.ts';
import type { Standing } from '../../hub/evidence/standing.ts';
import { lossSentences } from '../restored/sentences.ts';

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
    ...found.epochs.flatMap(aboutEpoch),
    ...(problemCount === 0 ? [] : [`${counted(problemCount, 'problem')}:`]),
    ...problems.map(problemSentence),
    ...(untold === 0 ? [] : [`and ${untold} more.`]),
  ];
}

function aboutChains(found: Audit['chains']): readonly string[] {
  const { cases, systems, records, events, receipts, erasedReceipts, handedOver, overdue, mailed, opened } =
    found;
  return [
    `${counted(records, 'record')} in the chains of ${counted(cases, 'case')} and ${counted(systems, 'system')}.`,
    `${counted(events, 'event')}, ${counted(receipts, 'receipt')}; ${counted(handedOver, 'delivery', 'deliveries')} handed over, ${overdue} overdue.`,
    ...(mailed === 0 ? [] : [`${counted(mailed, 'e-mail')} sent.`]),
    ...(opened === 0 ? [] : [`${counted(opened, 'sealed content', 'sealed contents')} opened.`]),
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

/** Of the first there is nothing to be said: it follows nothing. */
function aboutEpoch({ number, openedAt, lost }: AuditedEpoch): readonly string[] {
  if (lost === undefined) return [];
  const { chains, roots } = lost;
  return [
    `Epoch ${number} since ${openedAt}, after a restore: of ${counted(chains.length, 'chain')} something had been told and is lost, and ${counted(roots.length, 'root')}.`,
    ...lossSentences(lost).map(printable),
  ];
}

/** How a receipt stands to the evidence. */
export function standingSentence({ chain, seq }: ChainHead, standing: Standing): string {
  const place = `record ${seq} of the chain ${chain}`;
  if (standing === 'stands') return printable(`The receipt stands in the evidence: ${place}.`);
  if (standing === 'lost')
    return printable(`The receipt names ${place}, which was told before a restore and is lost: that it does not stand here is no sign of a forgery.`);
  return printable(`The receipt names ${place}, and does not stand there; nor is that place known to be lost.`);
} // prettier-ignore

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
  DELIVERIES_DIFFER: 'what is to be told is not what the command set off',
  DELIVERY_INVENTED: 'something is to be told that no command set off',
  MAIL_UNTESTIFIED: 'e-mails were sent, or could not be, that no record testifies to',
  MAIL_UNMARKED: 'e-mails that were testified to are not marked as sent, or gone',
  RECORD_FORGED: 'the hub has not written it',
  EVENT_FORGED: 'the hub has not written it',
  RECEIPT_FORGED: 'the hub has not written the receipt so',
  CONTENT_MISSING: 'what people wrote is gone, and no erasure is testified to',
  CONTENT_LEFT:
    'what people wrote is still there, though its erasure is testified to, or nobody wrote anything',
  KEY_DIFFERS: 'the key of the case is gone, or is none of its own',
  SEALED_DIFFERS: 'what is sealed does not open, or is not what was sealed there',
  ORIGINAL_MISSING: 'a message as it was sent is gone, and no erasure is testified to',
  DOCUMENT_MISSING: 'an attached document is gone, and no erasure is testified to',
  CASE_FORGED: 'the hub has not written the row of the case so',
  CASE_DIFFERS: 'the row of the case says something else than its history',
  REPORT_DIFFERS: 'the row of a report says something else than the history of its case',
  REPORT_MISSING: 'a report that was ordered is gone',
  LETTERS_DIFFER: 'dead letters were added, altered or removed',
  DIRECTORY_DIFFERS: 'the directory is not the one that was published last',
  CREDENTIAL_DIFFERS: 'a secret of the system is not as the hub has written it',
  COVERED_DIFFERS: 'what lies under the root is not what the chain has there',
  RECORD_OMITTED: 'it was there when the newest root was made, and lies under none: somebody has kept it out',
  ROOT_MISSING: 'the root is gone, and was there',
  ROOTS_MISSING: 'records of more than a day lie under no root: roots are gone, or were not made',
  CHAIN_NOT_LONGER: 'the root covers no more of the chain than an earlier one: it was written anew',
  STATEMENT_UNREADABLE: 'its statement is none',
  NUMBER_OUT_OF_ORDER: 'its number does not follow: a root is missing, or has come twice',
  PREVIOUS_DIFFERS: 'its statement does not follow the one before',
  SIZE_DIFFERS: 'its statement speaks of another number of heads',
  ROOT_DIFFERS: 'the heads under it do not make the root that it states',
  EPOCH_FORGED: 'the hub has not written its row so',
  EPOCH_DIFFERS: 'its record and its row do not say the same of it, or one is missing',
  SEAL_BROKEN: 'its seal is bad',
  SEAL_MISSING: 'it has no seal, though a later root has one',
};

/** One problem in one line: where, what, and of which. */
export function problemSentence({ code, chain, record, event, root, epoch, what }: AuditProblem): string {
  const places = [
    ...(code === 'DIRECTORY_DIFFERS' ? ['directory'] : []),
    ...(code === 'ROOTS_MISSING' ? ['roots'] : []),
    ...(chain === undefined ? [] : [chain === '' ? 'no chain' : chain]),
    ...(record === undefined ? [] : [`record ${record}`]),
    ...(event === undefined ? [] : [`event ${event}`]),
    ...(root === undefined ? [] : [`root ${root}`]),
    ...(epoch === undefined ? [] : [`epoch ${epoch}`]),
  ];
  return printable(`${places.join(', ')}: ${WORDS[code]}${what === undefined ? '' : ` (${what})`}. ${code}`);
}

/** Whoever has written to the database may have written what a terminal obeys. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�').slice(0, 1000);
}

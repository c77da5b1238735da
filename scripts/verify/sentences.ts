import type {
  ContentJudged,
  DossierSaid,
  MessageSaid,
  SealJudged,
  StampJudged,
  Verification,
} from '../../hub/verification.ts';
import type { Receipt } from '../../schemas/receipt.ts';

const ANSWERS: Readonly<Record<string, string>> = {
  'TOTAL-PASSED': 'The signature is good',
  'TOTAL-FAILED': 'The signature is bad',
  INDETERMINATE: 'It cannot be said whether the signature is good',
};

/** What was found, for people: the answer first, then why, then each signature and time stamp. */
export function sentences(found: Verification): readonly string[] {
  const { indication, subIndication, text, level, signatures, timeStamps, says, dossier, contents } = found;
  const words = subIndication === undefined ? indication : `${indication}, ${subIndication}`;
  return [
    `${answerOf(found)} (${words}).`,
    ...(text === undefined || isUnsigned(found) ? [] : [text]),
    ...(isSound(found) ? [`It reaches the level ${level}.`] : []),
    ...signatures.flatMap((signature) => aboutSignature(signature)),
    ...timeStamps.map((stamp) => aboutStamp(stamp)),
    ...(says === undefined ? [] : aboutWords(says, indication === 'TOTAL-PASSED')),
    ...(dossier === undefined ? [] : aboutDossier(dossier, indication === 'TOTAL-PASSED')),
    ...(contents ?? []).flatMap((content) => aboutContent(content)),
  ];
}

function answerOf(found: Verification): string {
  if (isUnsigned(found)) return found.kind === 'message' ? UNSIGNED_MESSAGE : 'The file is not signed';
  return ANSWERS[found.indication] ?? 'Not known';
}

const UNSIGNED_MESSAGE =
  'The message is not signed: the hub signs its receipts, and other messages where it is configured so';

/** What has no signature has no bad one. */
function isUnsigned({ reason }: Verification): boolean {
  return reason === 'NO_SIGNATURE';
}

function aboutDossier(
  { case: number, authority, madeAt, personalData, training }: DossierSaid,
  isProven: boolean,
) {
  const kind = personalData ? 'with personal data' : 'without personal data';
  const mark = training ? ', of training data without legal value' : '';
  const opening = isProven ? 'The' : 'What it says is not proven: the';
  return [`${opening} dossier of the case ${number} for ${authority}, ${kind}${mark}, made at ${madeAt}.`];
}

function aboutContent({ name, role, indication, text = '', signer }: ContentJudged): readonly string[] {
  const by = signer === undefined ? '' : `, signed by ${signer}`;
  const isGood = indication === 'TOTAL-PASSED';
  return [`  ${name} (${role}): ${isGood ? `good${by}` : `${indication}. ${text}`.trimEnd()}`];
}

/** Nobody is to take words for proven that are not. */
function aboutWords({ type, id, source, time, subject, receipt }: MessageSaid, isProven: boolean) {
  const opening = isProven ? 'It says:' : 'What it says is not proven:';
  const about = subject === undefined ? '' : ` on the case ${subject}`;
  return receipt === undefined
    ? [`${opening} the message ${id} of ${source}, ${type}${about}, made at ${time}.`]
    : [`${opening} ${outcomeOf(receipt)}`, ...evidenceOf(receipt)];
}

function outcomeOf({ message, outcome, receivedAt, case: number, version, status, faults = [] }: Receipt) {
  const received = `the message ${message}, received at ${receivedAt}, was`;
  if (outcome === 'rejected') {
    const why = faults.map(
      ({ code, path, text }) => `${code}${path === undefined ? '' : ` at ${path}`} (${text})`,
    );
    return `${received} refused: ${why.join('; ')}.`;
  }
  return `${received} accepted: case ${number ?? '–'}, version ${version ?? '–'}, ${status ?? 'no status'}.`;
}

function evidenceOf({ digest, evidence }: Receipt): readonly string[] {
  return [
    ...(digest === undefined ? [] : [`Digest of that message (SHA-256, RFC 8785): ${digest}.`]),
    ...(evidence === undefined
      ? []
      : [`Its place in the evidence: record ${evidence.seq} of ${evidence.chain}, hash ${evidence.hash}.`]),
  ];
}

/** The level of a signature that is not sound would be taken for praise. */
function isSound({ indication, reason }: Verification): boolean {
  return indication === 'TOTAL-PASSED' || reason === 'LEVEL_NOT_REACHED';
}

function aboutSignature({ signer, claimedAt, provenAt, indication, text = '' }: SealJudged) {
  const who = signer ?? 'somebody whose certificate is not there';
  const isGood = indication === 'TOTAL-PASSED';
  const claim = claimedAt === undefined ? '' : `, by its own claim at ${claimedAt}`;
  return [
    `${isGood ? 'Signed by' : 'In the name of'} ${who}${claim}.`,
    ...(provenAt === undefined ? [] : [`Proven to be older than ${provenAt}.`]),
    ...(isGood ? [] : [`Its signature: ${indication}. ${text}`.trimEnd()]),
  ];
}

function aboutStamp({ authority, at, indication, text = '' }: StampJudged): string {
  const who = authority ?? 'somebody whose certificate is not there';
  const outcome = indication === 'TOTAL-PASSED' ? 'good.' : `${indication}. ${text}`.trimEnd();
  return `Time stamp on the document by ${who}${at === undefined ? '' : ` at ${at}`}: ${outcome}`;
}

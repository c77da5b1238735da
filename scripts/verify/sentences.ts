import type { SealJudged, StampJudged, Verification } from '../../hub/ports.ts';

const ANSWERS: Readonly<Record<string, string>> = {
  'TOTAL-PASSED': 'The signature is good',
  'TOTAL-FAILED': 'The signature is bad',
  INDETERMINATE: 'It cannot be said whether the signature is good',
};

/** What was found, for people: the answer first, then why, then each signature and time stamp. */
export function sentences(found: Verification): readonly string[] {
  const { indication, subIndication, text, level, signatures, timeStamps } = found;
  const words = subIndication === undefined ? indication : `${indication}, ${subIndication}`;
  return [
    `${ANSWERS[indication] ?? 'Not known'} (${words}).`,
    ...(text === undefined ? [] : [text]),
    ...(isSound(found) ? [`It reaches the level ${level}.`] : []),
    ...signatures.flatMap((signature) => aboutSignature(signature)),
    ...timeStamps.map((stamp) => aboutStamp(stamp)),
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

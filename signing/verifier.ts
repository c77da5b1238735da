import { Value } from 'typebox/value';
import type { Message } from '../domain/kernel/message.ts';
import type { Codec, Decoded } from '../hub/ports/messages.ts';
import type { MessageSaid, Verification } from '../hub/verification.ts';
import { Receipt } from '../schemas/receipt.ts';
import { verifyContainer } from './asic/verify-container.ts';
import { holdsDossier, verifyDossier } from './dossier/verify-dossier.ts';
import type { DossierVerification } from './dossier/verify-dossier.ts';
import { isLimit } from './fault.ts';
import { isLegible } from './message/legible.ts';
import { LEVELS } from './seal/seal-report.ts';
import { failure, REASONS, unread, verdictOf } from './verify/indication.ts';
import type { Reason, Verdict } from './verify/indication.ts';
import type { VerificationOptions } from './verify/policy.ts';
import { verifyDetached } from './verify/verify-detached.ts';
import { verifyPdf } from './verify/verify-pdf.ts';

/** Reads messages, XML or JSON, and writes canonical forms: the codec's, which is not known here. */
export type Reading = Pick<Codec, 'canonical' | 'digest'> & { readonly read: (file: Uint8Array) => Decoded };

/** What a file is judged by: whom to trust, the level that is demanded, and how messages are read. */
type Judging = {
  readonly options: VerificationOptions;
  readonly reading: Reading;
};

/** Judges where it is called and for as long as it takes: for files of strangers see `judging/open-judging.ts`. */
export type FileJudge = { readonly verify: (file: Uint8Array, demand?: string) => Verification };

/** The hub's verifier: offline, by the file itself and these roots. With none, what is sound is INDETERMINATE at best. */
export function openVerifier(trust: readonly Uint8Array[], reading: Reading): FileJudge {
  return {
    verify: (file, demand) =>
      withinLimits(file, () => kindOf(file).judge(file, { options: optionsFrom(trust, demand), reading })),
  };
}

type Judge = (file: Uint8Array, judging: Judging) => Verification;
type Kind = {
  readonly kind: Verification['kind'];
  readonly begins: RegExp;
  readonly judge: Judge;
};

const REPORT: Kind = { kind: 'report', begins: /^%PDF-/, judge: judgeReport };
/** Every kind of file that can be verified has its line here: what it begins with says what it is. */
const KINDS: readonly Kind[] = [
  REPORT,
  { kind: 'dossier', begins: /^PK/, judge: judgeDossier },
  { kind: 'message', begins: /^(\xEF\xBB\xBF)?[ \t\r\n]*[<{]/, judge: judgeMessage },
];

const START = 100;

function kindOf(file: Uint8Array): Kind {
  const start = Buffer.from(file.subarray(0, START)).toString('latin1');
  return KINDS.find(({ begins }) => begins.test(start)) ?? REPORT;
}

/** Of a file with more of something than is read nothing is known. */
function withinLimits(file: Uint8Array, judge: () => Verification): Verification {
  try {
    return judge();
  } catch (error) {
    if (isLimit(error)) return unjudged(file, 'LIMIT_REACHED');
    throw error;
  }
}

/** The answer where judging was not begun, or not brought to its end. */
export function unjudged(file: Uint8Array, reason: Reason): Verification {
  return { kind: kindOf(file).kind, ...withWords(unread(reason)), ...NOTHING_FOUND };
}

const NOTHING_FOUND = { level: 'NONE', signatures: [], timeStamps: [] };

function judgeReport(file: Uint8Array, { options }: Judging): Verification {
  const found = verifyPdf(file, options);
  return {
    kind: 'report',
    ...withWords(found),
    signatures: found.signatures.map((signature) => withWords(signature)),
    timeStamps: found.timeStamps.map((stamp) => withWords(stamp)),
  };
}

/** A container that is none of ours is judged as one, too; it has nothing to say of a case. */
function judgeDossier(file: Uint8Array, { options, reading }: Judging): Verification {
  const container = verifyContainer(file, options);
  const found: DossierVerification = holdsDossier(container)
    ? verifyDossier(container, options, reading)
    : { ...container, contents: [] };
  const { indication, subIndication, reason, level, about, contents } = found;
  return {
    kind: 'dossier',
    ...withWords({ indication, ...(subIndication && { subIndication }), ...(reason && { reason }) }),
    level,
    signatures: found.signatures.map((signature) => withWords(signature)),
    timeStamps: found.timeStamps.map((stamp) => withWords(stamp)),
    ...(about && { dossier: about }),
    contents: contents.map((content) => withWords(content)),
  };
}

function judgeMessage(file: Uint8Array, { options, reading }: Judging): Verification {
  const decoded = reading.read(file);
  if ('faults' in decoded) return unjudged(file, 'MESSAGE_UNREADABLE');
  const { message, canonical } = decoded;
  const { signature } = message;
  const says = saidBy(message);
  const kind = says.receipt === undefined ? 'message' : 'receipt';
  if (signature === undefined) return { kind, ...unsound('NO_SIGNATURE'), says };
  const bytes = Buffer.from(signature, 'base64');
  // Idle bits of base64 are bytes that nothing covers.
  if (bytes.toString('base64') !== signature) return { kind, ...unsound('CMS_UNREADABLE'), says };
  const found = judgedBeside(Buffer.from(canonical), bytes, options);
  const isHidden = found.indication === 'TOTAL-PASSED' && !isLegible(file);
  const verdict = isHidden && withWords(verdictOf(failure('SIG_CONSTRAINTS_FAILURE', 'MESSAGE_NOT_LEGIBLE')));
  return { kind, ...found, ...verdict, says };
}

function saidBy({ type, id, source, time, receiver, subject, data }: Message): MessageSaid {
  return {
    type,
    id,
    source,
    time,
    ...(receiver === undefined ? {} : { receiver }),
    ...(subject === undefined ? {} : { subject }),
    ...(type === 'receipt' && Value.Check(Receipt, data) ? { receipt: data } : {}),
  };
}

function unsound(reason: Reason) {
  return { ...withWords(verdictOf(failure('FORMAT_FAILURE', reason))), ...NOTHING_FOUND };
}

/** The reason for people beside the one for scripts. */
function withWords<Judged extends Verdict>(judged: Judged): Judged & { readonly text?: string } {
  return judged.reason === undefined ? judged : { ...judged, text: REASONS[judged.reason] };
}

/** Verifies a detached signature over any file; the answer has the same form as that of a message. */
export function verifyBeside(
  content: Uint8Array,
  given: {
    readonly signature: Uint8Array;
    readonly trust: readonly Uint8Array[];
    readonly demand?: string | undefined;
  },
): Verification {
  const options = optionsFrom(given.trust, given.demand);
  return withinLimits(content, () => ({
    kind: 'message',
    ...judgedBeside(content, given.signature, options),
  }));
}

function judgedBeside(content: Uint8Array, signature: Uint8Array, options: VerificationOptions) {
  const found = withWords(verifyDetached(content, signature, options));
  const { indication, subIndication, reason, text, level } = found;
  return {
    indication,
    ...(subIndication && { subIndication }),
    ...(reason && { reason }),
    ...(text && { text }),
    level,
    signatures: [found],
    timeStamps: [],
  };
}

function optionsFrom(trust: readonly Uint8Array[], demanded: string | undefined): VerificationOptions {
  const demand = LEVELS.find((level) => level === demanded);
  return { trust, ...(demand === undefined ? {} : { demand }) };
}

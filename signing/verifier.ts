import { Value } from 'typebox/value';
import type { Message } from '../domain/kernel/message.ts';
import type { Codec, Decoded } from '../hub/ports.ts';
import type { MessageSaid, Verification, Verifier } from '../hub/verification.ts';
import { Receipt } from '../schemas/receipt.ts';
import { verifyContainer } from './asic/verify-container.ts';
import { holdsDossier, verifyDossier } from './dossier/verify-dossier.ts';
import type { DossierVerification } from './dossier/verify-dossier.ts';
import { LEVELS } from './seal/seal-report.ts';
import { failure, REASONS, verdictOf } from './verify/indication.ts';
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

/** The hub's verifier: offline, by the file itself and these roots. With none, what is sound is INDETERMINATE at best. */
export function openVerifier(trust: readonly Uint8Array[], reading: Reading): Verifier {
  return {
    verify: (file, demand) => judgeOf(file)(file, { options: optionsFrom(trust, demand), reading }),
  };
}

type Judge = (file: Uint8Array, judging: Judging) => Verification;

/** Every kind of file that can be verified has its line here: what it begins with says what it is. */
const KINDS: readonly { readonly begins: RegExp; readonly judge: Judge }[] = [
  { begins: /^%PDF-/, judge: judgeReport },
  { begins: /^PK/, judge: judgeDossier },
  { begins: /^(\xEF\xBB\xBF)?[ \t\r\n]*[<{]/, judge: judgeMessage },
];

const START = 100;

function judgeOf(file: Uint8Array): Judge {
  const start = Buffer.from(file.subarray(0, START)).toString('latin1');
  return KINDS.find(({ begins }) => begins.test(start))?.judge ?? judgeReport;
}

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
  if ('faults' in decoded) return { kind: 'message', ...unsound('MESSAGE_UNREADABLE') };
  const { message, canonical } = decoded;
  const { signature } = message;
  const says = saidBy(message);
  const kind = says.receipt === undefined ? 'message' : 'receipt';
  if (signature === undefined) return { kind, ...unsound('NO_SIGNATURE'), says };
  const bytes = Buffer.from(signature, 'base64');
  // Idle bits of base64 are bytes that nothing covers.
  if (bytes.toString('base64') !== signature) return { kind, ...unsound('CMS_UNREADABLE'), says };
  return { kind, ...judgedBeside(Buffer.from(canonical), bytes, options), says };
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
  const none = { level: 'NONE', signatures: [], timeStamps: [] };
  return { ...withWords(verdictOf(failure('FORMAT_FAILURE', reason))), ...none };
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
  return { kind: 'message', ...judgedBeside(content, given.signature, options) };
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

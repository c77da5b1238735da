import type { Message } from '../../domain/kernel/message.ts';
import { checkDossier, type Checked, type DossierProblem } from '../../hub/reports/dossier/check.ts';
import { INDEX, type DossierIndex } from '../../schemas/dossier.ts';
import type { Codec, Decoded } from '../../hub/ports/messages.ts';
import type { ContainerVerification } from '../asic/verify-container.ts';
import { failure, verdictOf, worstOf } from '../verify/indication.ts';
import type { SubIndication, Verdict } from '../verify/indication.ts';
import type { VerificationOptions } from '../verify/policy.ts';
import { verifyDetached } from '../verify/verify-detached.ts';
import { verifyPdf } from '../verify/verify-pdf.ts';
import { judgeSent, registeredIn } from './judge-sent.ts';

/** What was found of one file of a dossier. */
export type ContentVerification = Verdict & {
  readonly name: string;
  readonly role: string;
  /** Who has signed it, apart from the dossier's own seal. */
  readonly signer?: string;
};

export type DossierVerification = ContainerVerification & {
  readonly about?: Pick<
    DossierIndex,
    'dossier' | 'case' | 'authority' | 'personalData' | 'madeAt' | 'training'
  >;
  readonly contents: readonly ContentVerification[];
};

export type MessageReading = Pick<Codec, 'canonical' | 'digest'> & {
  readonly read: (file: Uint8Array) => Decoded;
};

export function holdsDossier({ files }: ContainerVerification): boolean {
  return files.some(({ name }) => name === INDEX);
}

/**
 * Verifies what is in a dossier whose container has been verified: that its files bear each other out, and the signatures
 * on receipts, messages, roots and reports, each for the moment since which the container proves it to be as it is. The
 * dossier is as good as the worst of container and contents.
 */
export function verifyDossier(
  container: ContainerVerification,
  options: VerificationOptions,
  reading: MessageReading,
): DossierVerification {
  const checked = checkDossier(container.files, {
    ...reading,
    readMessage(file) {
      const decoded = reading.read(file);
      return 'message' in decoded ? decoded.message : undefined;
    },
  });
  if ('problem' in checked) {
    const verdict = problemVerdict(checked.problem);
    return {
      ...container,
      ...worstOf([container, verdict]),
      contents: [{ ...verdict, name: INDEX, role: 'index' }],
    };
  }
  const { index, files, missing } = checked;
  const judge = judgeFor({
    files,
    options: { trust: options.trust, at: provenAt(container, options) },
    reading,
  });
  const contents = [
    ...files.map((file): ContentVerification => ({ name: file.name, role: file.about.role, ...judge(file) })),
    ...missing.map((name) => ({ ...problemVerdict('LISTED_FILE_MISSING'), name, role: 'missing' })),
  ];
  const { dossier, case: number, authority, personalData, madeAt, training } = index;
  return {
    ...container,
    ...worstOf([container, ...contents]),
    about: { dossier, case: number, authority, personalData, madeAt, training },
    contents,
  };
}

/** The container's own proof of time; without one its contents are judged for the moment of asking. */
function provenAt({ signatures }: ContainerVerification, { at = new Date() }: VerificationOptions): Date {
  const proven = signatures.flatMap((one) => (one.provenAt === undefined ? [] : [new Date(one.provenAt)]));
  return proven.reduce((first, one) => (one < first ? one : first), at);
}

type Judging = {
  readonly files: readonly Checked[];
  readonly options: VerificationOptions;
  readonly reading: MessageReading;
};
type Judged = Verdict & { readonly signer?: string };

function judgeFor({ files, options, reading }: Judging): (file: Checked) => Judged {
  const byName = new Map(files.map((file) => [file.name, file]));
  const registered = registeredIn(files);
  return (file) => {
    const { about, bytes, problem, message } = file;
    if (problem !== undefined) return problemVerdict(problem);
    if (about.role === 'report') return judgeReport(bytes, options);
    if (about.role === 'root of evidence')
      return judgeApart(bytes, byName.get(about.signature)?.bytes, options);
    if (about.role === 'receipt' && message !== undefined) return judgeReceipt(message, { options, reading });
    if (about.role === 'message sent' && message?.signature !== undefined)
      return judgeSent(message, {
        registered,
        receipt: byName.get(about.receipt)?.message,
        canonical: reading.canonical,
      });
    return verdictOf(undefined);
  };
}

function judgeReport(pdf: Uint8Array, options: VerificationOptions): Judged {
  const { indication, subIndication, reason, signatures } = verifyPdf(pdf, options);
  return judged({ indication, subIndication, reason }, signatures[0]?.signer);
}

function judgeApart(
  content: Uint8Array,
  signature: Uint8Array | undefined,
  options: VerificationOptions,
): Judged {
  if (signature === undefined) return verdictOf(failure('FORMAT_FAILURE', 'NO_SIGNATURE'));
  const { indication, subIndication, reason, signer } = verifyDetached(content, signature, options);
  return judged({ indication, subIndication, reason }, signer);
}

type Found = { readonly [K in keyof Verdict]: Verdict[K] | undefined };

function judged({ indication, subIndication, reason }: Found, signer: string | undefined): Judged {
  if (indication === undefined) throw new TypeError('a verdict has an indication');
  return {
    indication,
    ...(subIndication && { subIndication }),
    ...(reason && { reason }),
    ...(signer === undefined ? {} : { signer }),
  };
}

type Reader = Pick<Judging, 'options' | 'reading'>;

/** Every receipt is signed by the hub. */
function judgeReceipt(message: Message, { options, reading }: Reader): Judged {
  const { signature, ...unsigned } = message;
  const content = Buffer.from(reading.canonical(unsigned));
  return judgeApart(content, signature === undefined ? undefined : Buffer.from(signature, 'base64'), options);
}

const KINDS: Readonly<Record<DossierProblem, SubIndication>> = {
  INDEX_ODD: 'FORMAT_FAILURE',
  FILE_NOT_LISTED: 'FORMAT_FAILURE',
  LISTED_FILE_MISSING: 'SIGNED_DATA_NOT_FOUND',
  LISTED_DIGEST_DIFFERS: 'HASH_FAILURE',
  CHAIN_ODD: 'FORMAT_FAILURE',
  CHAIN_BROKEN: 'HASH_FAILURE',
  RECORD_DIFFERS: 'HASH_FAILURE',
  MESSAGE_ODD: 'FORMAT_FAILURE',
  MESSAGE_DIFFERS: 'HASH_FAILURE',
  ROOT_NOT_PROVEN: 'HASH_FAILURE',
};

function problemVerdict(problem: DossierProblem): Verdict {
  return verdictOf(failure(KINDS[problem], problem));
}

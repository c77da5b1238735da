import { X509Certificate } from 'node:crypto';
import type { Message } from '../../domain/kernel/message.ts';
import type { Checked } from '../../hub/reports/dossier/check.ts';
import type { Codec } from '../../hub/ports/messages.ts';
import { isReceipt } from '../../schemas/receipt.ts';
import { openSignatures } from '../message/check-signature.ts';
import { failure, verdictOf } from '../verify/indication.ts';
import type { Verdict } from '../verify/indication.ts';

/** Certificates (PEM) that a dossier names as registered for systems. */
export function registeredIn(files: readonly Pick<Checked, 'about' | 'bytes'>[]): readonly string[] {
  return files.flatMap(({ about, bytes }) => {
    if (about.role !== 'certificate' || about.of === 'hub') return [];
    try {
      return [new X509Certificate(bytes).toString()];
    } catch {
      return [];
    }
  });
}

/**
 * Judges a system's signature for the moment when the hub received the message. Where its certificate is registered no
 * more, nothing is said of it: the hub has checked it when the message came.
 */
export function judgeSent(
  { signature = '', ...unsigned }: Message,
  given: {
    readonly registered: readonly string[];
    /** The hub's answer; it says when the message came. */
    readonly receipt: Message | undefined;
    readonly canonical: Codec['canonical'];
  },
): Verdict & { readonly signer?: string } {
  const { registered, receipt, canonical } = given;
  const at = isReceipt(receipt?.data) ? receipt.data.receivedAt : unsigned.time;
  const content = canonical(unsigned);
  const { check } = openSignatures();
  const problems = registered.map((pem) => ({
    pem,
    problem: check({ content, signature, certificates: [pem], at }),
  }));
  // After a roll-over several are registered, and one of them has signed.
  const signer = problems.find(({ problem }) => problem === undefined)?.pem;
  if (signer !== undefined) return { ...verdictOf(undefined), signer: subjectOf(signer) };
  return problems.some(({ problem }) => problem?.code === 'SIGNATURE_INVALID')
    ? verdictOf(failure('SIG_CRYPTO_FAILURE', 'SIGNATURE_DIFFERS'))
    : verdictOf(undefined);
}

function subjectOf(pem: string): string {
  return new X509Certificate(pem).subject.replaceAll('\n', ', ');
}

import { createHash, X509Certificate } from 'node:crypto';
import { isSigningFault } from '../fault.ts';
import { DIGESTS } from './algorithms.ts';
import { CHECKS } from './checks.ts';
import type { Facts, Policy } from './checks.ts';
import { failure, verdictOf } from './indication.ts';
import type { Failure, Verdict } from './indication.ts';
import { levelOf } from './level.ts';
import type { Level } from './level.ts';
import { locateSignatures } from './locate.ts';
import type { LocatedSignature } from './locate.ts';
import { readSignedData } from './signed-data.ts';
import type { SignedData } from './signed-data.ts';

/** `trust`: certificates (DER) that a chain may end in. `at`: for which moment to judge, by default now. */
export type VerificationOptions = { readonly trust: readonly Uint8Array[]; readonly at?: Date };

export type SignatureReport = Verdict & {
  readonly level: Level;
  /** False where bytes follow that the signature does not cover. */
  readonly coversWholeFile: boolean;
  /** Distinguished name of the certificate that the signature is bound to. */
  readonly signer?: string;
  /** The moment that the signer claims; no proof at level B-B. */
  readonly claimedAt?: string;
};

/** The whole file's verdict, and each signature's. */
export type PdfVerification = Verdict & { readonly signatures: readonly SignatureReport[] };

/** Verifies every signature of a PDF offline (EN 319 102-1, clause 5.3); the file is as good as the worst of them. */
export function verifyPdf(bytes: Uint8Array, options: VerificationOptions): PdfVerification {
  const located = locateOrNothing(bytes);
  if (located === undefined) return { ...failed('FILE_UNREADABLE'), signatures: [] };
  if (located.length === 0) return { ...failed('NO_SIGNATURE'), signatures: [] };
  const policy: Policy = {
    trust: options.trust.map((certificate) => new X509Certificate(certificate)),
    at: options.at ?? new Date(),
  };
  const signatures = located.map((signature) => verifySignature(signature, policy));
  return { ...worst(signatures), signatures };
}

function locateOrNothing(bytes: Uint8Array): readonly LocatedSignature[] | undefined {
  try {
    return locateSignatures(bytes);
  } catch (error) {
    if (isSigningFault(error)) return undefined;
    throw error;
  }
}

function verifySignature(signature: LocatedSignature, policy: Policy): SignatureReport {
  const cms = readSignedData(signature.contents);
  const certificates = cms && parseCertificates(cms);
  if (signature.range === undefined)
    return unreadable(signature, failure('FORMAT_FAILURE', 'BYTE_RANGE_ODD'));
  if (!cms || !certificates) return unreadable(signature, failure('FORMAT_FAILURE', 'CMS_UNREADABLE'));
  const signer = referred(cms, certificates);
  const facts: Facts = { signature, range: signature.range, cms, certificates, signer };
  return {
    ...verdictOf(firstFailure(facts, policy)),
    level: levelOf(signature, cms),
    coversWholeFile: facts.range.coversWholeFile,
    ...(signer ? { signer: signer.subject.replaceAll('\n', ', ') } : {}),
    ...claimOf(signature),
  };
}

function firstFailure(facts: Facts, policy: Policy): Failure | undefined {
  for (const check of CHECKS) {
    const found = check(facts, policy);
    if (found) return found;
  }
  return undefined;
}

/** Undefined where one of them is no certificate. */
function parseCertificates(cms: SignedData): readonly X509Certificate[] | undefined {
  try {
    return cms.certificates.map((certificate) => new X509Certificate(certificate));
  } catch {
    return undefined;
  }
}

/** The certificate with the digest of the signed reference, hashed as received. */
function referred(cms: SignedData, certificates: readonly X509Certificate[]): X509Certificate | undefined {
  const algorithm = DIGESTS[cms.certificateReference?.algorithm ?? ''];
  const wanted = cms.certificateReference?.hash;
  if (algorithm === undefined || wanted === undefined) return undefined;
  return certificates.find(({ raw }) => createHash(algorithm).update(raw).digest().equals(wanted));
}

function unreadable(signature: LocatedSignature, found: Failure): SignatureReport {
  return {
    ...verdictOf(found),
    level: 'NONE',
    coversWholeFile: signature.range?.coversWholeFile ?? false,
    ...claimOf(signature),
  };
}

function claimOf({ claimedAt }: LocatedSignature): { readonly claimedAt?: string } {
  return claimedAt ? { claimedAt: claimedAt.toISOString() } : {};
}

function failed(reason: 'FILE_UNREADABLE' | 'NO_SIGNATURE'): Verdict {
  return verdictOf(failure('FORMAT_FAILURE', reason));
}

function worst(reports: readonly SignatureReport[]): Verdict {
  const order = ['TOTAL-FAILED', 'INDETERMINATE', 'TOTAL-PASSED'] as const;
  const found = order.flatMap((indication) =>
    reports.filter((report) => report.indication === indication),
  )[0];
  if (found === undefined) return failed('NO_SIGNATURE');
  const { indication, subIndication, reason } = found;
  return { indication, ...(subIndication && { subIndication }), ...(reason && { reason }) };
}

import { evidenceOf } from './evidence.ts';
import { isDetachedBaseline } from './level.ts';
import { policyFrom } from './policy.ts';
import type { VerificationOptions } from './policy.ts';
import { judgeSignature } from './signature-report.ts';
import type { SignatureReport } from './signature-report.ts';
import { signedOf } from './signed.ts';
import { readSignedData, unreadCms } from './signed-data.ts';

export type DetachedReport = SignatureReport & {
  /** The moment that the signer claims; no proof. */
  readonly claimedAt?: string;
};

/** Verifies a CAdES signature apart from its content, at level B-B or B-T, offline (EN 319 102-1, clauses 5.3 and 5.5). */
export function verifyDetached(
  content: Uint8Array,
  signature: Uint8Array,
  options: VerificationOptions,
): DetachedReport {
  const policy = policyFrom(options);
  const evidence = evidenceOf(undefined, policy.more);
  const cms = readSignedData(signature);
  const isWhole = cms?.encoding.length === signature.length;
  const signed = cms && isWhole ? signedOf(cms, [content], evidence.certificates) : undefined;
  if (!signed) return { ...unreadCms(signature), level: 'NONE', timeStamps: [] };
  const claimedAt = signed.cms.signingTime;
  const given = {
    signed,
    isBaseline: isDetachedBaseline(signed.cms),
    needsOwnStamp: true,
    claimedAt,
    end: undefined,
    archived: undefined,
  };
  const report = judgeSignature(given, { policy, evidence, provenSince: () => policy.at });
  return { ...report, ...(claimedAt ? { claimedAt: claimedAt.toISOString() } : {}) };
}

import { isSigningFault } from '../fault.ts';
import type { PdfReader } from '../pdf/read.ts';
import { stampedOf } from '../timestamp/token.ts';
import type { Grounds } from './certificate-failure.ts';
import { openSurroundings } from './changes.ts';
import type { Surroundings } from './changes.ts';
import { evidenceOf } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { failure, verdictOf, worstOf } from './indication.ts';
import type { Failure, Verdict } from './indication.ts';
import { isPdfBaseline, leastOf } from './level.ts';
import type { Level } from './level.ts';
import { isTimeStamp } from './locate.ts';
import type { LocatedSignature } from './locate.ts';
import { openSigned, unreadFailure } from './open-file.ts';
import { policyFrom } from './policy.ts';
import type { Policy, VerificationOptions } from './policy.ts';
import { judgeSignature } from './signature-report.ts';
import type { SignatureReport as Judged } from './signature-report.ts';
import { signedOf } from './signed.ts';
import { readSignedData, unreadCms } from './signed-data.ts';
import { judgeStamp } from './stamp-report.ts';
import type { StampReport } from './stamp-report.ts';

export type SignatureReport = Judged & {
  /** False where bytes follow that the signature does not cover. */
  readonly coversWholeFile: boolean;
  /** The moment that the signer claims; no proof. */
  readonly claimedAt?: string;
};

/** The whole file's verdict, the least level of its signatures, and what was found of each. */
export type PdfVerification = Verdict & {
  readonly level: Level;
  readonly signatures: readonly SignatureReport[];
  /** Time stamps on the document itself, the newest first. */
  readonly timeStamps: readonly StampReport[];
};

/**
 * Verifies a PDF offline, by nothing but itself, the trusted certificates and the moment (EN 319 102-1, clauses 5.3 to
 * 5.6): document time stamps from the newest to the oldest, each proving what lies before it, then the signatures. The
 * file is as good as the worst of them.
 */
export function verifyPdf(bytes: Uint8Array, options: VerificationOptions): PdfVerification {
  try {
    return verifyFile(bytes, policyFrom(options));
  } catch (error) {
    const found = isSigningFault(error) ? unreadFailure(error.code) : undefined;
    if (found === undefined) throw error;
    return nothing(found);
  }
}

function verifyFile(bytes: Uint8Array, policy: Policy): PdfVerification {
  const { reader, located } = openSigned(bytes);
  const surroundings = openSurroundings(bytes, reader);
  const seals = located.filter((signature) => !isTimeStamp(signature));
  if (seals.length === 0) return nothing(failure('FORMAT_FAILURE', 'NO_SIGNATURE'));
  const proofs: Proof[] = [];
  const grounds: Grounds = {
    policy,
    evidence: evidenceOf(reader, policy.more),
    provenSince: (offset) => earliest(proofs, offset, policy),
  };
  const timeStamps = newestFirst(located.filter(isTimeStamp)).map((signature) => {
    const report = judgeDocumentStamp(signature, surroundings, grounds);
    const { range } = signature;
    if (range && report.indication === 'TOTAL-PASSED' && report.at) {
      proofs.push({ end: range.end, at: new Date(report.at) });
    }
    return report;
  });
  const given = { grounds, surroundings, archived: archivedEvidence(reader, proofs) };
  const signatures = seals.map((signature) => judgeSeal(signature, given));
  const level = leastOf(signatures.map((signature) => signature.level));
  return { ...worstOf([...signatures, ...timeStamps]), level, signatures, timeStamps };
}

/** A document time stamp proves everything up to its end. */
type Proof = { readonly end: number; readonly at: Date };

function earliest(proofs: readonly Proof[], offset: number | undefined, { at }: Policy): Date {
  const covering = proofs.filter(({ end }) => offset !== undefined && end > offset);
  return covering.reduce((found, proof) => (proof.at < found ? proof.at : found), at);
}

function newestFirst(stamps: readonly LocatedSignature[]): readonly LocatedSignature[] {
  return stamps.toSorted((one, other) => (other.range?.end ?? 0) - (one.range?.end ?? 0));
}

function judgeDocumentStamp(
  { range, contents }: LocatedSignature,
  surroundings: Surroundings,
  grounds: Grounds,
): StampReport {
  if (!range) return verdictOf(failure('FORMAT_FAILURE', 'BYTE_RANGE_ODD'));
  const stamped = stampedOf(range.before, range.after);
  const report = judgeStamp(contents, { stamped, provenAt: grounds.provenSince(range.end) }, grounds);
  return report.indication === 'TOTAL-PASSED' ? { ...report, ...verdictOf(surroundings(range.end)) } : report;
}

/** What the newest document time stamp covers of the validation data. */
function archivedEvidence(reader: PdfReader, [newest]: readonly Proof[]): Evidence | undefined {
  const revision = reader.revisions.findIndex(({ end }) => end === newest?.end);
  if (revision < 0) return undefined;
  const evidence = evidenceOf(reader.asOf(revision + 1), undefined);
  return evidence.isStored ? evidence : undefined;
}

type Given = {
  readonly grounds: Grounds;
  readonly surroundings: Surroundings;
  readonly archived: Evidence | undefined;
};

function judgeSeal(signature: LocatedSignature, { grounds, surroundings, archived }: Given): SignatureReport {
  const { range, contents, claimedAt } = signature;
  const claim = claimedAt ? { claimedAt: claimedAt.toISOString() } : {};
  const cms = readSignedData(contents);
  const signed = cms && range && signedOf(cms, [range.before, range.after], grounds.evidence.certificates);
  const coversWholeFile = range?.coversWholeFile ?? false;
  if (!signed || !range) {
    const verdict = range ? unreadCms(contents) : verdictOf(failure('FORMAT_FAILURE', 'BYTE_RANGE_ODD'));
    return { ...verdict, level: 'NONE', timeStamps: [], coversWholeFile, ...claim };
  }
  const isBaseline = isPdfBaseline(signature, signed.cms);
  const shape = { isBaseline, needsOwnStamp: false, surroundings: surroundings(range.end) };
  const given = { signed, ...shape, claimedAt, end: range.end, archived };
  return { ...judgeSignature(given, grounds), coversWholeFile, ...claim };
}

function nothing(found: Failure): PdfVerification {
  return { ...unjudged(found), signatures: [], timeStamps: [] };
}

function unjudged(found: Failure) {
  return { ...verdictOf(found), level: 'NONE' as const, timeStamps: [] };
}

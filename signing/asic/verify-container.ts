import { stampedOf } from '../timestamp/token.ts';
import { isRetired } from '../verify/certificate-failure.ts';
import type { Grounds } from '../verify/certificate-failure.ts';
import { failure, unread, verdictOf, worstOf } from '../verify/indication.ts';
import type { Failure, Reason, SubIndication, Verdict } from '../verify/indication.ts';
import { isDetachedBaseline, leastOf } from '../verify/level.ts';
import type { Level } from '../verify/level.ts';
import { policyFrom } from '../verify/policy.ts';
import type { Policy, VerificationOptions } from '../verify/policy.ts';
import { judgeSignature } from '../verify/signature-report.ts';
import type { SignatureReport } from '../verify/signature-report.ts';
import { signedOf } from '../verify/signed.ts';
import { unreadCms } from '../verify/signed-data.ts';
import { judgeStamp } from '../verify/stamp-report.ts';
import type { StampReport } from '../verify/stamp-report.ts';
import { entryNamed, openContainer } from './container.ts';
import type { Container, Signing } from './container.ts';
import { containerEvidence, placeOf } from './container-evidence.ts';
import { coverageOf, digesting, uncoveredFailure } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import type { ContainedFile } from './make-container.ts';
import type { Entry } from './write-zip.ts';

export type ContainerSignature = SignatureReport & {
  /** The file that it lies in. */
  readonly file: string;
  /** The moment that the signer claims; no proof. */
  readonly claimedAt?: string;
};

/** The whole container's verdict, the least level of its signatures, what was found of each, and what they are over. */
export type ContainerVerification = Verdict & {
  readonly level: Level;
  readonly signatures: readonly ContainerSignature[];
  /** Archive time stamps, the newest first. */
  readonly timeStamps: readonly StampReport[];
  /** Files that every signature covers; none where the container is certainly not what was signed. */
  readonly files: readonly ContainedFile[];
};

/**
 * Verifies an ASiC-E container with CAdES offline, by nothing but itself, the trusted certificates and the moment (EN 319 102-1,
 * clauses 5.3 to 5.6): archive time stamps from the newest to the oldest, each proving what it is over, then every
 * signature. The container is as good as the worst of them.
 */
export function verifyContainer(file: Uint8Array, options: VerificationOptions): ContainerVerification {
  const container = openContainer(file);
  if ('refused' in container) return nothing(container.refused);
  if (container.signings.length === 0)
    return nothing(container.entries.some(isForeignSignature) ? 'SIGNATURE_KIND_UNREAD' : 'NO_SIGNATURE');
  const policy = policyFrom(options);
  const proofs: Proof[] = [];
  const grounds: Grounds = {
    policy,
    evidence: containerEvidence(container, () => true, policy.more),
    provenSince: (place) => earliest(container, proofs, { place, policy }),
  };
  const digests = digesting();
  const timeStamps = container.archives.map((archive) => {
    const coverage = coverageOf(container, archive, digests);
    const { report, proof } = judgeArchive(container, { ...archive, coverage }, grounds);
    if (proof) proofs.push(proof);
    return report;
  });
  const signings = container.signings.map((signing) => ({
    ...signing,
    coverage: coverageOf(container, signing, digests),
  }));
  const signatures = signings.map((signing) =>
    judgeSigning(container, signing, { grounds, newest: proofs[0] }),
  );
  const verdict = worstOf([...signatures, ...timeStamps]);
  const level = leastOf(signatures.map((signature) => signature.level));
  const files = verdict.indication === 'TOTAL-FAILED' ? [] : filesOf(container, signings);
  return { ...verdict, level, signatures, timeStamps, files };
}

type Covering = Signing & { readonly coverage: Coverage };

/** An archive time stamp proves every file whose digest its manifest has right. */
type Proof = { readonly covered: ReadonlySet<string>; readonly at: Date };

function earliest(
  container: Container,
  proofs: readonly Proof[],
  { place, policy }: { readonly place: number | undefined; readonly policy: Policy },
): Date {
  const { name } = (place === undefined ? undefined : container.entries[place]) ?? {};
  const covering = proofs.filter(({ covered }) => name !== undefined && covered.has(name));
  return covering.reduce((found, proof) => (proof.at < found ? proof.at : found), policy.at);
}

function judgeArchive(
  container: Container,
  archive: Covering,
  grounds: Grounds,
): { readonly report: StampReport; readonly proof?: Proof } {
  const name = archive.manifest.signature;
  const stamped = stampedOf(archive.bytes);
  const token = entryNamed(container, name);
  const provenAt = grounds.provenSince(placeOf(container, name));
  const judged =
    token && container.signed.has(name)
      ? judgeStamp(token.bytes, { stamped, provenAt }, grounds)
      : verdictOf(failure('FORMAT_FAILURE', 'STAMP_UNREADABLE'));
  const { covered, failed } = archive.coverage;
  const found = failed ?? retirementFailure(archive, provenAt, grounds);
  const report = withFailure<StampReport>(judged, found);
  const isProof = report.indication === 'TOTAL-PASSED' && report.at;
  return isProof ? { report, proof: { covered, at: new Date(report.at) } } : { report };
}

function judgeSigning(
  container: Container,
  signing: Covering,
  { grounds, newest }: { readonly grounds: Grounds; readonly newest: Proof | undefined },
): ContainerSignature {
  const file = signing.manifest.signature;
  const cms = container.signed.get(file);
  const signed = cms && signedOf(cms, [signing.bytes], grounds.evidence.certificates);
  if (!signed) {
    const bytes = entryNamed(container, file)?.bytes ?? new Uint8Array();
    return { ...unreadCms(bytes), level: 'NONE', timeStamps: [], file };
  }
  const claimedAt = signed.cms.signingTime;
  const given = {
    signed,
    isBaseline: isDetachedBaseline(signed.cms),
    needsOwnStamp: true,
    claimedAt,
    end: placeOf(container, file),
    archived: archivedEvidence(container, signing, newest),
  };
  const judged = judgeSignature(given, grounds);
  const { provenAt = grounds.policy.at } = judged;
  const found =
    uncoveredFailure(container, signing.coverage) ?? retirementFailure(signing, new Date(provenAt), grounds);
  const claim = claimedAt ? { claimedAt: claimedAt.toISOString() } : {};
  return { ...withFailure<SignatureReport>(judged, found), file, ...claim };
}

/** The validation data under the newest archive time stamp, if that is over all that this signature is about. */
function archivedEvidence(container: Container, signing: Signing, newest: Proof | undefined) {
  const { name, manifest } = signing;
  const all = [name, manifest.signature, ...manifest.references.map((reference) => reference.name)];
  if (!newest || !all.every((one) => newest.covered.has(one))) return undefined;
  const evidence = containerEvidence(container, (one) => newest.covered.has(one), undefined);
  return evidence.isStored ? evidence : undefined;
}

/** Digests in a manifest age like those of signatures. */
function retirementFailure({ manifest }: Signing, provenAt: Date, { policy }: Grounds): Failure | undefined {
  const digests = manifest.references.map(({ algorithm = '' }) => algorithm);
  return isRetired(digests, provenAt, policy.retired)
    ? failure('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'ALGORITHM_RETIRED')
    : undefined;
}

/** The worse of the two; of equal ones the report's own, which is the cause. */
function withFailure<Report extends Verdict>(report: Report, found: Failure | undefined): Report {
  return { ...report, ...worstOf([report, verdictOf(found)]) };
}

function filesOf({ content }: Container, signings: readonly Covering[]): readonly ContainedFile[] {
  return content
    .filter(({ name }) => signings.every(({ coverage }) => coverage.covered.has(name)))
    .map(({ name, bytes }) => ({ name, mediaType: mediaTypeIn(signings, name), bytes }));
}

/** As the first signature says; where none says anything, it is just bytes (RFC 2046, 4.5.1). */
function mediaTypeIn(signings: readonly Signing[], wanted: string): string {
  const references = signings.flatMap(({ manifest }) => manifest.references);
  const said = references.find(({ name, mediaType }) => name === wanted && mediaType !== undefined);
  return said?.mediaType ?? 'application/octet-stream';
}

function nothing(reason: Reason): ContainerVerification {
  return { ...unreadable(reason), signatures: [], files: [] };
}

function unreadable(reason: Reason) {
  const kind = KINDS[reason];
  const verdict = kind === undefined ? unread(reason) : verdictOf(failure(kind, reason));
  return { ...verdict, level: 'NONE' as const, timeStamps: [] };
}

/** What may lie elsewhere or be lost, or cannot be in any container; of all else others may read more than we do. */
const KINDS: Readonly<Partial<Record<Reason, SubIndication>>> = {
  FILE_MISSING: 'SIGNED_DATA_NOT_FOUND',
  MANIFEST_MISSING: 'SIGNED_DATA_NOT_FOUND',
  NO_SIGNATURE: 'FORMAT_FAILURE',
};

/** XAdES in ASiC-E and ASiC-S (EN 319 162-1, 4.3 and 4.4.3). */
function isForeignSignature({ name }: Entry): boolean {
  return /^META-INF\/[^/]*signatures[^/]*\.xml$/i.test(name);
}

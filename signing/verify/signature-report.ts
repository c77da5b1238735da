import { stampedOf } from '../timestamp/token.ts';
import type { Grounds } from './certificate-failure.ts';
import { isOdd } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { failure, verdictOf } from './indication.ts';
import type { Failure, Verdict } from './indication.ts';
import { isAtLeast, levelOf } from './level.ts';
import type { Level } from './level.ts';
import { trustFailure } from './signature-failure.ts';
import { cryptographicFailure } from './signed.ts';
import type { Signed } from './signed.ts';
import { judgeStamp } from './stamp-report.ts';
import type { StampReport } from './stamp-report.ts';

export type SignatureReport = Verdict & {
  readonly level: Level;
  /** Distinguished name of the certificate that the signature is bound to. */
  readonly signer?: string;
  /** The moment before which the signature is proven to have been made. */
  readonly provenAt?: string;
  /** Time stamps on the signature. */
  readonly timeStamps: readonly StampReport[];
};

export type Judgeable = {
  readonly signed: Signed;
  readonly isBaseline: boolean;
  /** CAdES counts time stamps on the signature alone (EN 319 122-1, table 1); in a PDF one on the document will do. */
  readonly needsOwnStamp: boolean;
  /** What speaks against the bytes around it. */
  readonly surroundings?: Failure | undefined;
  readonly claimedAt: Date | undefined;
  /** Where in the file what it covers ends; undefined outside of files. */
  readonly end: number | undefined;
  /** The validation data that a document time stamp covers. */
  readonly archived: Evidence | undefined;
};

/**
 * Signature with time and with archival data (EN 319 102-1, clauses 5.5 and 5.6). A time stamp of the signature that does
 * not pass spoils it, even if the rest would do: somebody has altered it, or it never was one.
 */
export function judgeSignature(given: Judgeable, grounds: Grounds): SignatureReport {
  const { failed, timeStamps, provenAt } = judge(given, grounds);
  const { archived } = given;
  const level = levelOf({
    isBaseline: given.isBaseline,
    isStamped: given.needsOwnStamp ? timeStamps.some(hasPassed) : provenAt !== undefined,
    isProvable: grounds.evidence.isStored && !LACKING.has(failed?.subIndication ?? ''),
    isArchived:
      archived !== undefined && judge(given, { ...grounds, evidence: archived }).failed === undefined,
  });
  const { demand } = grounds.policy;
  const isTooLow = demand !== undefined && !isAtLeast(level, demand);
  const verdict = verdictOf(
    failed ?? (isTooLow ? failure('SIG_CONSTRAINTS_FAILURE', 'LEVEL_NOT_REACHED') : undefined),
  );
  const { signer } = given.signed;
  return {
    ...verdict,
    level,
    ...(signer ? { signer: signer.x509.subject.replaceAll('\n', ', ') } : {}),
    ...(provenAt ? { provenAt: provenAt.toISOString() } : {}),
    timeStamps,
  };
}

/** Sub-indications that say that validation data is not there. */
const LACKING: ReadonlySet<string> = new Set(['TRY_LATER', 'NO_POE']);

type Judgement = {
  readonly failed: Failure | undefined;
  readonly timeStamps: readonly StampReport[];
  readonly provenAt: Date | undefined;
};

function judge(given: Judgeable, grounds: Grounds): Judgement {
  const { signed, end, claimedAt } = given;
  const { at } = grounds.policy;
  const covered = end === undefined ? at : grounds.provenSince(end);
  const stamped = stampedOf(signed.cms.signature);
  const timeStamps = signed.cms.timeStamps.map((token) =>
    judgeStamp(token, { stamped, provenAt: covered }, grounds),
  );
  const proofs = timeStamps.filter(hasPassed).map(momentOf);
  const proven = [covered, ...proofs].reduce((one, other) => (other < one ? other : one));
  const failed =
    cryptographicFailure(signed) ??
    hardest([
      given.surroundings,
      ...timeStamps.flatMap(failureIn),
      trustFailure(signed, { claimedAt, provenAt: proven }, grounds),
      formFailure(given, grounds),
    ]);
  return { failed, timeStamps, provenAt: proven < at || proofs.length > 0 ? proven : undefined };
}

/** What is certain before what is doubtful, else the first: it is mostly the cause of the others. */
function hardest(found: readonly (Failure | undefined)[]): Failure | undefined {
  const failures = found.filter((one) => one !== undefined);
  return failures.find((one) => verdictOf(one).indication === 'TOTAL-FAILED') ?? failures[0];
}

function hasPassed({ indication }: StampReport): boolean {
  return indication === 'TOTAL-PASSED';
}

function momentOf({ at = '' }: StampReport): Date {
  return new Date(at);
}

function failureIn({ subIndication, reason }: StampReport): readonly Failure[] {
  return subIndication && reason ? [{ subIndication, reason }] : [];
}

function formFailure({ signed, isBaseline }: Judgeable, { evidence, policy }: Grounds): Failure | undefined {
  if (!isBaseline) return failure('SIG_CONSTRAINTS_FAILURE', 'NOT_BASELINE');
  return isOdd(evidence, [...signed.certificates, ...policy.trust])
    ? failure('SIG_CONSTRAINTS_FAILURE', 'VALIDATION_DATA_ODD')
    : undefined;
}

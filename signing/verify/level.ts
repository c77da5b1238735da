import { OID } from '../asn1/oids.ts';
import type { SealLevel } from '../seal/seal-report.ts';
import type { LocatedSignature } from './locate.ts';
import type { SignedData } from './signed-data.ts';

/** What a signature reaches; NONE where it is not even a baseline signature. */
export type Level = 'NONE' | SealLevel;

const REQUIRED: readonly string[] = [OID.contentType, OID.messageDigest, OID.signingCertificateV2];
const ORDER: readonly Level[] = ['NONE', 'B-B', 'B-T', 'B-LT', 'B-LTA'];

/** Table 1 of EN 319 142-1, clause 6.3: what must be there, and that signing-time must not. */
export function isPdfBaseline(signature: LocatedSignature, cms: SignedData): boolean {
  return (
    signature.subFilter === '/ETSI.CAdES.detached' &&
    signature.claimedAt !== undefined &&
    isBaseline(cms) &&
    !cms.attributeTypes.includes(OID.signingTime)
  );
}

/** Table 1 of EN 319 122-1, clause 6.3: apart from a PDF signing-time must be there. */
export function isDetachedBaseline(cms: SignedData): boolean {
  return isBaseline(cms) && cms.signingTime !== undefined;
}

function isBaseline(cms: SignedData): boolean {
  const isComplete = REQUIRED.every(
    (type) => cms.attributeTypes.filter((found) => found === type).length === 1,
  );
  return cms.contentType === OID.data && isComplete && !cms.hasOtherAttributes;
}

/** What lifts a baseline signature, each only on top of the one before (EN 319 142-1, clause 6.2). */
export type Lifts = {
  readonly isBaseline: boolean;
  readonly isStamped: boolean;
  readonly isProvable: boolean;
  readonly isArchived: boolean;
};

export function levelOf({ isBaseline: isLevelB, isStamped, isProvable, isArchived }: Lifts): Level {
  const steps = [isLevelB, isStamped, isProvable, isArchived];
  const missing = steps.indexOf(false);
  return ORDER[missing < 0 ? steps.length : missing] ?? 'NONE';
}

export function isAtLeast(level: Level, demanded: Level): boolean {
  return ORDER.indexOf(level) >= ORDER.indexOf(demanded);
}

/** What consists of several signatures reaches what the least of them reaches. */
export function leastOf(levels: readonly Level[]): Level {
  return levels.find((level) => levels.every((other) => isAtLeast(other, level))) ?? 'NONE';
}

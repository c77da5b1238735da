import { OID } from '../asn1/oids.ts';
import type { LocatedSignature } from './locate.ts';
import type { SignedData } from './signed-data.ts';

/** B-B is recognised; whatever has more than that, such as a time stamp, is not judged yet and called unknown. */
export type Level = 'NONE' | 'B-B' | 'UNKNOWN';

const REQUIRED: readonly string[] = [OID.contentType, OID.messageDigest, OID.signingCertificateV2];

/** Table 1 of EN 319 142-1, clause 6.3: what must be there, and that signing-time must not. */
export function levelOf(signature: LocatedSignature, cms: SignedData): Level {
  const isComplete = REQUIRED.every(
    (type) => cms.attributeTypes.filter((found) => found === type).length === 1,
  );
  const isBaseline =
    signature.subFilter === '/ETSI.CAdES.detached' &&
    signature.claimedAt !== undefined &&
    cms.contentType === OID.data &&
    isComplete &&
    !cms.attributeTypes.includes(OID.signingTime);
  if (!isBaseline) return 'NONE';
  return cms.hasUnsignedAttributes ? 'UNKNOWN' : 'B-B';
}

import { createHash } from 'node:crypto';
import { OID } from '../asn1/oids.ts';
import { readTime } from '../asn1/time.ts';
import { oidOf, readDer } from '../asn1/tree.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { readable } from '../fault.ts';
import { DIGESTS } from '../verify/algorithms.ts';
import { failure } from '../verify/indication.ts';
import type { Failure } from '../verify/indication.ts';
import { signedOf, cryptographicFailure } from '../verify/signed.ts';
import type { Signed } from '../verify/signed.ts';
import { readSignedData } from '../verify/signed-data.ts';

/** A time stamp token (RFC 3161, 2.4.2). */
export type TimeStamp = {
  readonly signed: Signed;
  readonly policy: string;
  readonly imprint: { readonly algorithm: string; readonly digest: Uint8Array };
  readonly at: Date;
  /** INTEGER, DER as received. */
  readonly nonce: Uint8Array | undefined;
};

const INTEGER = 0x02;

/** Undefined where the bytes are no token; its certificate may be one of those `known`. */
export function readTimeStamp(token: Uint8Array, known: readonly Certificate[] = []): TimeStamp | undefined {
  const cms = readSignedData(token, 'enclosed');
  if (cms?.enclosed === undefined || cms.enclosedType !== OID.timeStampInfo) return undefined;
  const signed = cms.contentType === OID.timeStampInfo ? signedOf(cms, [cms.enclosed], known) : undefined;
  const { enclosed } = cms;
  // Of content that is no TSTInfo the caller says FORMAT_FAILURE.
  return signed && readable(() => fromInfo(signed, enclosed));
}

function fromInfo(signed: Signed, content: Uint8Array): TimeStamp | undefined {
  const [version, policy, imprint, serial, time, ...rest] = readDer(content).children;
  const at = readTime(time);
  const digest = imprint?.children[1];
  if (version?.content[0] !== 1 || serial?.tag !== INTEGER || !at || digest?.tag !== 0x04) return undefined;
  return {
    signed,
    policy: oidOf(policy),
    imprint: { algorithm: oidOf(imprint?.children[0]?.children[0]), digest: digest.content },
    at,
    nonce: rest.find(({ tag }) => tag === INTEGER)?.encoding,
  };
}

/** The digest of what is stamped, by the name that node:crypto has for the algorithm. */
export type Stamped = (algorithm: string) => Buffer;

/** Everything that a token must be in itself and towards what it stamps, whoever made it (EN 319 102-1, clause 5.4). */
export function timeStampFailure(stamp: TimeStamp, stamped: Stamped): Failure | undefined {
  return imprintFailure(stamp, stamped) ?? cryptographicFailure(stamp.signed) ?? usageFailure(stamp);
}

export function stampedOf(...pieces: readonly Uint8Array[]): Stamped {
  return (algorithm) => {
    const digest = createHash(algorithm);
    for (const piece of pieces) digest.update(piece);
    return digest.digest();
  };
}

function imprintFailure({ imprint }: TimeStamp, stamped: Stamped): Failure | undefined {
  const algorithm = DIGESTS[imprint.algorithm];
  if (algorithm === undefined) return failure('CRYPTO_CONSTRAINTS_FAILURE', 'ALGORITHM_NOT_ACCEPTED');
  const isSame = stamped(algorithm).equals(imprint.digest);
  return isSame ? undefined : failure('HASH_FAILURE', 'IMPRINT_DIFFERS');
}

/** Time stamping critical and alone (RFC 3161, 2.3), a key for signatures, and made while the certificate was valid. */
function usageFailure({ signed: { signer }, at }: TimeStamp): Failure | undefined {
  const isCritical = signer?.extensions.get(OID.extendedKeyUsage)?.isCritical === true;
  const purposes = signer?.extendedKeyUsage ?? [];
  const isForStamps = isCritical && purposes.length === 1 && purposes[0] === OID.timeStamping;
  const isForSignatures =
    signer?.keyUsage?.some((use) => use === 'digitalSignature' || use === 'nonRepudiation') ?? true;
  if (!signer || !isForStamps || !isForSignatures) {
    return failure('CHAIN_CONSTRAINTS_FAILURE', 'STAMP_USAGE_DIFFERS');
  }
  if (at < signer.notBefore) return failure('NOT_YET_VALID', 'CLAIMED_TIME_OUTSIDE_VALIDITY');
  return at > signer.notAfter ? failure('EXPIRED', 'CLAIMED_TIME_OUTSIDE_VALIDITY') : undefined;
}

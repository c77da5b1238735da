import { createHash, verify } from 'node:crypto';
import type { KeyAlgorithm } from '../asn1/algorithms.ts';
import { readCertificate } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { integer, sequence } from '../asn1/der.ts';
import { signingFault } from '../fault.ts';
import { issuersOf } from './issuers.ts';
import { CK, loadPkcs11, openSession, unavailable } from './pkcs11.ts';
import type { KeyPlace, Pkcs11, Session } from './pkcs11.ts';
import type { Seal } from './seal.ts';

export type Pkcs11Source = KeyPlace & {
  /** Path of the library that the token's maker provides. */
  readonly module: string;
  /** The key's certificate and its issuers, DER, in any order: tokens seldom hold them all. */
  readonly certificates: readonly Uint8Array[];
};

const ALGORITHMS: Readonly<Record<number, KeyAlgorithm>> = { [CK.CKK_RSA]: 'rsa', [CK.CKK_EC]: 'ecdsa' };
/** RSA with 8192 bits signs in one kilobyte. */
const LONGEST_SIGNATURE = 1024;

/**
 * Opens a seal whose key never leaves its token (PKCS #11). A trial signature finds the key's certificate and proves that
 * they belong together. A session that got lost is opened anew, once.
 */
export async function openSealPkcs11(source: Pkcs11Source): Promise<Seal> {
  const library = await loadPkcs11(source.module);
  const first = openSession(library, source);
  const algorithm = ALGORITHMS[first.keyType];
  if (algorithm === undefined) {
    throw signingFault('SEAL_KEY_UNSUPPORTED', `keys of PKCS #11 type ${first.keyType} cannot seal`);
  }
  const sign = oneByOne(first, { library, algorithm, reopen: () => openSession(library, source) });
  const certificates = source.certificates.map(readCertificate);
  const trial = Buffer.from('trial');
  const signature = await sign(trial);
  const certificate = certificates.find((candidate) => isBy(candidate, trial, signature));
  if (certificate === undefined) {
    throw signingFault('SEAL_INCONSISTENT', 'no certificate belongs to the key of the token');
  }
  const chain = issuersOf(certificate, certificates).map(({ raw }) => raw);
  return { certificate: certificate.raw, chain, algorithm, sign };
}

type Token = {
  readonly library: Pkcs11;
  readonly algorithm: KeyAlgorithm;
  readonly reopen: () => Session;
};

/** A session signs one thing at a time: the next waits for the one before, whether that succeeded or not. */
function oneByOne(first: Session, token: Token): Seal['sign'] {
  let session = first;
  let last: Promise<unknown> = Promise.resolve();
  async function signNow(bytes: Uint8Array): Promise<Uint8Array> {
    try {
      return await signOnce(bytes, session, token);
    } catch {
      // The token was restarted or pulled out and put back: its handles are gone, its key is not.
      session = token.reopen();
      return signOnce(bytes, session, token).catch((error: unknown) => {
        throw unavailable('the token does not sign', error);
      });
    }
  }
  return (bytes) => {
    const signed = last.then(() => signNow(bytes));
    last = signed.catch(() => undefined);
    return signed;
  };
}

/** RSASSA-PKCS1-v1_5 hashes in the token; for ECDSA the digest is ours, for many tokens know no other way. */
async function signOnce(bytes: Uint8Array, session: Session, token: Token): Promise<Uint8Array> {
  const { library, algorithm } = token;
  const isRsa = algorithm === 'rsa';
  library.C_SignInit(
    session.handle,
    { mechanism: isRsa ? CK.CKM_SHA256_RSA_PKCS : CK.CKM_ECDSA },
    session.key,
  );
  const input = isRsa ? Buffer.from(bytes) : createHash('sha256').update(bytes).digest();
  const signature = await library.C_SignAsync(session.handle, input, Buffer.alloc(LONGEST_SIGNATURE));
  return isRsa ? signature : derSignature(signature);
}

/** PKCS #11 gives r and s one after the other, CMS wants them as a sequence (RFC 5753, 7.2). */
export function derSignature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}

function isBy({ x509 }: Certificate, bytes: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', bytes, x509.publicKey, signature);
}

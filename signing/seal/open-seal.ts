import { sign } from 'node:crypto';
import type { KeyObject, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm } from '../asn1/algorithms.ts';
import { signingFault } from '../fault.ts';
import { readPkcs12 } from './pkcs12.ts';
import type { Seal } from './seal.ts';

const signAsync = promisify(sign);

const ALGORITHMS: Readonly<Record<string, KeyAlgorithm>> = { rsa: 'rsa', ec: 'ecdsa' };

/** Opens the hub's seal: finds the key's certificate and its issuers, and proves that they belong together. */
export async function openSeal(source: {
  readonly p12: Uint8Array;
  readonly passphrase: string;
}): Promise<Seal> {
  const { key, certificates } = readPkcs12(source.p12, source.passphrase);
  const algorithm = ALGORITHMS[key.asymmetricKeyType ?? ''];
  if (algorithm === undefined) {
    throw signingFault('SEAL_KEY_UNSUPPORTED', `keys of type ${key.asymmetricKeyType} cannot seal`);
  }
  const certificate = certificates.find((candidate) => candidate.checkPrivateKey(key));
  if (certificate === undefined) {
    throw signingFault('SEAL_INCONSISTENT', 'no certificate belongs to the private key');
  }
  return {
    certificate: certificate.raw,
    chain: issuersOf(certificate, certificates).map(({ raw }) => raw),
    algorithm,
    sign: (bytes) => signWith(key, bytes),
  };
}

/** In libuv's pool: even the 0.3 ms of RSA do not hold up the event loop. */
async function signWith(key: KeyObject, bytes: Uint8Array): Promise<Uint8Array> {
  return signAsync('sha256', bytes, { key, dsaEncoding: 'der' });
}

/** Upwards from the certificate; a root ends the way, and so does an issuer that the file lacks. */
function issuersOf(
  certificate: X509Certificate,
  all: readonly X509Certificate[],
): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let child = certificate;
  while (chain.length < all.length) {
    const subject = child;
    const issuer = all.find((candidate) => candidate !== subject && isIssuedBy(subject, candidate));
    if (issuer === undefined || chain.includes(issuer)) break;
    chain.push(issuer);
    child = issuer;
  }
  return chain;
}

function isIssuedBy(subject: X509Certificate, issuer: X509Certificate): boolean {
  return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

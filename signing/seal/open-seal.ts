import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm } from '../asn1/algorithms.ts';
import { readCertificate } from '../asn1/certificate.ts';
import { signingFault } from '../fault.ts';
import { issuersOf } from './issuers.ts';
import { readPkcs12 } from './pkcs12.ts';
import type { Seal } from './seal.ts';

const signAsync = promisify(sign);

const ALGORITHMS: Readonly<Record<string, KeyAlgorithm>> = { rsa: 'rsa', ec: 'ecdsa' };

export type Pkcs12Source = { readonly p12: Uint8Array; readonly passphrase: string };

/** Opens the hub's seal: finds the key's certificate and its issuers, and proves that they belong together. */
export async function openSeal(source: Pkcs12Source): Promise<Seal> {
  const opened = readPkcs12(source.p12, source.passphrase);
  const algorithm = ALGORITHMS[opened.key.asymmetricKeyType ?? ''];
  if (algorithm === undefined) {
    throw signingFault('SEAL_KEY_UNSUPPORTED', `keys of type ${opened.key.asymmetricKeyType} cannot seal`);
  }
  const certificates = opened.certificates.map(({ raw }) => readCertificate(raw));
  const certificate = certificates.find(({ x509 }) => x509.checkPrivateKey(opened.key));
  if (certificate === undefined) {
    throw signingFault('SEAL_INCONSISTENT', 'no certificate belongs to the private key');
  }
  return {
    certificate: certificate.raw,
    chain: issuersOf(certificate, certificates).map(({ raw }) => raw),
    algorithm,
    sign: (bytes) => signWith(opened.key, bytes),
  };
}

/** In libuv's pool: even the 0.3 ms of RSA do not hold up the event loop. */
async function signWith(key: KeyObject, bytes: Uint8Array): Promise<Uint8Array> {
  return signAsync('sha256', bytes, { key, dsaEncoding: 'der' });
}

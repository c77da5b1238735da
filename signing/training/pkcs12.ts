import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { context, integer, octets, oid, sequence, setOf } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';

const ITERATIONS = 2048;
/** Block of SHA-256 in bytes, the `v` of RFC 7292, appendix B.2. */
const BLOCK = 64;
/** Purpose of the derived key: integrity (RFC 7292, appendix B.3). */
const FOR_MAC = 3;

export type Pkcs12Contents = { readonly key: KeyObject; readonly certificates: readonly Uint8Array[] };

/** A PKCS #12 file as OpenSSL 3 makes it (RFC 7292): AES-256 around the key, SHA-256 for integrity. */
export function writePkcs12({ key, certificates }: Pkcs12Contents, passphrase: string): Uint8Array {
  const safe = sequence(data(sequence(keyBag(key, passphrase), ...certificates.map(certificateBag))));
  return sequence(integer(3), data(safe), macOf(safe, passphrase));
}

/** The first certificate is the key's own; both carry the same local key id. */
function certificateBag(certificate: Uint8Array, index: number): Buffer {
  const value = sequence(oid(OID.x509Certificate), context(0, octets(certificate)));
  const attributes = index === 0 ? [localKeyId()] : [];
  return sequence(oid(OID.certificateBag), context(0, value), ...attributes);
}

function keyBag(key: KeyObject, passphrase: string): Buffer {
  const encrypted = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase });
  return sequence(oid(OID.shroudedKeyBag), context(0, encrypted), localKeyId());
}

function localKeyId(): Buffer {
  return setOf(sequence(oid(OID.localKeyId), setOf(octets(Buffer.from([1])))));
}

function data(content: Uint8Array): Buffer {
  return sequence(oid(OID.data), context(0, octets(content)));
}

function macOf(content: Uint8Array, passphrase: string): Buffer {
  const salt = randomBytes(16);
  const mac = createHmac('sha256', macKey(passphrase, salt)).update(content).digest();
  return sequence(sequence(sequence(oid(OID.sha256)), octets(mac)), octets(salt), integer(ITERATIONS));
}

/** Key derivation of RFC 7292, appendix B.2, for the one case in which a single round of SHA-256 gives enough bytes. */
function macKey(passphrase: string, salt: Uint8Array): Buffer {
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  let key: Buffer = Buffer.concat([Buffer.alloc(BLOCK, FOR_MAC), repeated(salt), repeated(password)]);
  for (let round = 0; round < ITERATIONS; round++) key = createHash('sha256').update(key).digest();
  return key;
}

function repeated(bytes: Uint8Array): Buffer {
  return Buffer.alloc(BLOCK * Math.ceil(bytes.length / BLOCK), bytes);
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { signingFault } from '../fault.ts';

export type Pkcs12 = { readonly key: KeyObject; readonly certificates: readonly X509Certificate[] };

type Bag = forge.pkcs12.Bag;
type Pfx = forge.pkcs12.Pkcs12Pfx;

/**
 * Opens a PKCS #12 file (RFC 7292) with modern and old encryption alike. node-forge decrypts and checks the integrity;
 * it knows no EC keys, but then hands out the plain PrivateKeyInfo, which node:crypto reads.
 */
export function readPkcs12(p12: Uint8Array, passphrase: string): Pkcs12 {
  const file = decrypt(p12, passphrase);
  const { pkcs8ShroudedKeyBag, keyBag, certBag } = forge.pki.oids;
  const keys = [pkcs8ShroudedKeyBag, keyBag].flatMap((bagType) => bagsOf(file, bagType));
  const [key] = keys.map(privateKeyOf);
  if (key === undefined) throw signingFault('SEAL_UNREADABLE', 'the PKCS #12 file has no private key');
  return { key, certificates: bagsOf(file, certBag).map(certificateOf) };
}

function decrypt(p12: Uint8Array, passphrase: string): Pfx {
  const found = opened(p12, passphrase, true) ?? opened(p12, utf8Octets(passphrase), false);
  // A wrong passphrase and a broken file look the same; node-forge's own words may repeat parts of the file.
  if (found === undefined) {
    throw signingFault('SEAL_UNREADABLE', 'the PKCS #12 file cannot be opened with this passphrase');
  }
  return found;
}

/**
 * node-forge takes one passphrase for two purposes: in UTF-16 for the MAC, and octet by octet for PBES2, where OpenSSL
 * takes UTF-8. Beyond ASCII both cannot be right at once, so the second attempt goes without the MAC; that the key belongs
 * to its certificate and this to its issuers is proved afterwards in any case.
 */
function opened(p12: Uint8Array, passphrase: string, withMac: boolean): Pfx | undefined {
  try {
    const file = forge.asn1.fromDer(Buffer.from(p12).toString('latin1'));
    if (!withMac && Array.isArray(file.value)) file.value.splice(2);
    return forge.pkcs12.pkcs12FromAsn1(file, passphrase);
  } catch {
    return undefined;
  }
}

function utf8Octets(passphrase: string): string {
  return Buffer.from(passphrase, 'utf8').toString('latin1');
}

function bagsOf(file: Pfx, bagType: string | undefined): readonly Bag[] {
  return bagType === undefined ? [] : (file.getBags({ bagType })[bagType] ?? []);
}

function privateKeyOf(bag: Bag): KeyObject {
  return bag.key
    ? createPrivateKey({ key: der(forge.pki.privateKeyToAsn1(bag.key)), format: 'der', type: 'pkcs1' })
    : createPrivateKey({ key: der(bag.asn1), format: 'der', type: 'pkcs8' });
}

function certificateOf(bag: Bag): X509Certificate {
  return new X509Certificate(der(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1));
}

function der(value: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(value).getBytes(), 'latin1');
}

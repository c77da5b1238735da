import type { KeyObject } from 'node:crypto';
import { OID } from '../asn1/oids.ts';

/** Digests that ETSI TS 119 312 accepts, by the names that node:crypto has for them; SHA-1 is not among them. */
export const DIGESTS: Readonly<Record<string, string>> = {
  [OID.sha256]: 'sha256',
  [OID.sha384]: 'sha384',
  [OID.sha512]: 'sha512',
};

/** Digests that only find something which a signature proves afterwards: certificates by reference, OCSP's CertID. */
export const FINDING_DIGESTS: Readonly<Record<string, string>> = { ...DIGESTS, [OID.sha1]: 'sha1' };

/** Signature algorithms with the kind of key and the digest that each goes with; none where the CMS names it apart. */
export const SIGNATURES: Readonly<Record<string, { readonly key: 'rsa' | 'ec'; readonly digest?: string }>> =
  {
    [OID.rsaEncryption]: { key: 'rsa' },
    [OID.sha256WithRsa]: { key: 'rsa', digest: 'sha256' },
    [OID.sha384WithRsa]: { key: 'rsa', digest: 'sha384' },
    [OID.sha512WithRsa]: { key: 'rsa', digest: 'sha512' },
    [OID.ecdsaWithSha256]: { key: 'ec', digest: 'sha256' },
    [OID.ecdsaWithSha384]: { key: 'ec', digest: 'sha384' },
    [OID.ecdsaWithSha512]: { key: 'ec', digest: 'sha512' },
  };

const SHORTEST_RSA = 2048;
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** Long enough, on a curve that is in use. */
export function isAcceptedKey(key: KeyObject): boolean {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  return key.asymmetricKeyType === 'rsa' ? modulusLength >= SHORTEST_RSA : CURVES.has(namedCurve);
}

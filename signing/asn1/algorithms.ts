import { nothing, oid, sequence } from './der.ts';
import { OID } from './oids.ts';

export type KeyAlgorithm = 'rsa' | 'ecdsa';

/** With SHA-256. RSA has NULL parameters, ECDSA none (RFC 5754, 3). */
export function signatureAlgorithm(algorithm: KeyAlgorithm): Buffer {
  return algorithm === 'rsa'
    ? sequence(oid(OID.sha256WithRsa), nothing())
    : sequence(oid(OID.ecdsaWithSha256));
}

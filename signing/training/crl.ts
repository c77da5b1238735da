import { sign } from 'node:crypto';
import { signatureAlgorithm } from '../asn1/algorithms.ts';
import { bits, context, integer, sequence, time } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import { algorithmOf, distinguishedName, keyIdentifier } from './certificate.ts';
import { authorityKeyIdentifier, extension } from './extensions.ts';
import type { Identity } from './pki.ts';

export type CrlSpecification = {
  readonly issuer: Identity;
  readonly revoked: readonly Identity[];
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
};

/** A complete CRL of version 2 (RFC 5280, 5.1); its number is its second, so it grows. */
export function issueCrl({ issuer, revoked, thisUpdate, nextUpdate }: CrlSpecification): Uint8Array {
  const algorithm = signatureAlgorithm(algorithmOf(issuer.key));
  const entries = revoked.map(({ serial, revokedAt = thisUpdate }) =>
    sequence(integer(serial), time(revokedAt)),
  );
  const number = Math.floor(thisUpdate.getTime() / 1000);
  const toBeSigned = sequence(
    integer(1),
    algorithm,
    distinguishedName(issuer.subject),
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    context(
      0,
      sequence(
        extension(OID.authorityKeyIdentifier, authorityKeyIdentifier(keyIdentifier(issuer.key))),
        extension(OID.crlNumber, integer(number)),
      ),
    ),
  );
  return sequence(toBeSigned, algorithm, bits(sign('sha256', toBeSigned, issuer.key)));
}

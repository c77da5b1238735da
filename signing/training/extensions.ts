import { bits, context, nothing, octets, oid, retagged, sequence, tagged, truth } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';

/** What a certificate may be used for; a new kind of certificate is a new row in `USAGES`. */
export type Usage = keyof typeof USAGES;

/** Addresses in a certificate: status by OCSP, status by CRL, the issuer's certificate. */
export type Access = { readonly ocsp?: string; readonly crl?: string; readonly issuer?: string };

type KeyIdentifiers = { readonly own: Uint8Array; readonly issuer: Uint8Array };

/** RFC 5280, 4.2.1.3: certificate and CRL signing; digital signature; that and non-repudiation; encipherment. */
const CERTIFY = bits(Buffer.from([0b0000_0110]), 1);
const SIGN = bits(Buffer.from([0b1000_0000]), 7);
const COMMIT = bits(Buffer.from([0b1100_0000]), 6);
const ENCIPHER = bits(Buffer.from([0b0010_0000]), 5);

const USAGES = {
  authority: [basicConstraints(true), keyUsage(CERTIFY)],
  seal: [basicConstraints(false), keyUsage(COMMIT)],
  /** For tests: a certificate that may not sign. */
  encryption: [basicConstraints(false), keyUsage(ENCIPHER)],
  /** Critical and alone, or no time stamp of it counts (RFC 3161, 2.3). */
  timeStamping: [basicConstraints(false), keyUsage(SIGN), extendedKeyUsage(OID.timeStamping, true)],
  /** Short of asking who watches the watchman: nobody has to check the responder itself (RFC 6960, 4.2.2.2.1). */
  ocspSigning: [
    basicConstraints(false),
    keyUsage(SIGN),
    extendedKeyUsage(OID.ocspSigning, false),
    extension(OID.ocspNoCheck, nothing()),
  ],
} as const;

/** The extensions of a certificate for its usage, with key identifiers and addresses (RFC 5280, 4.2). */
export function extensionsOf(
  { usage, access = {} }: { readonly usage: Usage; readonly access?: Access },
  keys: KeyIdentifiers,
): Buffer {
  return sequence(
    ...USAGES[usage],
    extension(OID.subjectKeyIdentifier, octets(keys.own)),
    extension(OID.authorityKeyIdentifier, authorityKeyIdentifier(keys.issuer)),
    ...informationAccess(access),
    ...(access.crl === undefined ? [] : [distributionPoint(access.crl)]),
  );
}

export function extension(type: string, value: Uint8Array, isCritical = false): Buffer {
  return sequence(oid(type), ...(isCritical ? [truth(true)] : []), octets(value));
}

export function authorityKeyIdentifier(identifier: Uint8Array): Buffer {
  return sequence(retagged(0x80, octets(identifier)));
}

function basicConstraints(isAuthority: boolean): Buffer {
  return extension(OID.basicConstraints, sequence(...(isAuthority ? [truth(true)] : [])), true);
}

function keyUsage(usage: Uint8Array): Buffer {
  return extension(OID.keyUsage, usage, true);
}

function extendedKeyUsage(purpose: string, isCritical: boolean): Buffer {
  return extension(OID.extendedKeyUsage, sequence(oid(purpose)), isCritical);
}

function informationAccess({ ocsp, issuer }: Access): readonly Buffer[] {
  const descriptions = [
    ...(ocsp === undefined ? [] : [sequence(oid(OID.ocspAccess), uri(ocsp))]),
    ...(issuer === undefined ? [] : [sequence(oid(OID.issuersAccess), uri(issuer))]),
  ];
  if (descriptions.length === 0) return [];
  return [extension(OID.authorityInformationAccess, sequence(...descriptions))];
}

function distributionPoint(url: string): Buffer {
  return extension(OID.crlDistributionPoints, sequence(sequence(context(0, context(0, uri(url))))));
}

/** GeneralName `[6]`. */
function uri(url: string): Buffer {
  return tagged(0x86, Buffer.from(url, 'latin1'));
}

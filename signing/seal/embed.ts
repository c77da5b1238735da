import { context, integer, oid, retagged, sequence, setOf } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import { oidOf, readWholeDer } from '../asn1/tree.ts';
import type { Der } from '../asn1/tree.ts';
import type { ValidationData } from '../revocation/validation-data.ts';

const CONTEXT_1 = 0xa1;

/**
 * Puts the data beside what a CMS signature or time stamp carries already (EN 319 122-1, table 1, level B-LT): nothing of
 * that is signed, so the signature stays what it is. CRLs as they are, OCSP responses as other revocation information
 * (RFC 5940), which asks for version 5 (RFC 5652, 5.1).
 */
export function embedValidationData(cms: Uint8Array, data: ValidationData): Uint8Array {
  const signedData = readWholeDer(cms).children[1]?.children[0];
  const [, digests, content, certificates, ...rest] = signedData?.children ?? [];
  const signers = rest.at(-1);
  if (!digests || !content || !certificates || !signers) throw new TypeError('no signature of ours');
  const present = rest.length > 1 ? rest[0] : undefined;
  const info = distinct([...encodingsIn(present), ...data.crls, ...data.ocsps.map(ocspInfo)]);
  const fields = [
    integer(versionOf(content, info)),
    digests.encoding,
    content.encoding,
    retagged(0xa0, setOf(...distinct([...encodingsIn(certificates), ...data.certificates]))),
    retagged(CONTEXT_1, setOf(...info)),
    signers.encoding,
  ];
  return sequence(oid(OID.signedData), context(0, sequence(...fields)));
}

/** Makes level B-T of B-B, for a signature that has no unsigned attributes yet (EN 319 122-1, 5.3). */
export function embedTimeStamp(cms: Uint8Array, token: Uint8Array): Uint8Array {
  const signedData = readWholeDer(cms).children[1]?.children[0];
  const fields = signedData?.children ?? [];
  const [signer, ...others] = fields.at(-1)?.children ?? [];
  if (!signer || others.length > 0 || signer.children.length !== 6) throw new TypeError('no bare signature');
  const unsigned = retagged(CONTEXT_1, setOf(sequence(oid(OID.signatureTimeStamp), setOf(token))));
  const stamped = sequence(...signer.children.map(({ encoding }) => encoding), unsigned);
  const kept = fields.slice(0, -1).map(({ encoding }) => encoding);
  return sequence(oid(OID.signedData), context(0, sequence(...kept, setOf(stamped))));
}

/** OtherRevocationInfoFormat `[1]` around the whole response. */
function ocspInfo(response: Uint8Array): Uint8Array {
  return context(1, oid(OID.ocspInSignature), response);
}

function versionOf(content: Der, info: readonly Uint8Array[]): number {
  if (info.some(([tag]) => tag === CONTEXT_1)) return 5;
  return oidOf(content.children[0]) === OID.data ? 1 : 3;
}

function encodingsIn(set: Der | undefined): readonly Uint8Array[] {
  return set?.children.map(({ encoding }) => encoding) ?? [];
}

function distinct(encodings: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(encodings.map((bytes) => [Buffer.from(bytes).toString('latin1'), bytes])).values()];
}

import { createHash } from 'node:crypto';
import { context, integer, octets, oid, retagged, sequence, setOf, time } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import type { TimeStamper } from '../timestamp/stamper.ts';
import type { Seal } from './seal.ts';
import { attribute, signerOf } from './signer.ts';

const VERSION_1 = integer(1);
const SHA256 = sequence(oid(OID.sha256));
const DIGESTS = setOf(SHA256);
const SIGNED_DATA = oid(OID.signedData);
/** Content that lies elsewhere. */
const DETACHED = sequence(oid(OID.data));

/** What is signed, by its SHA-256 digest, and what is said along with it. */
export type Statement = {
  readonly digest: Uint8Array;
  /** CAdES demands the claim of time here, PAdES keeps it in the dictionary's /M and forbids a second one. */
  readonly signingTime?: Date;
  /** With it the signature gets its time stamp, which makes level B-T of B-B. */
  readonly tsa?: TimeStamper | undefined;
};

/** Content that travels inside the signature: a time stamp's (RFC 3161, 2.4.2). */
export type Enclosed = { readonly type: string; readonly content: Uint8Array };

/** Detached CAdES signature, level B-B or B-T (EN 319 122-1, clause 6; EN 319 142-1, clause 6). */
export async function signDigest(statement: Statement, seal: Seal): Promise<Uint8Array> {
  const attributes = signedAttributes(OID.data, statement, seal);
  const signature = await seal.sign(attributes);
  const token = await statement.tsa?.stamp(createHash('sha256').update(signature).digest());
  const unsigned = token && retagged(0xa1, setOf(attribute(OID.signatureTimeStamp, token)));
  const signer = signerInfo(seal, attributes, { signature, unsigned });
  return contentInfo([VERSION_1, DIGESTS, DETACHED, signerOf(seal).certificates, setOf(signer)]);
}

/** A signature around its content, of version 3 as RFC 5652, 5.1 wants it for any content that is not plain data. */
export async function signEnclosed(enclosed: Enclosed, seal: Seal): Promise<Uint8Array> {
  const digest = createHash('sha256').update(enclosed.content).digest();
  const attributes = signedAttributes(enclosed.type, { digest }, seal);
  const signature = await seal.sign(attributes);
  const content = sequence(oid(enclosed.type), context(0, octets(enclosed.content)));
  const signer = signerInfo(seal, attributes, { signature });
  return contentInfo([integer(3), DIGESTS, content, signerOf(seal).certificates, setOf(signer)]);
}

function contentInfo(fields: readonly Uint8Array[]): Buffer {
  return sequence(SIGNED_DATA, context(0, sequence(...fields)));
}

/** Nothing beside what the baseline levels demand; sorted, for the signature is over their DER form. */
export function signedAttributes(type: string, { digest, signingTime }: Statement, seal: Seal): Buffer {
  return setOf(
    attribute(OID.contentType, oid(type)),
    attribute(OID.messageDigest, octets(digest)),
    signerOf(seal).signingCertificate,
    ...(signingTime ? [attribute(OID.signingTime, time(signingTime))] : []),
  );
}

function signerInfo(
  seal: Seal,
  attributes: Buffer,
  { signature, unsigned }: { readonly signature: Uint8Array; readonly unsigned?: Buffer | undefined },
): Buffer {
  const { identifier, algorithm } = signerOf(seal);
  return sequence(
    VERSION_1,
    identifier,
    SHA256,
    retagged(0xa0, attributes),
    algorithm,
    octets(signature),
    ...(unsigned ? [unsigned] : []),
  );
}

import { OID } from '../asn1/oids.ts';
import { readTime } from '../asn1/time.ts';
import { isIndefinite, oidOf, readWholeDer } from '../asn1/tree.ts';
import type { Der } from '../asn1/tree.ts';

/** A CMS signature apart from its content (RFC 5652, 5), as national systems make it: CAdES or plain. */
export type MessageSignature = {
  /** DER as received; none are needed. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: SignerName;
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  /** The signed attributes as the SET that the signature is over. */
  readonly attributes: Uint8Array;
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  readonly signingTime: Date | undefined;
  /** Digest of the certificate by the attribute of CAdES, which plain signatures do not have. */
  readonly reference: CertificateReference | undefined;
  readonly signature: Uint8Array;
};

/** Whom it names as its signer: issuer and serial number, or the subject key identifier. */
export type SignerName = { readonly issuerAndSerial: Uint8Array } | { readonly keyIdentifier: Uint8Array };
export type CertificateReference = { readonly algorithm: string; readonly hash: Uint8Array };

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT_0 = 0xa0;
const CONTEXT_1 = 0xa1;
const KEY_IDENTIFIER = 0x80;
const MOST_CERTIFICATES = 10;
const MOST_ATTRIBUTES = 20;

/** Why the bytes are no such signature, in words for the sender. */
export type Unreadable = { readonly unreadable: string };

/** DER throughout, for what is hashed must be the bytes that came. */
export function readMessageSignature(bytes: Uint8Array): MessageSignature | Unreadable {
  try {
    return fromContentInfo(readWholeDer(bytes));
  } catch {
    return { unreadable: isIndefinite(bytes) ? BER : 'it is not one DER value and nothing behind it' };
  }
}

/** What streaming libraries write (Bouncy Castle, OpenSSL with -stream); its digest would be of other bytes than came. */
const BER = 'it is in BER with indefinite lengths, and DER is expected (X.690, 10)';
const PSS = 'it is made with RSASSA-PSS; RSA with PKCS #1 v1.5 and ECDSA are accepted';

function fromContentInfo(outer: Der): MessageSignature | Unreadable {
  const isSignedData = hasTags(outer, SEQUENCE, [OBJECT_IDENTIFIER, CONTEXT_0]);
  const signedData = outer.children[1]?.children[0];
  if (!isSignedData || oidOf(outer.children[0]) !== OID.signedData || signedData?.tag !== SEQUENCE)
    return { unreadable: 'it is no CMS SignedData' };
  const certificates = signedData.children.find(({ tag }) => tag === CONTEXT_0);
  const fields = signedData.children.filter((field) => field !== certificates);
  const [version, digests, content, signers] = fields;
  const isInPlace =
    fields.length === 4 &&
    version?.tag === INTEGER &&
    digests?.tag === SET &&
    content?.tag === SEQUENCE &&
    signers?.tag === SET &&
    (certificates === undefined || signedData.children[3] === certificates);
  if (!isInPlace || (certificates?.children.length ?? 0) > MOST_CERTIFICATES)
    return { unreadable: 'it has fields that do not belong there' };
  if (content.children.length !== 1) return { unreadable: 'it encloses its content' };
  if (oidOf(content.children[0]) !== OID.data) return { unreadable: 'its content is not plain data' };
  const [signer, ...others] = signers.children;
  if (signer === undefined || others.length > 0) return { unreadable: 'it has not exactly one signer' };
  const found = fromSigner(signer, certificates?.children.map(({ encoding }) => encoding) ?? []);
  if ('unreadable' in found) return found;
  return isNumber(version, versionFor(found.signer)) && isOnly(found.digestAlgorithm, digests)
    ? found
    : { unreadable: 'its version or its digest algorithms are not those of its signer' };
}

/** 3 where a key identifier names the signer (RFC 5652, 5.1 and 5.3). What is not signed must at least not vary freely. */
function versionFor(signer: SignerName): number {
  return 'keyIdentifier' in signer ? 3 : 1;
}

function isNumber({ content }: Der, number: number): boolean {
  return content.length === 1 && content[0] === number;
}

function isOnly(algorithm: string, { children: [first, ...others] }: Der): boolean {
  return first !== undefined && others.length === 0 && algorithmOf(first) === algorithm;
}

function fromSigner(signer: Der, certificates: readonly Uint8Array[]): MessageSignature | Unreadable {
  const [version, name, digestAlgorithm, attributes, signatureAlgorithm, signature, unsigned, ...more] =
    signer.children;
  const signerName = name && nameOf(name);
  const isInPlace =
    signer.tag === SEQUENCE &&
    version?.tag === INTEGER &&
    signerName !== undefined &&
    isNumber(version, versionFor(signerName)) &&
    digestAlgorithm !== undefined &&
    signatureAlgorithm !== undefined &&
    signature?.tag === OCTET_STRING &&
    (unsigned === undefined || unsigned.tag === CONTEXT_1) &&
    more.length === 0;
  if (attributes?.tag !== CONTEXT_0) return { unreadable: 'it has no signed attributes' };
  if (!isInPlace) return { unreadable: 'its signer cannot be read' };
  if (oidOf(signatureAlgorithm.children[0]) === OID.rsaPss) return { unreadable: PSS };
  const said = attributesOf(attributes);
  if (said === undefined) return { unreadable: 'its signed attributes cannot be read' };
  return {
    certificates,
    signer: signerName,
    digestAlgorithm: algorithmOf(digestAlgorithm),
    signatureAlgorithm: algorithmOf(signatureAlgorithm),
    attributes: Buffer.concat([Buffer.from([SET]), attributes.encoding.subarray(1)]),
    contentType: oidOf(said.get(OID.contentType)),
    messageDigest: octetsOf(said.get(OID.messageDigest)),
    signingTime: readTime(said.get(OID.signingTime)),
    reference: referenceIn(said),
    signature: signature.content,
  };
}

function nameOf(name: Der): SignerName | undefined {
  if (name.tag === KEY_IDENTIFIER) return { keyIdentifier: name.content };
  return name.tag === SEQUENCE ? { issuerAndSerial: name.content } : undefined;
}

/** By type, each there once and with one value; undefined for anything else. */
function attributesOf({ children }: Der): ReadonlyMap<string, Der> | undefined {
  if (children.length > MOST_ATTRIBUTES) return undefined;
  const found = new Map<string, Der>();
  for (const attribute of children) {
    const [type, values] = attribute.children;
    const [value, ...more] = values?.children ?? [];
    const isOne = hasTags(attribute, SEQUENCE, [OBJECT_IDENTIFIER, SET]) && more.length === 0;
    if (!isOne || value === undefined || found.has(oidOf(type))) return undefined;
    found.set(oidOf(type), value);
  }
  return found;
}

/** Without parameters or with NULL; RSASSA-PSS, the one with others, is not accepted anywhere here. */
function algorithmOf({ tag, children: [type, parameters, ...more] }: Der): string {
  const isPlain = parameters === undefined || (parameters.tag === 0x05 && parameters.content.length === 0);
  return tag === SEQUENCE && isPlain && more.length === 0 ? oidOf(type) : '';
}

function octetsOf(value: Der | undefined): Uint8Array {
  return value?.tag === OCTET_STRING ? value.content : new Uint8Array();
}

/** ESSCertIDv2 leaves its algorithm out when it is SHA-256, ESSCertID has none but SHA-1 (RFC 5035, 4 and 5). */
function referenceIn(said: ReadonlyMap<string, Der>): CertificateReference | undefined {
  const [attribute, algorithm] = said.has(OID.signingCertificateV2)
    ? [said.get(OID.signingCertificateV2), OID.sha256]
    : [said.get(OID.signingCertificate), OID.sha1];
  if (attribute === undefined) return undefined;
  const [first, second] = attribute.children[0]?.children[0]?.children ?? [];
  if (first?.tag === SEQUENCE) return { algorithm: oidOf(first.children[0]), hash: octetsOf(second) };
  return { algorithm, hash: octetsOf(first) };
}

function hasTags({ tag, children }: Der, expected: number, tags: readonly number[]): boolean {
  return (
    tag === expected &&
    children.length === tags.length &&
    children.every((child, index) => child.tag === tags[index])
  );
}

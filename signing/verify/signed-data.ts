import { OID } from '../asn1/oids.ts';
import { readTime } from '../asn1/time.ts';
import { isIndefinite, oidOf, readDer } from '../asn1/tree.ts';
import type { Der } from '../asn1/tree.ts';
import { demandAtMost, readable } from '../fault.ts';
import { LIMITS } from '../limits.ts';
import { failure, unread, verdictOf } from './indication.ts';
import type { Verdict } from './indication.ts';

/** Apart from its content, as a seal is; likewise, with revocation data of its own; or around it, as a time stamp is. */
export type Form = 'detached' | 'lasting' | 'enclosed';

/** What a CMS signature says (RFC 5652, 5), every certificate in the bytes that came. */
export type SignedData = {
  /** Without the padding that may follow it in a PDF. */
  readonly encoding: Uint8Array;
  /** The content that it encloses, and that content's type. */
  readonly enclosed: Uint8Array | undefined;
  readonly enclosedType: string;
  readonly certificates: readonly Uint8Array[];
  /** RevocationInfoChoices (RFC 5652, 10.2.1), for those to read who keep their validation data there. */
  readonly revocationInfo: readonly Uint8Array[] | undefined;
  /** Issuer and serial number of the signer as the signature names them, DER. */
  readonly signerIdentifier: Buffer;
  /** The signed attributes as the SET that the signature is over. */
  readonly attributes: Uint8Array;
  readonly attributeTypes: readonly string[];
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** The reference to the signing certificate; absent in signatures that are not CAdES. */
  readonly certificateReference: CertificateReference | undefined;
  /** The signer's claim, which CAdES demands and PAdES forbids. */
  readonly signingTime: Date | undefined;
  /** The tokens of signature time stamps. */
  readonly timeStamps: readonly Uint8Array[];
  /** Unsigned attributes that no baseline level has. */
  readonly hasOtherAttributes: boolean;
};

export type CertificateReference = { readonly algorithm: string; readonly hash: Uint8Array };

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT_0 = 0xa0;
const CONTEXT_1 = 0xa1;
const NULL = Buffer.from([0x05, 0x00]);

/** Undefined where the bytes are no CMS SignedData with one signer, or where more than padding follows it. */
export function readSignedData(contents: Uint8Array, form: Form = 'detached'): SignedData | undefined {
  // The one answer to malformed bytes is FORMAT_FAILURE, given by the caller.
  return readable(() => {
    const outer = readDer(contents);
    const isPadded = contents.subarray(outer.encoding.length).every((octet) => octet === 0);
    return isPadded && oidOf(outer.children[0]) === OID.signedData ? fromTree(outer, form) : undefined;
  });
}

/** What is said of bytes that `readSignedData` does not read: other software reads more forms of CMS. */
export function unreadCms(contents: Uint8Array): Verdict {
  const isOther =
    contents[0] === SEQUENCE &&
    (isIndefinite(contents) || readable(() => oidOf(readDer(contents).children[0])) === OID.signedData);
  return isOther ? unread('CMS_FORM_UNREAD') : verdictOf(failure('FORMAT_FAILURE', 'CMS_UNREADABLE'));
}

/** Every field in its place and nothing beside: what is not signed must at least not be free to vary. */
function fromTree(outer: Der, form: Form): SignedData | undefined {
  const signedData = outer.children[1]?.children[0];
  const all = signedData?.children ?? [];
  const info = form !== 'detached' && all[4]?.tag === CONTEXT_1 ? all[4] : undefined;
  const fields = all.filter((field) => field !== info);
  const [version, digests, content, certificates, signers] = fields;
  const [signer, ...others] = signers?.children ?? [];
  const isInPlace =
    [outer, signedData, signer].every((value) => value?.tag === SEQUENCE) &&
    hasTags(outer.children, [OBJECT_IDENTIFIER, CONTEXT_0]) &&
    hasTags(fields, [INTEGER, SET, SEQUENCE, CONTEXT_0, SET]) &&
    isNumber(version, versionOf(form, info)) &&
    isContentOf(content, form);
  if (!isInPlace || !signer || others.length > 0) return undefined;
  demandAtMost(LIMITS.certificates, certificates?.children.length ?? 0, 'certificates in a signature');
  const isSameDigest = digests?.children.length === 1 && isSame(digests.children[0], signer.children[2]);
  if (!isSameDigest) return undefined;
  return fromSigner(signer, {
    encoding: outer.encoding,
    enclosed: content?.children[1]?.children[0]?.content,
    enclosedType: oidOf(content?.children[0]),
    certificates: certificates?.children.map(({ encoding }) => encoding) ?? [],
    revocationInfo: info?.children.map(({ encoding }) => encoding),
  });
}

/** RFC 5652, 5.1: other revocation data than CRLs makes it 5. */
function versionOf(form: Form, info: Der | undefined): number {
  if (info?.children.some(({ tag }) => tag === CONTEXT_1)) return 5;
  return form === 'enclosed' ? 3 : 1;
}

/** A detached signature is over plain data that lies elsewhere. */
function isContentOf(content: Der | undefined, form: Form): boolean {
  if (form !== 'enclosed') return oidOf(content?.children[0]) === OID.data && content?.children.length === 1;
  const wrapped = content?.children[1];
  return wrapped?.tag === CONTEXT_0 && hasTags(wrapped.children, [OCTET_STRING]);
}

type Around = Pick<SignedData, 'encoding' | 'enclosed' | 'enclosedType' | 'certificates' | 'revocationInfo'>;

function fromSigner(signer: Der, around: Around): SignedData | undefined {
  const [version, identifier, digestAlgorithm, attributes, signatureAlgorithm, signature] = signer.children;
  const [unsigned, ...more] = signer.children.slice(6);
  const isInPlace =
    hasTags(signer.children.slice(0, 6), [INTEGER, SEQUENCE, SEQUENCE, CONTEXT_0, SEQUENCE, OCTET_STRING]) &&
    isNumber(version, 1) &&
    (unsigned === undefined || unsigned.tag === CONTEXT_1) &&
    more.length === 0 &&
    [digestAlgorithm, signatureAlgorithm].every(isWithoutParameters);
  if (!isInPlace || !identifier || !attributes || !signature) return undefined;
  demandAtMost(LIMITS.attributes, attributes.children.length, 'signed attributes');
  const types = attributes.children.map(({ children }) => oidOf(children[0]));
  function valueOf(type: string): Der | undefined {
    return attributes?.children[types.indexOf(type)]?.children[1]?.children[0];
  }
  return {
    ...around,
    signerIdentifier: Buffer.from(identifier.content),
    attributes: Buffer.concat([Buffer.from([SET]), attributes.encoding.subarray(1)]),
    attributeTypes: types,
    contentType: oidOf(valueOf(OID.contentType)),
    messageDigest: valueOf(OID.messageDigest)?.content ?? new Uint8Array(),
    digestAlgorithm: oidOf(digestAlgorithm?.children[0]),
    signatureAlgorithm: oidOf(signatureAlgorithm?.children[0]),
    signature: signature.content,
    certificateReference:
      certificateReference(valueOf(OID.signingCertificateV2), OID.sha256) ??
      certificateReference(valueOf(OID.signingCertificate), OID.sha1),
    signingTime: readTime(valueOf(OID.signingTime)),
    ...unsignedAttributes(unsigned?.children ?? []),
  };
}

function unsignedAttributes(attributes: readonly Der[]) {
  demandAtMost(LIMITS.attributes, attributes.length, 'unsigned attributes');
  const stamps = attributes.filter(
    ({ tag, children }) =>
      tag === SEQUENCE &&
      hasTags(children, [OBJECT_IDENTIFIER, SET]) &&
      oidOf(children[0]) === OID.signatureTimeStamp,
  );
  const timeStamps = stamps.flatMap(({ children }) =>
    (children[1]?.children ?? []).map(({ encoding }) => encoding),
  );
  demandAtMost(LIMITS.timeStamps, timeStamps.length, 'time stamps on a signature');
  return {
    timeStamps,
    hasOtherAttributes: stamps.length !== attributes.length,
  };
}

function hasTags(values: readonly Der[] | undefined, tags: readonly number[]): boolean {
  return values?.length === tags.length && values.every(({ tag }, index) => tag === tags[index]);
}

function isNumber(value: Der | undefined, number: number): boolean {
  return value?.content.length === 1 && value.content[0] === number;
}

/** Absent or NULL; RSASSA-PSS, the one algorithm with parameters, is not among those that we accept. */
function isWithoutParameters(algorithm: Der | undefined): boolean {
  const [, parameters, ...more] = algorithm?.children ?? [];
  return more.length === 0 && (parameters === undefined || Buffer.from(parameters.encoding).equals(NULL));
}

function isSame(one: Der | undefined, other: Der | undefined): boolean {
  return one !== undefined && other !== undefined && Buffer.from(one.encoding).equals(other.encoding);
}

/** ESSCertIDv2 leaves its algorithm out when it is SHA-256, ESSCertID has none but SHA-1 (RFC 5035, 4 and 5). */
function certificateReference(
  attribute: Der | undefined,
  byDefault: string,
): CertificateReference | undefined {
  const [first, second] = attribute?.children[0]?.children[0]?.children ?? [];
  if (first?.tag === OCTET_STRING) return { algorithm: byDefault, hash: first.content };
  if (first?.tag !== SEQUENCE || second?.tag !== OCTET_STRING) return undefined;
  return { algorithm: oidOf(first.children[0]), hash: second.content };
}

import { createHash, verify, X509Certificate } from 'node:crypto';
import { fromBER, ObjectIdentifier, OctetString, type AsnType } from 'asn1js';
import { canonicalOf, isRecord, type Message } from './message.ts';

/** Makes a DER CMS signature, detached, over the bytes: with a key file, a token, a service. */
export type Sign = (canonical: Uint8Array) => Promise<Uint8Array>;

/** The message with its signature. Whoever signs it anew has the same message still. */
export async function signMessage(message: Message, sign: Sign): Promise<Message> {
  const signature = await sign(new TextEncoder().encode(canonicalOf(message)));
  return { ...message, signature: Buffer.from(signature).toString('base64') };
}

/** Whom a national system believes: certificates of the hub (PEM or DER), as they were handed over in person. */
export type Certificates = readonly (string | Uint8Array)[];

/**
 * Whether a message was signed by one of these: what is wrong, or nothing. A small check of CMS (RFC 5652, 5) that asks no
 * authority: it knows the hub's certificates, and that they are valid today.
 */
export function signatureProblem(message: Message, certificates: Certificates): string | undefined {
  if (message.signature === undefined) return 'it is not signed';
  const bytes = Buffer.from(message.signature, 'base64');
  const signed = bytes.toString('base64') === message.signature ? readCms(bytes) : undefined;
  if (signed === undefined) return 'its signature cannot be read';
  const digest = createHash(signed.digest).update(canonicalOf(message)).digest();
  if (!digest.equals(signed.messageDigest)) return 'its signature is over something else';
  const isBy = certificates.some((one) => isSignedBy(signed, new X509Certificate(one)));
  return isBy ? undefined : 'its signature is of none of the hub’s certificates';
}

function isSignedBy({ digest, attributes, signature }: Signed, certificate: X509Certificate): boolean {
  const now = Date.now();
  const isValid = now >= Date.parse(certificate.validFrom) && now <= Date.parse(certificate.validTo);
  return isValid && isVerified(() => verify(digest, attributes, certificate.publicKey, signature));
}

/** Node throws where a key is of another kind than the signature. */
function isVerified(ask: () => boolean): boolean {
  try {
    return ask();
  } catch {
    return false;
  }
}

type Signed = {
  readonly digest: string;
  /** The signed attributes as the SET that the signature is over. */
  readonly attributes: Uint8Array;
  readonly messageDigest: Uint8Array;
  readonly signature: Uint8Array;
};

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const SET = 0x31;
const CONTEXT = 3;

/** Detached, of one signer, with signed attributes; anything else is none that the hub has made. */
function readCms(bytes: Buffer): Signed | undefined {
  const result = parsed(bytes);
  const [type, wrapped] = partsOf(result);
  const fields = partsOf(partsOf(wrapped)[0]);
  const [contentType, ...enclosed] = partsOf(fields[2]);
  const [signer, ...others] = partsOf(fields.at(-1));
  const isPlain = oidOf(type) === SIGNED_DATA && oidOf(contentType) === DATA && enclosed.length === 0;
  return isPlain && others.length === 0 ? readSigner(partsOf(signer)) : undefined;
}

/** The library throws at some of what is no encoding at all, such as a date without digits. */
function parsed(bytes: Buffer): AsnType | undefined {
  try {
    const { offset, result } = fromBER(new Uint8Array(bytes));
    return offset === bytes.length ? result : undefined;
  } catch {
    return undefined;
  }
}

function readSigner([, , digestAlgorithm, attributes, , signature]: readonly AsnType[]): Signed | undefined {
  const digest = DIGESTS[oidOf(partsOf(digestAlgorithm)[0]) ?? ''];
  const isMarked = attributes?.idBlock.tagClass === CONTEXT && attributes.idBlock.tagNumber === 0;
  const values = partsOf(attributes).map((attribute) => {
    const [type, set] = partsOf(attribute);
    return { type: oidOf(type), values: partsOf(set) };
  });
  function only(type: string): AsnType | undefined {
    const found = values.filter((one) => one.type === type).flatMap((one) => one.values);
    return found.length === 1 ? found[0] : undefined;
  }
  const messageDigest = octetsOf(only(MESSAGE_DIGEST));
  const bytes = octetsOf(signature);
  const isComplete = isMarked && digest !== undefined && oidOf(only(CONTENT_TYPE)) === DATA;
  if (!isComplete || messageDigest === undefined || bytes === undefined) return undefined;
  const asSet = Buffer.from(attributes.valueBeforeDecodeView);
  asSet[0] = SET;
  return { digest, attributes: asSet, messageDigest, signature: bytes };
}

function partsOf(value: AsnType | undefined): readonly AsnType[] {
  // The library's types promise a block even where there is none.
  const block: unknown = value?.valueBlock;
  return isRecord(block) && Array.isArray(block['value']) ? block['value'] : [];
}

function oidOf(value: AsnType | undefined): string | undefined {
  return value instanceof ObjectIdentifier ? value.getValue() : undefined;
}

function octetsOf(value: AsnType | undefined): Uint8Array | undefined {
  return value instanceof OctetString ? new Uint8Array(value.getValue()) : undefined;
}

import { createHash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { SignatureProblem, Signatures, SignedMessage } from '../../hub/ports/messages.ts';
import { isIssuedBy, readCertificate } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { valueOf } from '../asn1/extensions.ts';
import { OID } from '../asn1/oids.ts';
import { DIGESTS, FINDING_DIGESTS, isAcceptedKey, SIGNATURES } from '../verify/algorithms.ts';
import { readMessageSignature } from './read-signature.ts';
import type { MessageSignature } from './read-signature.ts';

/**
 * Judges the signatures of national systems. Not by a chain of trust: a certificate is good because it is registered,
 * byte for byte, and for as long as it says; whoever loses a key has it taken out of the directory.
 */
export function openSignatures(): Signatures {
  const registered = rememberedCertificates();
  return { check: (message) => check(message, registered(message.certificates)) };
}

/** What the schema of messages admits, once more: this is the door, whoever calls. */
const LARGEST_SIGNATURE = 16_384;

const BROKEN_LINES = 'it is base64 with line breaks or blanks, and one line without any is expected';

function check(message: SignedMessage, registered: readonly Registered[]): SignatureProblem | undefined {
  const bytes = decoded(message.signature);
  if (bytes === undefined)
    return invalid(/\s/.test(message.signature) ? BROKEN_LINES : 'it is not the base64 of a signature');
  const found = readMessageSignature(bytes);
  if ('unreadable' in found) return invalid(found.unreadable);
  const ground = { content: message.content, at: new Date(message.at) };
  // A renewed certificate may bear the name and the number of the one before it.
  const problems = registered
    .filter(({ certificate }) => isNamedBy(certificate, found) && !isExchanged(found, certificate))
    .map(({ certificate, key }) => problemOf(found, { ...ground, signer: certificate, key }));
  if (problems.includes(undefined)) return undefined;
  const [problem] = problems;
  return problem === undefined ? { code: 'SIGNATURE_UNREGISTERED' } : invalid(problem);
}

function invalid(reason: string): SignatureProblem {
  return { code: 'SIGNATURE_INVALID', reason };
}

/** Every bit of the text has a meaning: another text is another signature. */
function decoded(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  const isWhole = bytes.length > 0 && bytes.length <= LARGEST_SIGNATURE && bytes.toString('base64') === text;
  return isWhole ? bytes : undefined;
}

function isNamedBy(certificate: Certificate, { signer }: MessageSignature): boolean {
  if ('keyIdentifier' in signer) {
    const own = valueOf(certificate.extensions, OID.subjectKeyIdentifier);
    return own !== undefined && Buffer.from(own.content).equals(signer.keyIdentifier);
  }
  return Buffer.concat([certificate.issuer, certificate.serial]).equals(signer.issuerAndSerial);
}

/** It may carry the certificate and those above it, no other, and none that was altered. */
function isExchanged({ certificates, reference }: MessageSignature, signer: Certificate): boolean {
  const others = certificates.filter((one) => !signer.raw.equals(one));
  return !areIssuers(others, signer) || (reference !== undefined && !isReferred(signer, reference));
}

function areIssuers(given: readonly Uint8Array[], signer: Certificate): boolean {
  try {
    const all = given.map(readCertificate);
    return all.every((one) => [signer, ...all].some((below) => below !== one && isIssuedBy(below, one)));
  } catch {
    return false;
  }
}

function isReferred({ raw }: Certificate, { algorithm, hash }: NonNullable<MessageSignature['reference']>) {
  const digest = FINDING_DIGESTS[algorithm];
  return digest !== undefined && createHash(digest).update(raw).digest().equals(hash);
}

type Ground = {
  readonly signer: Certificate;
  readonly key: KeyObject;
  readonly content: string;
  readonly at: Date;
};

/** The cheap questions first. */
function problemOf(found: MessageSignature, { signer, key, content, at }: Ground): string | undefined {
  if (at < signer.notBefore || at > signer.notAfter) return 'its certificate is not valid at this time';
  if (!maySign(signer)) return 'its certificate is not for signatures';
  const digest = DIGESTS[found.digestAlgorithm];
  if (digest === undefined || !fits(found, digest, key.asymmetricKeyType) || !isAcceptedKey(key))
    return 'its algorithm or its key is not accepted: SHA-256 or stronger, RSA from 2048 bits or EC on P-256, P-384 or P-521';
  if (found.contentType !== OID.data) return 'its attribute content-type is not that of plain data';
  if (!createHash(digest).update(content).digest().equals(found.messageDigest))
    return 'it is over other bytes than the canonical form of the message';
  return isGenuine(found, { digest, key }) ? undefined : 'it was not made with the key of its certificate';
}

/** Why a certificate can vouch for no signature, for whoever registers it; undefined says that it can. */
export function certificateProblem(pem: string, at: Date): string | undefined {
  const [registered] = registeredIn(pem);
  if (registered === undefined) return 'it is no certificate';
  const { certificate, key } = registered;
  if (at > certificate.notAfter) return 'it has ended';
  if (!maySign(certificate)) return 'it is not for signatures';
  return isAcceptedKey(key) ? undefined : 'its key is not accepted';
}

function maySign({ keyUsage }: Certificate): boolean {
  return keyUsage?.some((use) => use === 'digitalSignature' || use === 'nonRepudiation') ?? true;
}

function fits({ signatureAlgorithm }: MessageSignature, digest: string, kind: string | undefined): boolean {
  const algorithm = SIGNATURES[signatureAlgorithm];
  return algorithm?.key === kind && (algorithm?.digest === undefined || algorithm.digest === digest);
}

function isGenuine(
  { attributes, signature }: MessageSignature,
  { digest, key }: { readonly digest: string; readonly key: KeyObject },
): boolean {
  try {
    return verify(digest, attributes, key, signature);
  } catch {
    // OpenSSL throws at some of what is no signature at all.
    return false;
  }
}

/** A certificate and its key, which costs as much to take out of it as to verify with it. */
type Registered = { readonly certificate: Certificate; readonly key: KeyObject };

/** The directory hands out the same lists until it changes: each is read once. What is no certificate vouches for nobody. */
function rememberedCertificates(): (pems: readonly string[]) => readonly Registered[] {
  const known = new WeakMap<readonly string[], readonly Registered[]>();
  return (pems) => {
    const registered = known.get(pems) ?? pems.flatMap(registeredIn);
    known.set(pems, registered);
    return registered;
  };
}

function registeredIn(pem: string): readonly Registered[] {
  try {
    const [, base64 = ''] = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(pem) ?? [];
    const certificate = readCertificate(Buffer.from(base64, 'base64'));
    return [{ certificate, key: certificate.x509.publicKey }];
  } catch {
    return [];
  }
}

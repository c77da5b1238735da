import { createHash } from 'node:crypto';
import { signatureAlgorithm } from '../asn1/algorithms.ts';
import { certificateParts, isSelfIssued, readCertificate } from '../asn1/certificate.ts';
import { context, integer, octets, oid, retagged, sequence, setOf, tagged } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import { signedAttributes } from '../seal/cms.ts';
import type { Seal } from '../seal/seal.ts';

/**
 * The signature of thousands of messages a second. What seal.ts writes anew for each report is the same for all of them,
 * but for the digest, the time and the signature itself: the rest is written once and cut where these belong.
 */
export type Frame = {
  /** What is signed: the DER form of the signed attributes, for a SHA-256 digest and a moment in whole seconds. */
  readonly attributes: (digest: Uint8Array, signingTime: Date) => Buffer;
  /** The whole CMS around them. */
  readonly wrapped: (attributes: Uint8Array, signature: Uint8Array) => Buffer;
};

export function frameOf(seal: Seal): Frame {
  const inner = innerOf(seal);
  const around = remembered((lengths: Lengths) => cut(inner, lengths));
  let template: Template | undefined;
  return {
    attributes(digest, signingTime) {
      const second = Math.floor(signingTime.getTime() / 1000);
      if (template?.second !== second) template = newTemplate(seal, second);
      const filled = Buffer.from(template.bytes);
      filled.set(digest, template.digestAt);
      return filled;
    },
    wrapped(attributes, signature) {
      const { before, between } = around({ attributes: attributes.length, signature: signature.length });
      return Buffer.concat([before, attributes.subarray(1), between, signature]);
    },
  };
}

type Template = { readonly second: number; readonly bytes: Buffer; readonly digestAt: number };

/** A digest that stands nowhere else in the attributes shows the place for the others. */
function newTemplate(seal: Seal, second: number): Template {
  const digest = createHash('sha256').update(`place of the digest ${second}`).digest();
  const bytes = signedAttributes(OID.data, { digest, signingTime: new Date(second * 1000) }, seal);
  return { second, bytes, digestAt: bytes.indexOf(digest) };
}

type Lengths = { readonly attributes: number; readonly signature: number };
type Around = { readonly before: Buffer; readonly between: Buffer };

/** ECDSA signatures differ by a few bytes in length, so there are a few frames. */
function remembered(make: (lengths: Lengths) => Around): (lengths: Lengths) => Around {
  const known = new Map<string, Around>();
  return (lengths) => {
    const name = `${lengths.attributes} ${lengths.signature}`;
    const around = known.get(name) ?? make(lengths);
    known.set(name, around);
    return around;
  };
}

type Inner = { readonly head: Buffer; readonly signerHead: Buffer; readonly algorithm: Buffer };

/** The root is left out: whoever trusts it has it, and whoever has not cannot trust it for being sent along. */
function innerOf({ certificate, chain, algorithm }: Seal): Inner {
  const { issuer, serial } = certificateParts(certificate);
  const issuers = chain.filter((one) => !isSelfIssued(readCertificate(one)));
  const sha256 = sequence(oid(OID.sha256));
  return {
    head: Buffer.concat([
      integer(1),
      setOf(sha256),
      sequence(oid(OID.data)),
      retagged(0xa0, setOf(certificate, ...issuers)),
    ]),
    signerHead: Buffer.concat([integer(1), sequence(issuer, serial), sha256]),
    algorithm: signatureAlgorithm(algorithm),
  };
}

/** The CMS for a signature of this length, without it and without the attributes but for their tag. */
function cut({ head, signerHead, algorithm }: Inner, { attributes, signature }: Lengths): Around {
  const blank = octets(Buffer.alloc(signature));
  const between = Buffer.concat([algorithm, blank.subarray(0, blank.length - signature)]);
  const signer = sequence(signerHead, Buffer.alloc(attributes), between, Buffer.alloc(signature));
  const signers = tagged(0x31, signer);
  const whole = sequence(oid(OID.signedData), context(0, sequence(head, signers)));
  const start = whole.length - signature - between.length - attributes;
  return { before: Buffer.concat([whole.subarray(0, start), Buffer.from([0xa0])]), between };
}

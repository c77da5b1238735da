import { sign } from 'node:crypto';
import { signatureAlgorithm } from '../asn1/algorithms.ts';
import { bits, context, enumerated, generalizedTime, octets, oid, sequence, tagged } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import { readDer } from '../asn1/tree.ts';
import { algorithmOf, distinguishedName } from './certificate.ts';
import { extension } from './extensions.ts';
import type { Identity } from './pki.ts';

/** Answer without a status (RFC 6960, 4.2.1). */
export type OcspRefusal = 'malformedRequest' | 'internalError' | 'tryLater' | 'unauthorized';

const REFUSALS = { malformedRequest: 1, internalError: 2, tryLater: 3, unauthorized: 6 } as const;

export type OcspStatus = 'good' | 'unknown' | { readonly revokedAt: Date };

export type OcspAnswer = {
  readonly responder: Identity;
  readonly status: OcspStatus;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
};

export type OcspQuestion = {
  /** CertID as asked, repeated in the answer. */
  readonly certificateId: Uint8Array;
  readonly serial: number;
  readonly nonce: Uint8Array | undefined;
};

/** The first question of a request (RFC 6960, 4.1.1). */
export function readOcspQuestion(request: Uint8Array): OcspQuestion | undefined {
  const toBeSigned = readDer(request).children[0];
  const list = toBeSigned?.children.find(({ tag }) => tag === 0x30);
  const certificateId = list?.children[0]?.children[0];
  const serial = certificateId?.children[3];
  if (!certificateId || !serial) return undefined;
  const extensions = toBeSigned?.children.find(({ tag }) => tag === 0xa2)?.children[0]?.children ?? [];
  const nonce = extensions.find(({ encoding }) => Buffer.from(encoding).includes(oid(OID.ocspNonce)));
  return {
    certificateId: certificateId.encoding,
    serial: Number(`0x${Buffer.from(serial.content).toString('hex')}`),
    nonce: nonce?.children.at(-1)?.content,
  };
}

/** A signed answer with the responder's certificate (RFC 6960, 4.2.1). */
export function answerOcsp(question: OcspQuestion, answer: OcspAnswer): Uint8Array {
  const { responder } = answer;
  const nonce = question.nonce && extension(OID.ocspNonce, question.nonce);
  const responseData = sequence(
    context(1, distinguishedName(responder.subject)),
    generalizedTime(answer.thisUpdate),
    sequence(singleResponse(question, answer)),
    ...(nonce ? [context(1, sequence(nonce))] : []),
  );
  const basic = sequence(
    responseData,
    signatureAlgorithm(algorithmOf(responder.key)),
    bits(sign('sha256', responseData, responder.key)),
    context(0, sequence(responder.certificate)),
  );
  return sequence(enumerated(0), context(0, sequence(oid(OID.ocspBasic), octets(basic))));
}

export function refuseOcsp(refusal: OcspRefusal): Uint8Array {
  return sequence(enumerated(REFUSALS[refusal]));
}

function singleResponse(question: OcspQuestion, answer: OcspAnswer): Buffer {
  return sequence(
    question.certificateId,
    certificateStatus(answer.status),
    generalizedTime(answer.thisUpdate),
    context(0, generalizedTime(answer.nextUpdate)),
  );
}

function certificateStatus(status: OcspStatus): Buffer {
  if (status === 'good') return tagged(0x80);
  return status === 'unknown' ? tagged(0x82) : context(1, generalizedTime(status.revokedAt));
}

import { integer, octets } from '../asn1/der.ts';
import type { Seal } from '../seal/seal.ts';
import { answerOcsp, readOcspQuestion, refuseOcsp } from '../training/ocsp.ts';
import type { OcspAnswer, OcspRefusal } from '../training/ocsp.ts';
import type { Handler } from '../training/server.ts';
import { ocspReply, stampReply } from '../training/services.ts';
import { answerStamp, readStampQuestion, refuseStamp, TRAINING_POLICY } from '../training/time-stamp.ts';
import type { Stamp } from '../training/time-stamp.ts';
import { NOW } from './pki.ts';

/** A time-stamp authority that says something else than it should. */
export function oddStamps(tsa: Seal, alter: (stamp: Stamp) => Partial<Stamp>): Handler {
  return async (body) => {
    const question = readStampQuestion(body);
    if (question === undefined) throw new TypeError('no time-stamp request');
    const { imprint, nonce, policy = TRAINING_POLICY } = question;
    const stamp: Stamp = { imprint, nonce, policy, serial: 1, at: NOW };
    return stampReply(await answerStamp({ ...stamp, ...alter(stamp) }, tsa));
  };
}

/** The imprint of something else: its last octet differs. */
export function otherImprint({ imprint }: Stamp): Partial<Stamp> {
  const bytes = Buffer.from(imprint);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return { imprint: bytes };
}

export function otherNonce(): Partial<Stamp> {
  return { nonce: integer(7) };
}

/** The signer with a signature that is nobody's. */
export function unsigned(tsa: Seal): Seal {
  return { ...tsa, sign: async (bytes) => tsa.sign(octets(bytes)) };
}

export function rejectedStamps(): Handler {
  return () => stampReply(refuseStamp('policy not accepted', 15));
}

/** Answers late; the client has gone by then. */
export function slow(handler: Handler, milliseconds: number): Handler {
  return async (body) => {
    await new Promise((resolve) => {
      setTimeout(resolve, milliseconds).unref();
    });
    return handler(body);
  };
}

export function down(): Handler {
  return () => ({ status: 503, type: 'text/plain', body: Buffer.from('closed for today') });
}

/** Fails so many times, then behaves. */
export function recovering(handler: Handler, failures: number): Handler {
  let left = failures;
  return (body) => {
    left -= 1;
    return left >= 0 ? down()(body) : handler(body);
  };
}

export function counted(handler: Handler | undefined): {
  readonly handler: Handler;
  readonly count: () => number;
} {
  if (handler === undefined) throw new TypeError('no such service');
  let calls = 0;
  return {
    handler: (body) => {
      calls += 1;
      return handler(body);
    },
    count: () => calls,
  };
}

export function oddStatus(answer: OcspAnswer): Handler {
  return (body) => {
    const question = readOcspQuestion(body);
    if (question === undefined) throw new TypeError('no OCSP request');
    return ocspReply(answerOcsp(question, answer));
  };
}

export function refusedStatus(refusal: OcspRefusal): Handler {
  return () => ocspReply(refuseOcsp(refusal));
}

/** More than any status service has to say. */
export function endless(type: string): Handler {
  return () => ({ type, body: Buffer.alloc(32 * 1024 * 1024) });
}

import { bits, integer, oid, preciseTime, sequence, utf8 } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import { oidOf, readDer } from '../asn1/tree.ts';
import { signEnclosed } from '../seal/cms.ts';
import type { Seal } from '../seal/seal.ts';

/**
 * What a client asks (RFC 3161, 2.4.1), its imprint and nonce in the very bytes they came in. Whether it wants the
 * certificates is not read: it always gets them.
 */
export type StampQuestion = {
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array | undefined;
  readonly policy: string | undefined;
};

/** What the answer says; tests alter it to see the client notice. */
export type Stamp = {
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array | undefined;
  readonly policy: string;
  readonly serial: number;
  readonly at: Date;
};

/** In the arc that RFC 5612 keeps for documentation: a policy that promises nothing. */
export const TRAINING_POLICY = '1.3.6.1.4.1.32473.1';

export function readStampQuestion(request: Uint8Array): StampQuestion | undefined {
  const [version, imprint, ...rest] = readDer(request).children;
  if (version?.tag !== 0x02 || imprint?.tag !== 0x30) return undefined;
  return {
    imprint: imprint.encoding,
    nonce: rest.find(({ tag }) => tag === 0x02)?.encoding,
    policy: oidOf(rest.find(({ tag }) => tag === 0x06)) || undefined,
  };
}

/** TimeStampResp with a token over the imprint (RFC 3161, 2.4.2). */
export async function answerStamp(stamp: Stamp, tsa: Seal): Promise<Uint8Array> {
  const content = sequence(
    integer(1),
    oid(stamp.policy),
    stamp.imprint,
    integer(stamp.serial),
    preciseTime(stamp.at),
    sequence(integer(1)),
    ...(stamp.nonce ? [stamp.nonce] : []),
  );
  const token = await signEnclosed({ type: OID.timeStampInfo, content }, tsa);
  return sequence(sequence(integer(0)), token);
}

/** PKIStatusInfo `rejection` with words and, as bit of PKIFailureInfo, the reason (RFC 3161, 2.4.2). */
export function refuseStamp(words: string, failure: number): Uint8Array {
  const flags = Buffer.alloc(Math.floor(failure / 8) + 1);
  flags[flags.length - 1] = 0x80 >> (failure % 8);
  return sequence(sequence(integer(2), sequence(utf8(words)), bits(flags, 7 - (failure % 8))));
}

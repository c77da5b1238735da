import { integer, oid, octets, sequence, truth } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import { readDer } from '../asn1/tree.ts';

export type StampRequest = {
  /** SHA-256. */
  readonly digest: Uint8Array;
  readonly nonce: Uint8Array;
  readonly policy?: string | undefined;
};

/** TimeStampReq: with nonce, and asking for the certificate (RFC 3161, 2.4.1). */
export function writeStampRequest({ digest, nonce, policy }: StampRequest): Buffer {
  return sequence(
    integer(1),
    sequence(sequence(oid(OID.sha256)), octets(digest)),
    ...(policy === undefined ? [] : [oid(policy)]),
    integer(nonce),
    truth(true),
  );
}

/** Granted, or granted with changes that the token's own checks will find. */
const GRANTED: ReadonlySet<number | undefined> = new Set([0, 1]);

/** The token of a TimeStampResp, or in words why there is none (RFC 3161, 2.4.2). */
export function readStampResponse(response: Uint8Array): Uint8Array | { readonly refused: string } {
  try {
    const [status, token] = readDer(response).children;
    const code = status?.children[0]?.content[0];
    if (!GRANTED.has(code)) return { refused: `status ${code}` };
    return token ? token.encoding : { refused: 'granted without a token' };
  } catch {
    return { refused: 'not a time-stamp response' };
  }
}

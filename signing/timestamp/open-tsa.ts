import { randomBytes } from 'node:crypto';
import { readCertificate } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { integer } from '../asn1/der.ts';
import { signingFault } from '../fault.ts';
import { fetchBytes, PATIENCE } from '../http/fetch-bytes.ts';
import type { Patience, Question } from '../http/fetch-bytes.ts';
import { findChain } from '../verify/chain.ts';
import { readStampResponse, writeStampRequest } from './request.ts';
import type { StampRequest } from './request.ts';
import type { TimeStamper } from './stamper.ts';
import { readTimeStamp, timeStampFailure } from './token.ts';
import type { TimeStamp } from './token.ts';

export type TsaOptions = {
  /** http or https; user and password in it are sent as basic authentication. */
  readonly url: string;
  /** The policy that the token must be made under; any by default. */
  readonly policy?: string | undefined;
  /** Certificates (DER) that the authority's chain must end in; unchecked by default, for then verifiers decide. */
  readonly trust?: readonly Uint8Array[] | undefined;
  readonly patience?: Partial<Patience> | undefined;
  readonly clock?: (() => Date) | undefined;
};

/** How far the authority's clock and ours may lie apart. */
const TOLERANCE_MS = 5 * 60 * 1000;
/** A token with a chain of four certificates has some 8 KB. */
const MAXIMUM_BYTES = 64 * 1024;
const NONCE_BYTES = 16;

/** A time-stamp authority over HTTP (RFC 3161, 3.4); every token is checked before it is handed out. */
export function openTsa(options: TsaOptions): TimeStamper {
  const patience = { ...PATIENCE, maximumBytes: MAXIMUM_BYTES, ...options.patience };
  const trust = options.trust?.map(readCertificate);
  return {
    async stamp(digest) {
      const request = { digest, nonce: randomBytes(NONCE_BYTES), policy: options.policy };
      const response = await ask(questionFor(options.url, request), patience);
      const token = readStampResponse(response);
      if ('refused' in token) throw unavailable(token.refused);
      const trouble = troubleWith(readTimeStamp(token), request, { ...options, trust });
      if (trouble !== undefined) throw unavailable(trouble);
      return token;
    },
  };
}

type Expectations = {
  readonly trust: readonly Certificate[] | undefined;
  readonly clock?: (() => Date) | undefined;
};

/** In words what is wrong with the token (RFC 3161, 2.2 and 2.4.2). */
function troubleWith(
  stamp: TimeStamp | undefined,
  request: StampRequest,
  { trust, clock = () => new Date() }: Expectations,
): string | undefined {
  if (stamp === undefined) return 'the token cannot be read';
  const found = timeStampFailure(stamp, (algorithm) =>
    algorithm === 'sha256' ? Buffer.from(request.digest) : Buffer.alloc(0),
  );
  if (found) return found.reason;
  if (!stamp.nonce || !integer(request.nonce).equals(stamp.nonce)) return 'the nonce differs';
  if (request.policy !== undefined && stamp.policy !== request.policy) return 'the policy differs';
  if (Math.abs(stamp.at.getTime() - clock().getTime()) > TOLERANCE_MS) return 'the clocks differ';
  const { signer, certificates } = stamp.signed;
  const isTrusted = !trust || (signer && findChain(signer, certificates, trust) !== undefined);
  return isTrusted ? undefined : 'the authority is not trusted';
}

async function ask(question: Question, patience: Patience): Promise<Buffer> {
  try {
    return await fetchBytes(question, patience);
  } catch (error) {
    throw unavailable(error instanceof Error ? error.message : 'no answer');
  }
}

function questionFor(address: string, request: StampRequest): Question {
  const url = new URL(address);
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const authorization = user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
  [url.username, url.password] = ['', ''];
  const body = { type: 'application/timestamp-query', bytes: writeStampRequest(request) };
  return { url: url.href, body, authorization };
}

function unavailable(trouble: string) {
  return signingFault('TIME_STAMP_UNAVAILABLE', trouble);
}

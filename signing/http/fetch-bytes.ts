import { setTimeout as wait } from 'node:timers/promises';

/** How patient a client is with a service. */
export type Patience = {
  /** For one attempt, from the connection to the last byte. */
  readonly timeoutMs: number;
  readonly attempts: number;
  /** Before the second attempt; doubled before each further one. */
  readonly backOffMs: number;
  readonly maximumBytes: number;
};

export const PATIENCE: Patience = {
  timeoutMs: 10_000,
  attempts: 3,
  backOffMs: 500,
  maximumBytes: 1024 * 1024,
};

export type Question = {
  readonly url: string;
  /** Posted as this media type; without a body it is a GET. */
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
  readonly authorization?: string | undefined;
};

/**
 * The answer's bytes. Tried again after a broken connection, a time-out or a server's own trouble (5xx, 429); any other
 * status is final. Throws an error whose message names service and trouble, never credentials.
 */
export async function fetchBytes(question: Question, patience: Patience): Promise<Buffer> {
  let trouble = 'not tried';
  for (let attempt = 0; attempt < patience.attempts; attempt += 1) {
    if (attempt > 0) await wait(patience.backOffMs * 2 ** (attempt - 1), undefined, { ref: false });
    const answer = await attempted(question, patience);
    if ('bytes' in answer) return answer.bytes;
    trouble = answer.trouble;
    if (answer.isFinal) break;
  }
  throw new Error(`${hostOf(question.url)}: ${trouble}`);
}

type Attempt = { readonly bytes: Buffer } | { readonly trouble: string; readonly isFinal: boolean };

async function attempted(question: Question, patience: Patience): Promise<Attempt> {
  try {
    const response = await fetch(question.url, requestOf(question, patience));
    if (!response.ok) {
      await response.body?.cancel();
      const isFinal = response.status < 500 && response.status !== 429;
      return { trouble: `status ${response.status}`, isFinal };
    }
    const bytes = await read(response, patience.maximumBytes);
    return bytes ? { bytes } : { trouble: `more than ${patience.maximumBytes} bytes`, isFinal: true };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { trouble: isTimeout ? 'no answer in time' : 'no connection', isFinal: false };
  }
}

/** A question that is posted must be answered where it was asked; only what is fetched may have moved. */
function requestOf({ body, authorization }: Question, { timeoutMs }: Patience): RequestInit {
  const headers = {
    ...(body ? { 'content-type': body.type } : {}),
    ...(authorization === undefined ? {} : { authorization }),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  return body
    ? { method: 'POST', redirect: 'error', headers, signal, body: Buffer.from(body.bytes) }
    : { headers, signal };
}

/** Undefined once there are too many, whatever the headers say. */
async function read(response: Response, maximum: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    length += bytes.length;
    if (length > maximum) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'not an address';
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, ChannelOptions } from './channel.ts';
import type { Parcel } from './codec.ts';
import { connectorFault, textOf } from './fault.ts';
import { CONTENT_TYPES, formatOf, isRecord, type Format } from './message.ts';

export type HttpOptions = ChannelOptions & {
  /** Address of the gateway. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** In which messages are answered and delivered. */
  readonly format: Format;
  /** Milliseconds between two looks into an empty inbox. */
  readonly every?: number;
};

const LOOK_EVERY_MS = 250;
const LOOK_AGAIN_MS = 2000;

/** The same over HTTP: what is posted is answered at once with its receipt; the inbox is looked into now and then. */
export function openHttp(options: HttpOptions): Channel {
  const call = callerFor(options);
  const closing = new AbortController();
  const watching = watch(call, options, closing.signal);
  return {
    isAnsweredAtOnce: true,
    out: 'POST /messages',
    in: 'GET /inbox',
    async send({ contentType, bytes }) {
      const response = await call('/messages', {
        method: 'POST',
        headers: { 'content-type': contentType, accept: CONTENT_TYPES[options.format] },
        body: Buffer.from(bytes),
      });
      return messageOf(response);
    },
    report: (id) => fetchReport(call, id),
    async close() {
      closing.abort();
      await watching;
    },
  };
}

async function fetchReport(call: Call, id: string): Promise<Uint8Array> {
  const response = await call(`/reports/${encodeURIComponent(id)}`, {});
  if (!response.ok) throw await refused(response);
  return new Uint8Array(await response.arrayBuffer());
}

type Call = (path: string, init: RequestInit) => Promise<Response>;

function callerFor({ url, user, password }: HttpOptions): Call {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return async (path, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', authorization);
    try {
      const address = new URL(`/api/v1${path}`, url);
      return await fetch(address, { ...init, headers, signal: AbortSignal.timeout(30_000) });
    } catch (error) {
      throw connectorFault('NOT_REACHABLE', `The gateway cannot be reached: ${textOf(error)}`);
    }
  };
}

/** A refused message has a receipt too; any other answer is a fault of access or of the gateway. */
async function messageOf(response: Response): Promise<Omit<Parcel, 'id'>> {
  const contentType = response.headers.get('content-type') ?? '';
  if (formatOf(contentType) === undefined) throw await refused(response);
  return { contentType, bytes: new Uint8Array(await response.arrayBuffer()) };
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** In the words of the problem details (RFC 9457), where there are any. */
async function refused(response: Response): Promise<Error> {
  const body = await bodyOf(response);
  const title = isRecord(body) ? body['title'] : undefined;
  const text = `The gateway answers ${response.status}${typeof title === 'string' ? `: ${title}` : ''}.`;
  return connectorFault('REFUSED_BY_GATEWAY', text, { status: response.status });
}

async function watch(call: Call, options: HttpOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const wait = (await look(call, options)) ? (options.every ?? LOOK_EVERY_MS) : LOOK_AGAIN_MS;
    // Rejects when the channel is closed, which is what the loop looks at next.
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
}

/** Whether the inbox could be read and everything in it was taken. */
async function look(call: Call, options: HttpOptions): Promise<boolean> {
  try {
    for (const id of await listed(call)) await takeOne(call, options, id);
    return true;
  } catch (error) {
    options.onTrouble(error instanceof Error ? error : new TypeError(textOf(error)));
    return false;
  }
}

async function listed(call: Call): Promise<readonly string[]> {
  const response = await call('/inbox', {});
  if (!response.ok) throw await refused(response);
  const body = await bodyOf(response);
  const waiting: unknown = isRecord(body) ? body['waiting'] : undefined;
  if (!Array.isArray(waiting)) throw connectorFault('NOT_READABLE', 'The inbox cannot be read.');
  return waiting.filter(isRecord).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

/** Acknowledged only after it has been taken. */
async function takeOne(call: Call, { take, format }: HttpOptions, id: string): Promise<void> {
  const path = `/inbox/${encodeURIComponent(id)}`;
  const message = await messageOf(await call(path, { headers: { accept: CONTENT_TYPES[format] } }));
  await take({ id, ...message });
  const response = await call(path, { method: 'DELETE' });
  if (!response.ok) throw await refused(response);
}

import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connectorFault, textOf } from './fault.ts';
import { isRecord } from './message.ts';

/** Large documents, over HTTP whichever way the messages go: uploaded by tus 1.0.0 before a message claims them, fetched by ranges. */

/** Credentials stand in the address: `https://system:secret@host`. */
export type Access = { readonly url: string };

/** A document that can be read from any byte on, such as a file: it is never held in memory as a whole. */
export type Source = {
  readonly size: number;
  read(from: number): AsyncIterable<Uint8Array>;
};

export type Document = { readonly authority: string; readonly mediaType: string; readonly source: Source };

/** What a message says of it: `attachments[].upload`. */
export type Claim = { readonly id: string; readonly sha256: string; readonly size: number };

/** Bytes of one request: they arrive within its time on a slow line, too. */
const AT_ONCE = 4 * 1024 * 1024;
/** Broken lines one after the other, until it is given up. */
const TRIES = 8;
const LOOK_EVERY_MS = 500;

/** Hands a document in, goes on wherever the line breaks, and waits until the hub has checked it. */
export async function uploadDocument(access: Access, document: Document): Promise<Claim> {
  const { source, authority, mediaType } = document;
  const sha256 = await digestOf(source);
  const call = callerFor(access);
  const metadata = Object.entries({ authority, mediaType, sha256 })
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
  const headers = { 'upload-length': String(source.size), 'upload-metadata': metadata };
  const created = await accepted(await call('/api/v1/documents', { method: 'POST', headers }));
  const place = created.headers.get('location') ?? '';
  await handIn(call, place, source);
  await ready(call, place);
  return { id: place.split('/').at(-1) ?? '', sha256, size: source.size };
}

async function digestOf(source: Source): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of source.read(0)) hash.update(bytes);
  return hash.digest('hex');
}

async function handIn(call: Call, place: string, source: Source): Promise<void> {
  let [at, failures] = [0, 0];
  while (at < source.size) {
    try {
      if (failures > 0) at = await reached(call, place);
      if (at < source.size) at = await handInNext(call, place, { source, at });
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === TRIES) throw error;
      await pause(LOOK_EVERY_MS * failures);
    }
  }
}

async function handInNext(
  call: Call,
  place: string,
  { source, at }: { readonly source: Source; readonly at: number },
): Promise<number> {
  const body = await partOf(source, at);
  const sum = createHash('sha256').update(body).digest('base64');
  const headers = {
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(at),
    'upload-checksum': `sha256 ${sum}`,
  };
  const answer = await accepted(await call(place, { method: 'PATCH', headers, body }));
  return Number(answer.headers.get('upload-offset'));
}

async function partOf(source: Source, from: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let left = Math.min(AT_ONCE, source.size - from);
  for await (const bytes of source.read(from)) {
    const part = bytes.subarray(0, left);
    parts.push(part);
    left -= part.length;
    if (left === 0) break;
  }
  return Buffer.concat(parts);
}

async function reached(call: Call, place: string): Promise<number> {
  const answer = await accepted(await call(place, { method: 'HEAD' }));
  return Number(answer.headers.get('upload-offset'));
}

async function ready(call: Call, place: string): Promise<void> {
  for (;;) {
    const standing: unknown = await (await accepted(await call(place, {}))).json();
    const { state, trouble } = isRecord(standing) ? standing : {};
    if (state === 'ready') return;
    if (state === 'refused')
      throw connectorFault('NOT_TAKEN', `The hub does not take the document: ${String(trouble)}.`);
    await pause(LOOK_EVERY_MS);
  }
}

export type Wanted = { readonly case: string; readonly id: string; readonly sha256: string };

/** The bytes of a document of a case, in order; goes on where the line breaks, and ends in a fault where they are not those of the digest. */
export async function* fetchDocument(access: Access, wanted: Wanted): AsyncGenerator<Uint8Array> {
  const call = callerFor(access);
  const place = `/api/v1/cases/${encodeURIComponent(wanted.case)}/documents/${encodeURIComponent(wanted.id)}`;
  const hash = createHash('sha256');
  let [at, failures] = [0, 0];
  for (let isWhole = false; !isWhole;) {
    const answer = await accepted(await call(place, { headers: at === 0 ? {} : { range: `bytes=${at}-` } }));
    try {
      for await (const bytes of answer.body ?? []) {
        hash.update(bytes);
        at += bytes.length;
        yield bytes;
      }
      isWhole = true;
    } catch (error) {
      failures += 1;
      if (failures === TRIES) throw connectorFault('NOT_REACHABLE', `The line breaks: ${textOf(error)}`);
    }
  }
  if (hash.digest('hex') !== wanted.sha256)
    throw connectorFault('DIGEST_DIFFERS', 'The document is not the one that was told.', { id: wanted.id });
}

type Call = (path: string, init: RequestInit) => Promise<Response>;

function callerFor({ url }: Access): Call {
  const { origin, username, password } = new URL(url);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return async (path, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', authorization);
    headers.set('tus-resumable', '1.0.0');
    try {
      return await fetch(new URL(path, origin), { ...init, headers });
    } catch (error) {
      throw connectorFault('NOT_REACHABLE', `The gateway cannot be reached: ${textOf(error)}`);
    }
  };
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  const title = isRecord(body) ? body['title'] : undefined;
  const text = `The gateway answers ${response.status}${typeof title === 'string' ? `: ${title}` : ''}.`;
  throw connectorFault('REFUSED_BY_GATEWAY', text, { status: response.status });
}

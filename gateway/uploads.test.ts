import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkUploads } from '../hub/documents/check-uploads.ts';
import { ANSWERS, ASKS, credentialsOf, get, openGateway, requestSend, submit, type GatewayStage } from './testing/stage.ts'; // prettier-ignore

const BYTES = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(1_200_000, 7)]);
const SHA256 = digestOf(BYTES);
const AT = '2026-11-21T09:00:00.000Z';
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

let stage: GatewayStage;
beforeEach(async () => {
  stage = await openGateway();
});
afterEach(() => stage.app.close());

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

type Method = 'POST' | 'PATCH' | 'HEAD' | 'DELETE' | 'OPTIONS';
type Headers = Readonly<Record<string, string>>;

function tus(method: Method, url: string, { headers = {}, payload, system = ASKS }: { headers?: Headers; payload?: Buffer; system?: string } = {}) {
  const all = { ...credentialsOf(system), 'tus-resumable': '1.0.0', ...headers };
  return stage.app.inject({ method, url, headers: all, ...(payload && { payload }) });
} // prettier-ignore

function metadata(more: Headers = {}): string {
  const said = { authority: 'PT-T-ENGENHARIA', mediaType: 'application/pdf', sha256: SHA256, ...more };
  return Object.entries(said)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

function begin(more: Headers = {}, said: Headers = {}) {
  const headers = { 'upload-length': String(BYTES.length), 'upload-metadata': metadata(said), ...more };
  return tus('POST', '/api/v1/documents', { headers });
}

async function begun(): Promise<string> {
  return String((await begin()).headers['location']);
}

function patch(url: string, offset: number, { headers = {}, payload = BYTES.subarray(offset), system = ASKS }: { headers?: Headers; payload?: Buffer; system?: string } = {}) {
  const own = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
  return tus('PATCH', url, { headers: { ...own, ...headers }, payload, system });
} // prettier-ignore

async function uploaded(): Promise<string> {
  const url = await begun();
  expect((await patch(url, 0)).statusCode).toBe(204);
  await checkUploads({ store: stage.store, clock: { now: () => AT }, log: SILENT }, { aborted: false });
  return url;
}

function code({ statusCode, json }: { statusCode: number; json(): { code: string } }): string {
  return `${statusCode} ${json().code}`;
}

describe('an upload', () => {
  test('is begun, handed in, and told as it stands', async () => {
    const created = await begin();
    expect(created.statusCode).toBe(201);
    expect(created.headers).toMatchObject({ 'tus-resumable': '1.0.0', 'upload-offset': '0', 'upload-expires': 'Sun, 22 Nov 2026 09:00:00 GMT' });
    const url = String(created.headers['location']);
    const first = await patch(url, 0, { payload: BYTES.subarray(0, 100_000) });
    expect([first.statusCode, first.headers['upload-offset']]).toEqual([204, '100000']);
    const asked = await tus('HEAD', url);
    expect(asked.headers).toMatchObject({ 'upload-offset': '100000', 'upload-length': String(BYTES.length), 'upload-metadata': metadata(), 'cache-control': 'no-store' });
    expect((await patch(url, 100_000)).headers['upload-offset']).toBe(String(BYTES.length));
    const standing = await get(stage, url, credentialsOf(ASKS));
    expect(standing.json()).toMatchObject({ state: 'checking', received: BYTES.length, sha256: SHA256 });
  }); // prettier-ignore

  test('can be described without speaking tus', async () => {
    const answer = await stage.app.inject({ method: 'OPTIONS', url: '/api/v1/documents', headers: credentialsOf(ASKS) }); // prettier-ignore
    expect(answer.headers).toMatchObject({
      'tus-version': '1.0.0',
      'tus-extension': 'creation,expiration,checksum,termination',
      'tus-max-size': '20971520',
    });
  });

  test('keeps what has come when the line breaks, and goes on from there', async () => {
    const url = await begun();
    const cut = Readable.from(
      (function* broken() {
        yield BYTES.subarray(0, 300_000);
        throw new TypeError('the line is cut');
      })(),
    );
    const headers = { ...credentialsOf(ASKS), 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': String(BYTES.length) };
    await stage.app.inject({ method: 'PATCH', url, headers, payload: cut }).catch(() => undefined);
    expect((await tus('HEAD', url)).headers['upload-offset']).toBe('300000');
    expect((await patch(url, 300_000)).statusCode).toBe(204);
  }); // prettier-ignore

  test.each(['sha256', 'sha1'])('is taken with a right checksum by %s, and not with a wrong one', async (algorithm) => {
    const url = await begun();
    const payload = BYTES.subarray(0, 100_000);
    const sum = (bytes: Buffer) => `${algorithm} ${createHash(algorithm).update(bytes).digest('base64')}`;
    const wrong = await patch(url, 0, { payload, headers: { 'upload-checksum': sum(BYTES) } });
    expect(code(wrong)).toBe('460 UPLOAD_CHECKSUM');
    expect((await tus('HEAD', url)).headers['upload-offset']).toBe('0');
    expect((await patch(url, 0, { payload, headers: { 'upload-checksum': sum(payload) } })).statusCode).toBe(204);
  }); // prettier-ignore

  test('whose whole was wrong by its checksum is not whole, and can be handed in again', async () => {
    const url = await begun();
    const headers = { 'upload-checksum': `sha256 ${createHash('sha256').update('x').digest('base64')}` };
    expect(code(await patch(url, 0, { headers }))).toBe('460 UPLOAD_CHECKSUM');
    expect((await patch(url, 0)).statusCode).toBe(204);
  });

  test('is given up by its system, until a message has claimed it', async () => {
    const url = await uploaded();
    const [other] = [await begun()];
    expect((await tus('DELETE', other)).statusCode).toBe(204);
    expect((await tus('HEAD', other)).statusCode).toBe(404);
    await claim(url);
    expect(code(await tus('DELETE', url))).toBe('409 UPLOAD_CLAIMED');
  });
});

const AUTHORITY = 'authority once, in base64: the id of the authority';
const TYPE = 'mediaType once, in base64: the type of the document, such as application/pdf';
const DIGEST = 'sha256 once, in base64: 64 hexadecimal digits in lower case';

describe('is refused', () => {
  test.each([
    ['a size beyond what any area takes', { 'upload-length': '20971521' }, {}, '413 ATTACHMENT_TOO_LARGE'],
    ['no size', { 'upload-length': '0' }, {}, '400 REQUEST_INVALID'],
    ['a size that is none', { 'upload-length': 'Infinity' }, {}, '400 REQUEST_INVALID'],
    ['a type that no area takes', {}, { mediaType: 'text/html' }, '422 UPLOAD_TYPE'],
    ['an authority of another system', {}, { authority: 'FR-T-ENSEIGNEMENT' }, '403 NOT_YOUR_AUTHORITY'],
    ['a size that is not written in decimal digits', { 'upload-length': '0x10' }, {}, '400 REQUEST_INVALID'],
    ['a digest that is none', {}, { sha256: 'x' }, '400 REQUEST_INVALID'],
    ['metadata said twice', { 'upload-metadata': `${metadata()},${metadata()}` }, {}, '400 REQUEST_INVALID'],
    ['another version of tus', { 'tus-resumable': '0.2.2' }, {}, '412 TUS_VERSION'],
  ] as const)('%s', async (...[, headers, said, expected]) => {
    expect(code(await begin(headers, said))).toBe(expected);
  }); // prettier-ignore

  test.each([
    ['no digest', metadata().replace(/,sha256 .*/, ''), DIGEST],
    ['a digest in capitals', metadata({ sha256: SHA256.toUpperCase() }), DIGEST],
    ['a digest that is not in base64', metadata().replace(/sha256 .*/, `sha256 ${SHA256}`), DIGEST],
    ['no type', metadata({ mediaType: '' }), TYPE],
    ['no value of the type', metadata().replace(/mediaType [^,]*/, 'mediaType'), TYPE],
    ['no authority', metadata().replace(/authority [^,]*,/, ''), AUTHORITY],
    ['an authority said twice', `${metadata()},authority UFQ=`, AUTHORITY],
  ])('%s, and it is said which member must say what', async (_, said, what) => {
    const answer = await begin({ 'upload-metadata': said });
    expect(code(answer)).toBe('400 REQUEST_INVALID');
    expect(answer.json().title).toBe(`The request is not well-formed: the header upload-metadata must say ${what}.`);
  }); // prettier-ignore

  test.each(['0x0', '0e0', '0.0', '-0', '+0', ' 0 0', ''])(
    'a piece whose place is written %j',
    async (place) => {
      const answer = await patch(await begun(), 0, { headers: { 'upload-offset': place } });
      expect(code(answer)).toBe('400 REQUEST_INVALID');
    },
  );

  test('one upload more than a system may have', async () => {
    for (let count = 0; count < 32; count += 1) expect((await begin()).statusCode).toBe(201);
    expect(code(await begin())).toBe('429 UPLOADS_TOO_MANY');
  });

  test('a piece at another place, in another form, of too few bytes, or beyond the end', async () => {
    const url = await begun();
    expect(code(await patch(url, 5))).toBe('409 UPLOAD_OFFSET');
    expect(code(await patch(url, 0, { headers: { 'content-type': 'text/plain' } }))).toBe(
      '415 UPLOAD_FORMAT',
    );
    expect(code(await patch(url, 0, { payload: Buffer.from('%PDF') }))).toBe('400 UPLOAD_PIECE');
    const beyond = Buffer.concat([BYTES, Buffer.from('x')]);
    expect(code(await patch(url, 0, { payload: beyond }))).toBe('400 UPLOAD_PIECE');
  });

  test('whatever another system asks of it, as if it were not there', async () => {
    const url = await uploaded();
    const answers = [
      await patch(url, 0, { system: ANSWERS }),
      await tus('DELETE', url, { system: ANSWERS }),
      await get(stage, url, credentialsOf(ANSWERS)),
    ];
    expect(answers.map(code)).toEqual(Array(3).fill('404 NOT_FOUND'));
    expect((await tus('HEAD', url, { system: ANSWERS })).statusCode).toBe(404);
    expect((await stage.app.inject({ method: 'HEAD', url })).statusCode).toBe(401);
  });
});

async function claim(url: string): Promise<string> {
  const upload = { id: url.split('/').at(-1), sha256: SHA256, size: BYTES.length };
  const attachments = [{ id: 'doc-1', name: 'plano nº 1.pdf', mediaType: 'application/pdf', upload }];
  const sent = await submit(stage, requestSend('m-1', { attachments }));
  expect(sent.json().data).toMatchObject({ outcome: 'accepted' });
  return sent.json().data.case;
}

function fetchIt(number: string, { system = ANSWERS, ...headers }: Headers = {}) {
  return get(stage, `/api/v1/cases/${number}/documents/doc-1`, { ...credentialsOf(system), ...headers });
}

async function accept(subject: string) {
  const { data: _, ...envelope } = requestSend('m-2');
  const message = { ...envelope, type: 'request.accept', source: `urn:imi-hub:system:${ANSWERS}`, dataschema: envelope.dataschema.replace('request.send', 'request.accept'), authority: 'FR-T-ENSEIGNEMENT', subject, caseversion: 1, data: {} };
  const answer = await submit(stage, message, { system: ANSWERS });
  expect(answer.json().data).toMatchObject({ outcome: 'accepted' });
} // prettier-ignore

describe('a document of a case', () => {
  test('is fetched by who sees it in full, and by nobody else', async () => {
    const number = await claim(await uploaded());
    expect(code(await fetchIt(number))).toBe('404 NOT_FOUND');
    expect((await fetchIt(number, { system: ASKS })).rawPayload.equals(BYTES)).toBe(true);
    await accept(number);
    const fetched = await fetchIt(number);
    expect(fetched.rawPayload.equals(BYTES)).toBe(true);
    expect(fetched.headers).toMatchObject({
      etag: `"${SHA256}"`,
      'content-type': 'application/pdf',
      'content-length': String(BYTES.length),
      'content-disposition': "attachment; filename*=UTF-8''plano%20n%C2%BA%201.pdf",
      'repr-digest': `sha-256=:${Buffer.from(SHA256, 'hex').toString('base64')}:`,
      'cache-control': 'private, no-cache',
    });
    expect(code(await fetchIt(number, { system: 'de-anerkennung' }))).toBe('404 NOT_FOUND');
    expect(code(await fetchIt('REQ-2026-999999'))).toBe('404 NOT_FOUND');
  });

  test('is described to HEAD as to GET, without its name, and that is no access to it', async () => {
    const number = await claim(await uploaded());
    const url = `/api/v1/cases/${number}/documents/doc-1`;
    const ask = (system: string, headers: Headers = {}) =>
      stage.app.inject({ method: 'HEAD', url, headers: { ...credentialsOf(system), ...headers } });
    expect((await ask(ANSWERS)).statusCode).toBe(404);
    await accept(number);
    const answer = await ask(ANSWERS, { range: 'bytes=0-1' });
    expect([answer.statusCode, answer.rawPayload.length]).toEqual([200, 0]);
    expect(answer.headers).toMatchObject({
      etag: `"${SHA256}"`,
      'content-type': 'application/pdf',
      'content-length': String(BYTES.length),
      'accept-ranges': 'bytes',
      'repr-digest': `sha-256=:${Buffer.from(SHA256, 'hex').toString('base64')}:`,
    });
    expect(answer.headers).not.toHaveProperty('content-disposition');
    expect((await ask(ANSWERS, { 'if-none-match': `"${SHA256}"` })).statusCode).toBe(304);
    const waysIn = async () => {
      const { accesses } = (
        await get(stage, `/api/v1/cases/${number}/accesses`, credentialsOf(ANSWERS))
      ).json();
      return accesses.filter(({ way }: { way: string }) => way === 'document');
    };
    expect(await waysIn()).toEqual([]);
    await fetchIt(number);
    expect(await waysIn()).toHaveLength(1);
  });

  test('does not go along in the message that discloses it', async () => {
    const number = await claim(await uploaded());
    await accept(number);
    const { waiting } = (await get(stage, '/api/v1/inbox', credentialsOf(ANSWERS))).json();
    const told = waiting.find(({ type }: { type: string }) => type === 'request.disclosed');
    const message = (await get(stage, `/api/v1/inbox/${told.id}`, credentialsOf(ANSWERS))).json();
    const [document] = message.data.case.attachments;
    expect(document).toMatchObject({ id: 'doc-1', size: BYTES.length, sha256: SHA256, uploaded: true });
    expect(document).not.toHaveProperty('content');
  });

  test('can be fetched by ranges, and is not sent again to who has it', async () => {
    const number = await claim(await uploaded());
    const part = await fetchIt(number, { system: ASKS, range: 'bytes=1048570-1048585' });
    expect(part.statusCode).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 1048570-1048585/${BYTES.length}`);
    expect(part.rawPayload.equals(BYTES.subarray(1_048_570, 1_048_586))).toBe(true);
    const over = await fetchIt(number, { system: ASKS, range: 'bytes=9999999-' });
    expect([code(over), over.headers['content-range']]).toEqual([
      '416 RANGE_OUTSIDE',
      `bytes */${BYTES.length}`,
    ]);
    const known = await fetchIt(number, { system: ASKS, 'if-none-match': `"${SHA256}"` });
    expect(known.statusCode).toBe(304);
    const other = await fetchIt(number, { system: ASKS, range: 'bytes=0-0', 'if-range': '"other"' });
    expect(other.statusCode).toBe(200);
  });

  test('that came inside a message is fetched in the same way', async () => {
    const content = BYTES.subarray(0, 500).toString('base64');
    const attachments = [{ id: 'doc-1', name: 'a.pdf', mediaType: 'application/pdf', content }];
    const sent = await submit(stage, requestSend('m-1', { attachments }));
    const fetched = await fetchIt(sent.json().data.case, { system: ASKS });
    expect(fetched.rawPayload.equals(BYTES.subarray(0, 500))).toBe(true);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../adapters/codecs/limits.ts';
import { hubFault } from '../hub/faults.ts';
import { LARGEST_MESSAGE } from './limits.ts';
import {
  ANSWERS,
  ASKS,
  credentialsOf,
  get,
  openGateway,
  requestSend,
  submit,
  type GatewayStage,
} from './testing/stage.ts';

let stage: GatewayStage;
beforeEach(async () => {
  stage = await openGateway();
});
afterEach(() => stage.app.close());

describe('a message over HTTP', () => {
  test('is answered with its receipt, and the receipt does not wait in the inbox as well', async () => {
    const answer = await submit(stage, requestSend('m-1'));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(answer.json()).toMatchObject({
      type: 'receipt',
      receiver: `urn:imi-hub:system:${ASKS}`,
      subject: 'REQ-2026-000001',
      data: { message: 'm-1', outcome: 'accepted', case: 'REQ-2026-000001', status: 'awaitingAcceptance' },
    });
    const inbox = await get(stage, '/api/v1/inbox', credentialsOf(ASKS));
    const types = inbox.json().waiting.map(({ type }: { type: string }) => type);
    expect(types).not.toContain('receipt');
  });

  test('is answered truthfully while the receipt cannot be signed, and has its receipt when it is asked again, or later in the inbox', async () => {
    stage.takeKey(true);
    const refused = await submit(stage, requestSend('m-1'));
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'SIGNING_UNAVAILABLE']);
    expect(refused.json().title).toMatch(/may have been processed .* ask again with the same id/);
    expect((await get(stage, '/api/v1/inbox', credentialsOf(ASKS))).json().waiting).toEqual([]);
    stage.wait(61);
    const waiting = await get(stage, '/api/v1/inbox', credentialsOf(ASKS));
    const [{ id } = { id: '' }] = waiting.json().waiting;
    const fetched = await get(stage, `/api/v1/inbox/${id}`, credentialsOf(ASKS));
    expect([fetched.statusCode, fetched.json().code]).toEqual([503, 'SIGNING_UNAVAILABLE']);
    stage.takeKey(false);
    const answer = await submit(stage, requestSend('m-1'));
    const repeated = {
      duplicate: 'DUPLICATE_SAME',
      data: { outcome: 'accepted', evidence: { receipt: id } },
    };
    expect(answer.json()).toMatchObject({ ...repeated, signature: expect.any(String) });
    const late = await get(stage, `/api/v1/inbox/${id}`, credentialsOf(ASKS));
    expect(late.json()).toMatchObject({ id, data: answer.json().data });
    expect(late.json()).not.toHaveProperty('duplicate');
  });

  test('has its receipt nowhere else while the answer is made', async () => {
    const { transaction } = stage.store;
    const seen: unknown[] = [];
    vi.spyOn(stage.store, 'transaction').mockImplementation(async (work) => {
      seen.push(...(await stage.store.inbox(ASKS, { limit: 100, at: '2026-11-21T09:00:00.000Z' })));
      return transaction(work);
    });
    for (const id of ['m-1', 'm-1', 'm-2']) await submit(stage, requestSend(id));
    expect(seen).toEqual([]);
  });

  test('tells at once what it has set off', async () => {
    await submit(stage, requestSend('m-1'));
    expect(stage.news.map(({ outgoing }) => outgoing.system)).toContain(ANSWERS);
  });

  test('in XML is answered in XML, or as Accept says', async () => {
    const xml = await submit(stage, requestSend('m-1'), { format: 'xml' });
    expect(xml.statusCode).toBe(200);
    expect(xml.headers['content-type']).toBe('application/xml; charset=utf-8');
    const read = stage.codec.decode(xml.rawPayload, 'application/xml');
    expect(read).toMatchObject({ message: { type: 'receipt', data: { outcome: 'accepted' } } });
    const accept = { accept: 'application/xml;q=0.5, application/json' };
    const json = await submit(stage, requestSend('m-2'), { format: 'xml', headers: accept });
    expect(json.json()).toMatchObject({ data: { message: 'm-2', outcome: 'accepted' } });
  });

  test('sent again gets the same receipt and has no second effect, whatever its form', async () => {
    const first = await submit(stage, requestSend('m-1'));
    const again = await submit(stage, requestSend('m-1'), {
      format: 'xml',
      headers: { accept: 'application/json' },
    });
    expect(again.statusCode).toBe(200);
    expect(again.json().id).not.toBe(first.json().id);
    expect(again.json()).toMatchObject({
      duplicate: 'DUPLICATE_SAME',
      data: first.json().data,
    });
    expect((await get(stage, '/api/v1/inbox', credentialsOf(ANSWERS))).json().waiting).toHaveLength(1);
  });

  test('under a used id with other content is a conflict', async () => {
    await submit(stage, requestSend('m-1'));
    const other = await submit(stage, requestSend('m-1', { deadline: '2027-01-31' }));
    expect(other.statusCode).toBe(409);
    expect(other.json().data.faults[0].code).toBe('DUPLICATE_CONFLICT');
  });
});

describe('a refusal', () => {
  test.each([
    ['SCHEMA', 422, requestSend('m-1', { deadline: 'soon' })],
    ['DEADLINE_PAST', 422, requestSend('m-1', { deadline: '2020-01-01' })],
    ['NOT_YOUR_AUTHORITY', 403, { ...requestSend('m-1'), authority: 'DE-T-BERLIN' }],
    ['SENDER_CONTRADICTION', 403, { ...requestSend('m-1'), source: 'urn:imi-hub:system:de-laender' }],
  ])('%s has the status of its catalogue', async (code, status, message) => {
    const answer = await submit(stage, message);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({
      type: 'receipt',
      data: { outcome: 'rejected', faults: [{ code }] },
    });
  });

  test('names all faults of the message at once', async () => {
    const answer = await submit(stage, requestSend('m-1', { area: '', deadline: 'soon' }));
    expect(answer.json().data.faults).toHaveLength(2);
  });

  test('of what cannot be read is a receipt as well', async () => {
    const headers = { ...credentialsOf(ASKS), 'content-type': 'application/xml' };
    const payload = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>';
    const answer = await stage.app.inject({ method: 'POST', url: '/api/v1/messages', headers, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('XML_DOCTYPE');
  });
});

function post(type: string, payload: string | Buffer) {
  return stage.app.inject({
    method: 'POST',
    url: '/api/v1/messages',
    headers: { ...credentialsOf(ASKS), 'content-type': type },
    payload,
  });
}

describe('before a message is read', () => {
  test('one beyond the limit of the codecs is refused as too large', async () => {
    expect(LARGEST_MESSAGE).toBe(DEFAULT_LIMITS.maxBytes);
    const answer = await post('application/json', Buffer.alloc(LARGEST_MESSAGE + 1, 32));
    expect(answer.statusCode).toBe(413);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'MESSAGE_TOO_LARGE', status: 413 });
  });

  test('a foreign content type is refused', async () => {
    const answer = await post('text/plain', 'hello');
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toMatchObject({ code: 'MESSAGE_FORMAT_UNKNOWN' });
  });

  test('all four content types of the two forms are taken', async () => {
    const message = requestSend('m-1');
    for (const type of ['application/xml', 'text/xml; charset=utf-8'])
      expect((await post(type, Buffer.from(stage.codec.encode(message, 'xml')))).statusCode).toBe(200);
    for (const type of ['application/json', 'application/cloudevents+json; charset=UTF-8'])
      expect((await post(type, Buffer.from(stage.codec.encode(message, 'json')))).statusCode).toBe(200);
  });

  test('no body is a message that cannot be read', async () => {
    const answer = await stage.app.inject({
      method: 'POST',
      url: '/api/v1/messages',
      headers: credentialsOf(ASKS),
    });
    expect(answer.statusCode).toBe(415);
  });
});

describe('when something fails', () => {
  test('outsiders learn a trace id, and the log names no value', async () => {
    stage.store.breakWith(new TypeError('Maria Inventada is not a function'));
    const answer = await submit(stage, requestSend('m-1'));
    expect(answer.statusCode).toBe(500);
    const { trace, ...rest } = answer.json();
    expect(rest).toEqual({
      type: 'urn:imi-hub:problem:INTERNAL',
      title: 'Internal error.',
      status: 500,
      code: 'INTERNAL',
    });
    expect(answer.headers['x-request-id']).toBe(trace);
    expect(stage.logged()).toContain(trace);
    expect(stage.logged()).not.toContain('Inventada');
  });

  test('a store that is away means: send it again later', async () => {
    stage.store.breakWith(hubFault('STORE_UNAVAILABLE', 'the database does not answer'));
    const answer = await submit(stage, requestSend('m-1'));
    expect(answer.json()).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  });
});

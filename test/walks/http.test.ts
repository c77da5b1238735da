import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestOf, type Message } from '../../connector/message.ts';
import { useHub } from '../support/hub.ts';
import { bytesOf } from '../support/raw.ts';
import { command, request, requestData, wrongData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { keptId } from '../support/kept-id.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { repeated } from '../support/repeated.ts';

const hub = useHub('http');
const tables = useTables(hub);
const open = useSystems(hub);

const FRENCH = 'fr-titres';

test('the same message gets the same receipt over HTTP as over the broker', async () => {
  const [byBroker, byHttp] = [await open('de-anerkennung'), await open('de-anerkennung', { kind: 'http' })];
  const message = request('de-anerkennung');
  const first = await byBroker.send(message);
  const again = await byHttp.send(message);

  expect(first.outcome).toBe('accepted');
  expect(again).toEqual(repeated(first, again));
});

test('and the other way round; refused ones, too', async () => {
  const [byBroker, byHttp] = [await open('de-anerkennung'), await open('de-anerkennung', { kind: 'http' })];
  for (const message of [request('de-anerkennung'), request('de-anerkennung', wrongData())]) {
    const first = await byHttp.send(message);
    const again = await byBroker.send(message);
    expect(again).toEqual(repeated(first, again));
  }
});

test('XML is answered in XML, JSON in JSON, with the same receipt, and the status says what became of it', async () => {
  const message = request(FRENCH, requestData({ country: 'DE' }));
  const xml = await post(message, 'xml');
  const json = await post(message, 'json');
  const wrong = await post(request(FRENCH, wrongData()), 'json');

  expect([xml.status, json.status, wrong.status]).toEqual([200, 200, 422]);
  expect(xml.headers.get('content-type')).toMatch(/^application\/xml/);
  expect(json.headers.get('content-type')).toMatch(/^application\/cloudevents\+json/);
  expect(await xml.text()).toContain(digestOf(message));
  expect(await json.json()).toMatchObject({
    duplicate: 'DUPLICATE_SAME',
    data: { digest: digestOf(message) },
  });
});

test('what follows waits in the inbox until it is acknowledged, and can be fetched as often as need be', async () => {
  const german = await open('de-anerkennung');
  const sent = await post(request(FRENCH, requestData({ country: 'DE' })), 'json');
  const receipt: { data: { case: string; version: number } } = JSON.parse(await sent.text());
  const at = { case: receipt.data.case, version: receipt.data.version };
  expect((await german.send(command(german.id, 'request.accept', { case: at }))).outcome).toBe('accepted');

  const id = await waitingAbout(at.case);
  const first = await (await call(`/inbox/${id}`)).text();
  const second = await (await call(`/inbox/${id}`)).text();
  expect(first).toBe(second);
  expect(JSON.parse(first)).toMatchObject({ id, type: 'request.accepted', subject: at.case });
  expect((await call(`/inbox/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await call(`/inbox/${id}`)).status).toBe(404);
  expect((await call(`/inbox/${id}`, { method: 'DELETE' })).status).toBe(404);
});

test('the broker never gets what a system fetches over HTTP', async () => {
  const queues = await hub().stage.management.listQueues(hub().stage.vhost);
  expect(queues.find(({ name }) => name === `inbox.${FRENCH}`)?.messages ?? 0).toBe(0);
});

test('another system reaches neither the delivery nor its acknowledgement', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  await greek.next('request.arrived', { subject: sent.case ?? '' });
  const bulgarian = request('bg-kvalifikatsii', requestData({ country: 'FR' }));
  await post(bulgarian, 'json', 'bg-kvalifikatsii');
  await until('France is told', async () => (await waiting()).length > 0);
  const [theirs] = await waiting();

  const path = `/inbox/${theirs?.id ?? ''}`;
  expect((await call(path, {}, 'pt-registos')).status).toBe(404);
  expect((await call(path, { method: 'DELETE' }, 'pt-registos')).status).toBe(404);
  expect((await call(path)).status).toBe(200);
});

test('a wrong secret gets nothing, and neither does nobody', async () => {
  const wrong = `Basic ${Buffer.from(`${FRENCH}:guess`).toString('base64')}`;
  const url = new URL('/api/v1/inbox', hub().httpUrl);
  expect((await fetch(url, { headers: { authorization: wrong } })).status).toBe(401);
  expect((await fetch(url)).status).toBe(401);
});

test('a message over HTTP in the name of another system is refused, and is not remembered as that one’s', async () => {
  const message = request('de-anerkennung');
  const answer = await post(message, 'json', FRENCH);
  expect(answer.status).toBe(403);
  expect(
    await tables().count("message WHERE system = 'de-anerkennung' AND id = $1", [
      keptId(hub(), 'de-anerkennung', message.id),
    ]),
  ).toBe(0);
});

type Item = { readonly id: string; readonly subject?: string };

async function waiting(): Promise<readonly Item[]> {
  const list: { readonly waiting: readonly Item[] } = JSON.parse(await (await call('/inbox')).text());
  return list.waiting;
}

async function waitingAbout(subject: string): Promise<string> {
  const found = (await waiting()).filter((item) => item.subject === subject);
  expect(found).toHaveLength(1);
  return found[0]?.id ?? '';
}

async function post(message: Message, format: 'xml' | 'json', system = FRENCH): Promise<Response> {
  const type = { xml: 'application/xml', json: 'application/cloudevents+json' }[format];
  const headers = { 'content-type': type };
  return call(
    '/messages',
    { method: 'POST', headers, body: Buffer.from(await bytesOf(message, format)) },
    system,
  );
}

function call(path: string, init: RequestInit = {}, system = FRENCH): Promise<Response> {
  const secret = hub().credentials.get(system) ?? '';
  const headers = new Headers(init.headers);
  headers.set('authorization', `Basic ${Buffer.from(`${system}:${secret}`).toString('base64')}`);
  return fetch(new URL(`/api/v1${path}`, hub().httpUrl), { ...init, headers });
}

test('a row in the outbox gives a stranger nothing, not even the number of a case', async () => {
  const german = await open('de-anerkennung');
  const { case: number = '' } = await german.send(request(german.id));
  const [secret, columns] = [
    hub().credentials.get(FRENCH) ?? '',
    'type, created_at, authority, case_number, seq, chain',
  ];
  const headers = { authorization: `Basic ${Buffer.from(`${FRENCH}:${secret}`).toString('base64')}` };
  const id = randomUUID();
  await tables().rows(
    `INSERT INTO delivery (id, system, ${columns}) SELECT $1, $2, ${columns} FROM delivery
     WHERE case_number = $3 AND type = 'request.arrived'`,
    [id, FRENCH, number],
  );
  for (const path of ['inbox', `inbox/${id}`]) {
    const answer = await fetch(`${hub().httpUrl}/api/v1/${path}`, { headers });
    expect(answer.status).not.toBe(500);
    expect(await answer.text()).not.toContain(number);
  }
  await tables().rows('DELETE FROM delivery WHERE id = $1', [id]);
});

type Told = {
  readonly certificates: readonly { readonly use: string; readonly sha256: string; readonly pem: string }[];
};

test('whoever verifies offline is told the roots and the certificates of receipts', async () => {
  const answer = await fetch(`${hub().httpUrl}/api/v1/certificates`);
  const { certificates } = (await answer.json()) as Told;
  const digestsOf = (wanted: string) =>
    certificates.filter(({ use }) => use === wanted).map((one) => one.sha256);
  expect(digestsOf('root')).toEqual([sha256(hub().root)]);
  expect(digestsOf('messages')[0]).toBe(sha256(hub().messageSeal));
  for (const { pem, ...told } of certificates) expect(sha256(new X509Certificate(pem).raw)).toBe(told.sha256);
});

function sha256(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

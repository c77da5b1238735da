import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { administratorOf } from '../support/database.ts';
import { effectsOf } from '../support/effects.ts';
import { keptId } from '../support/kept-id.ts';
import { useHub } from '../support/hub.ts';
import { bytesOf } from '../support/raw.ts';
import { command, request, requestData } from '../support/requests.ts';
import { openTables, useTables } from '../support/tables.ts';
import { useSystems } from '../support/systems.ts';

const hub = useHub('fail_over');
const tables = useTables(hub);
const open = useSystems(hub);
const administrator = administratorOf(tables);

const FRENCH = 'fr-titres';

test('messages that come while the database is read-only, in a fail-over, are accepted afterwards', async () => {
  const german = await open('de-anerkennung');
  expect((await german.send(request(german.id))).outcome).toBe('accepted');
  await administrator.set({ default_transaction_read_only: 'on' });
  const messages = Array.from({ length: 20 }, () => request(german.id));
  const answers = Promise.all(messages.map((message) => german.send(message)));
  await sleep(4000);
  const health = await fetch(`${hub().operationsUrl}/health/ready`);
  expect([health.status, await health.json()]).toMatchObject([
    503,
    { reasons: [{ code: 'STORE_READ_ONLY' }] },
  ]);
  expect((await fetch(`${hub().httpUrl}/health/ready`)).status).toBe(503);
  await administrator.reset('default_transaction_read_only');

  expect((await answers).map(({ outcome }) => outcome)).toEqual(messages.map(() => 'accepted'));
  const sent = messages.map(({ id }) => ({ system: german.id, id }));
  expect(await effectsOf({ hub: hub(), tables: tables() }, sent)).toBe(20);
  expect(await tables().count('dead_letter')).toBe(0);
});

test('over HTTP such a message is to be sent again later, and nothing of it is half done', async () => {
  const message = request(FRENCH, requestData({ country: 'DE' }));
  await administrator.set({ default_transaction_read_only: 'on' });
  const refused = await post(message);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'UNAVAILABLE' });
  const kept = [keptId(hub(), FRENCH, message.id)];
  expect(await tables().count('message WHERE id = $1', kept)).toBe(0);

  await administrator.reset('default_transaction_read_only');
  const taken = await post(message);
  expect(taken.status).toBe(200);
  expect(await taken.json()).toMatchObject({ data: { outcome: 'accepted' } });
  expect(await tables().count('message WHERE id = $1', kept)).toBe(1);
});

test('so is a request for what waits, rather than told that there is an internal error', async () => {
  const locker = await openTables(hub().stage.databaseUrl);
  try {
    await locker.client.query('BEGIN; LOCK TABLE delivery IN ACCESS EXCLUSIVE MODE');
    expect((await call('/inbox')).status).toBe(503);
  } finally {
    await locker.close();
  }
  expect((await call('/inbox')).status).toBe(200);
}, 30_000);

test('while a table is locked for longer than anybody waits for a lock, messages wait, and are accepted afterwards', async () => {
  const german = await open('de-anerkennung');
  const locker = await openTables(hub().stage.databaseUrl);
  await locker.client.query('BEGIN; LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
  const answers = Promise.all(Array.from({ length: 12 }, () => german.send(request(german.id))));
  await sleep(8000);
  await locker.close();
  expect((await answers).filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  expect(await tables().count('dead_letter')).toBe(0);
});

test('while one case is locked by somebody else, messages on other cases are answered, and that one afterwards', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const locker = await openTables(hub().stage.databaseUrl);
  await locker.client.query('BEGIN');
  await locker.client.query('SELECT 1 FROM case_file WHERE number = $1 FOR UPDATE', [sent.case]);
  const held = greek.send(command(greek.id, 'request.accept', { case: sent }));
  await sleep(1000);
  const others = await Promise.all(Array.from({ length: 10 }, () => german.send(request(german.id))));
  expect(others.every(({ outcome }) => outcome === 'accepted')).toBe(true);
  expect(await Promise.race([held, sleep(100, 'waits')])).toBe('waits');
  await locker.close();
  expect((await held).outcome).toBe('accepted');
  expect(await tables().count('dead_letter')).toBe(0);
});

async function post(message: ReturnType<typeof request>): Promise<Response> {
  const body = new Uint8Array(await bytesOf(message, 'json'));
  return call('/messages', { method: 'POST', body, headers: { 'content-type': 'application/cloudevents+json' } });
} // prettier-ignore

function call(
  path: string,
  how: {
    readonly method?: string;
    readonly body?: Uint8Array;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Response> {
  const secret = hub().credentials.get(FRENCH) ?? '';
  const authorization = `Basic ${Buffer.from(`${FRENCH}:${secret}`).toString('base64')}`;
  return fetch(`${hub().httpUrl}/api/v1${path}`, {
    ...how,
    body: how.body ? Buffer.from(how.body) : null,
    headers: { authorization, ...how.headers },
  });
}

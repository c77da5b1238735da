import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NationalSystem } from '../../connector/system.ts';
import { effectsOf } from '../support/effects.ts';
import { usePreparedHub } from '../support/hub.ts';
import { useOwnBroker } from '../support/own-broker.ts';
import { request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { useWire } from '../support/wire.ts';
import { startWorkerHere, type WorkerHere } from '../support/workers.ts';

// A broker that ends the channel of who holds a message for five seconds: by default that takes half an hour.
useOwnBroker('[{rabbit, [{consumer_timeout, 5000}, {channel_tick_interval, 500}]}].');
const database = useWire();
const hub = usePreparedHub('long_outage', async ({ databaseUrl }) => ({
  DATABASE_URL: (await database.lay(databaseUrl)).url,
  HOLD_SECONDS: '1.5',
}));
const tables = useTables(hub);
const open = useSystems(hub);

let worker: WorkerHere | undefined;
beforeAll(async () => {
  worker = await startWorkerHere(hub().config);
});
afterAll(() => worker?.stop());

test('an outage much longer than the broker waits costs nobody a message, nor brings two answers to one', async () => {
  const [german, portuguese] = [
    await open('de-anerkennung', { timeout: 90_000 }),
    await open('pt-sigen', { timeout: 90_000 }),
  ];
  await german.send(request(german.id));
  database.wire().cut();
  const messages = Array.from({ length: 20 }, (_, index) =>
    request(index % 2 === 0 ? german.id : portuguese.id),
  );
  const answers = messages.map((message, index) => (index % 2 === 0 ? german : portuguese).send(message));
  await sleep(20_000);
  database.wire().mend();

  expect((await Promise.all(answers)).map(({ outcome }) => outcome)).toEqual(messages.map(() => 'accepted'));
  await sleep(3000);
  for (const { id } of messages) expect(receiptsOn(id, [german, portuguese])).toEqual(['accepted']);
  const sent = messages.map(({ id }, index) => ({ system: index % 2 === 0 ? german.id : portuguese.id, id }));
  expect(await effectsOf({ hub: hub(), tables: tables() }, sent)).toBe(messages.length);
  expect(await tables().count('dead_letter')).toBe(0);
});

test('many outages, one after the other, bury nothing either', { timeout: 120_000 }, async () => {
  const german = await open('de-anerkennung', { timeout: 100_000 });
  const messages = Array.from({ length: 10 }, () => request(german.id));
  database.wire().cut();
  const answers = messages.map((message) => german.send(message));
  for (let outage = 0; outage < 9; outage += 1) {
    await sleep(2500);
    database.wire().mend();
    await sleep(300);
    database.wire().cut();
  }
  await sleep(2500);
  database.wire().mend();

  expect((await Promise.all(answers)).map(({ outcome }) => outcome)).toEqual(messages.map(() => 'accepted'));
  await sleep(3000);
  for (const { id } of messages) {
    const said = receiptsOn(id, [german]);
    expect(new Set(said.map((outcome) => outcome.replace(' again', '')))).toEqual(new Set(['accepted']));
  }
  const sent = messages.map(({ id }) => ({ system: german.id, id }));
  expect(await effectsOf({ hub: hub(), tables: tables() }, sent)).toBe(messages.length);
  expect(await tables().count('dead_letter')).toBe(0);
});

function receiptsOn(id: string, systems: readonly NationalSystem[]): readonly string[] {
  return systems
    .flatMap(({ received }) => received)
    .flatMap(({ message: { type, data, duplicate } }) => {
      const isOn = type === 'receipt' && typeof data === 'object' && data !== null && 'message' in data;
      if (!isOn || data.message !== id || !('outcome' in data)) return [];
      return [`${String(data.outcome)}${duplicate === undefined ? '' : ' again'}`];
    });
}

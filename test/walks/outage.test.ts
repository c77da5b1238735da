import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../connector/receipt.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { effectsOf } from '../support/effects.ts';
import { usePreparedHub } from '../support/hub.ts';
import { command, request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { useWire } from '../support/wire.ts';
import { complaintOf, startWorkerHere, type WorkerHere } from '../support/workers.ts';

const [database, broker] = [useWire(), useWire()];
const hub = usePreparedHub('outage', async ({ databaseUrl, amqpUrl }) => ({
  DATABASE_URL: (await database.lay(databaseUrl)).url,
  AMQP_URL: (await broker.lay(amqpUrl)).url,
}));
const tables = useTables(hub);
const open = useSystems(hub);

let worker: WorkerHere | undefined;
beforeAll(async () => {
  worker = await startWorkerHere(hub().config);
});
afterAll(() => worker?.stop());

async function isConnected(): Promise<boolean> {
  return (await complaintOf(worker, 'BROKER_UNAVAILABLE')) === undefined;
}

test('while the database is away messages are held, and afterwards all are processed', async () => {
  const german = await open('de-anerkennung');
  const answers = load(german, 40);
  database.wire().cut();
  const more = load(german, 40);
  await sleep(3000);
  expect((await settledNow(more)).length).toBe(0);
  database.wire().mend();

  await expectAllAccepted([...(await answers), ...(await more)]);
  expect(await tables().count('dead_letter')).toBe(0);
});

test('a database that breaks off again and again, in the midst of the work, loses nothing and repeats nothing', async () => {
  const german = await open('de-anerkennung');
  const answers: Promise<readonly Answer[]>[] = [];
  for (let round = 0; round < 12; round += 1) {
    answers.push(load(german, 15));
    await sleep(20 + 15 * round);
    database.wire().cut();
    await sleep(150);
    database.wire().mend();
  }
  await expectAllAccepted((await Promise.all(answers)).flat());
  await expectNothingWaiting();
  expect(await tables().count('dead_letter')).toBe(0);
});

test('a broker that breaks off again and again loses nothing and repeats nothing', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const answers: Promise<readonly Answer[]>[] = [];
  for (let round = 0; round < 5; round += 1) {
    answers.push(load(german, 15));
    await sleep(30 + 40 * round);
    broker.wire().cut();
    await sleep(300);
    broker.wire().mend();
    // Until the worker is back: what no worker has taken, no broken line can lose.
    await until('the worker is back', isConnected);
  }
  for (let round = 0; round < 25; round += 1) {
    await sleep(round * 12);
    broker.wire().cut();
    broker.wire().mend();
  }
  const all = (await Promise.all(answers)).flat();
  await expectAllAccepted(all);
  await expectNothingWaiting();
  const arrived = all.map(({ case: subject = '' }) => greek.next('request.arrived', { subject }));
  expect(await Promise.all(arrived)).toHaveLength(75);
});

test('each queue of the hub is read by one consumer, however often the line has broken', async () => {
  const queues = ['submissions.de-anerkennung', 'imi.dead.submissions', 'imi.dead.deliveries'];
  // After the last break they come back in their own time.
  await until('every queue is read', async () => (await consumersOf(queues)).every((count) => count > 0));
  expect(await consumersOf(queues)).toEqual([1, 1, 1]);
});

test('after all this, cases go on', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  expect(accepted).toMatchObject({ outcome: 'accepted', version: 2 });
});

async function consumersOf(queues: readonly string[]): Promise<readonly number[]> {
  const connection = await connect(hub().stage.amqpUrl);
  try {
    const channel = await connection.createChannel();
    const found = await Promise.all(queues.map((queue) => channel.checkQueue(queue)));
    return found.map(({ consumerCount }) => consumerCount);
  } finally {
    await connection.close();
  }
}

function load(system: NationalSystem, count: number): Promise<readonly Answer[]> {
  return Promise.all(Array.from({ length: count }, () => system.send(request(system.id))));
}

async function settledNow(work: Promise<readonly Answer[]>): Promise<readonly Answer[]> {
  return Promise.race([work, Promise.resolve([])]);
}

/** Each message accepted, and done once. */
async function expectAllAccepted(answers: readonly Answer[]): Promise<void> {
  expect(answers.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  const ids = answers.map(({ message }) => message);
  expect(
    await effectsOf(
      { hub: hub(), tables: tables() },
      ids.map((id) => ({ system: 'de-anerkennung', id })),
    ),
  ).toBe(new Set(ids).size);
}

async function expectNothingWaiting(): Promise<void> {
  await until('nothing waits to be handed over', async () => {
    return (await tables().count('delivery WHERE handed_over IS NULL')) === 0;
  });
}

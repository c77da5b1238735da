import { connect, type Channel } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboxOf, submissionsOf, DEAD_DELIVERIES, DEAD_SUBMISSIONS } from '../../adapters/amqp/topology.ts';
import { importDirectory } from '../../adapters/store/directory.ts';
import { openMacs } from '../../adapters/store/macs.ts';
import { openPrisma } from '../../adapters/store/prisma.ts';
import { usePreparedHub } from '../support/hub.ts';
import { useRaw } from '../support/raw.ts';
import { request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { until } from '../support/until.ts';
import { complaintOf, startWorkerHere, type WorkerHere } from '../support/workers.ts';

const hub = usePreparedHub('deaf');
const open = useSystems(hub);
const bare = useRaw(hub);

let worker: WorkerHere | undefined;
beforeAll(async () => {
  worker = await startWorkerHere(hub().config);
});
afterAll(() => worker?.stop());

test.for([[submissionsOf('de-anerkennung')], [DEAD_SUBMISSIONS], [DEAD_DELIVERIES]])(
  'a worker whose queue is deleted declares it and reads it again: %s',
  async ([queue = '']) => {
    await asHub((channel) => channel.deleteQueue(queue));
    await until('it is read again', async () => (await consumersOf(queue)) === 1);
    await until('nothing is missing', async () => (await missing()) === 0);
    expect(await complaintOf(worker, 'BROKER_UNAVAILABLE')).toBeUndefined();
  },
);

test('and what is sent then is answered', async () => {
  const german = await open('de-anerkennung');
  expect((await german.send(request(german.id))).outcome).toBe('accepted');
});

test('while a queue is not read, the worker knows that one is missing', async () => {
  const queue = submissionsOf('de-anerkennung');
  // Declared anew in another kind by somebody else, it is not the hub's queue.
  await asHub(async (channel) => {
    await channel.deleteQueue(queue);
    await channel.assertQueue(queue, { durable: true });
  });
  await until('it is missed', async () => (await missing()) === 1);
  await asHub((channel) => channel.deleteQueue(queue));
  await until('nothing is missing', async () => (await missing()) === 0);
  expect(await consumersOf(queue)).toBe(1);
});

test('an inbox that is gone is there again when something waits for it', async () => {
  const raw = await bare('de-anerkennung');
  await asHub((channel) => channel.deleteQueue(inboxOf('de-anerkennung')));
  await raw.publish(Buffer.from('not a message'));
  await until('its answer lies there', async () => (await waitingIn(inboxOf('de-anerkennung'))) > 0);
  expect(await waitingIn(inboxOf('de-anerkennung'))).toBe(1);
});

test('a system whose inbox is gone reads it again too', async () => {
  const german = await open('de-anerkennung');
  await german.next('receipt');
  await asHub((channel) => channel.deleteQueue(inboxOf('de-anerkennung')));
  expect((await german.send(request(german.id))).outcome).toBe('accepted');
});

test('a system that comes into the directory is served, and one that leaves is read to the end', async () => {
  const before = worker?.assembled.hub.directory.current();
  const [authorities, systems] = [
    [...(before?.authorities.values() ?? [])],
    [...(before?.systems.values() ?? [])],
  ];
  const prisma = openPrisma(worker?.assembled.pool ?? fail());
  const others = systems.filter(({ id }) => id !== 'de-anerkennung');
  const macs = openMacs(Buffer.from(hub().config.HUB_MASTER_KEY, 'base64'));
  await importDirectory(prisma, macs, { version: 1, authorities, systems: others });
  await until('its queue is read no more', async () => {
    return (await consumersOf(submissionsOf('de-anerkennung'))) === 0;
  });
  await until('nothing is missing', async () => (await missing()) === 0);
  const raw = await bare('de-anerkennung');
  const returned = new Promise((resolve) => {
    raw.channel.once('return', resolve);
  });
  await raw.publish(Buffer.from('{}'));
  await returned;

  await importDirectory(prisma, macs, { version: 1, authorities, systems });
  await until('its queue is read', async () => (await consumersOf(submissionsOf('de-anerkennung'))) === 1);
  const german = await open('de-anerkennung');
  expect((await german.send(request(german.id))).outcome).toBe('accepted');
});

/** How many queues are not read that should be, by the worker's own health. */
async function missing(): Promise<number> {
  const { wanted = 0, present = 0 } = (await complaintOf(worker, 'CONSUMERS_MISSING'))?.facts ?? {};
  return Number(wanted) - Number(present);
}

async function asHub<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
  const connection = await connect(hub().stage.amqpUrl);
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    return await work(channel);
  } finally {
    await connection.close();
  }
}

async function consumersOf(queue: string): Promise<number> {
  return asHub(async (channel) => (await channel.checkQueue(queue)).consumerCount).catch(() => 0);
}

async function waitingIn(queue: string): Promise<number> {
  return asHub(async (channel) => (await channel.checkQueue(queue)).messageCount).catch(() => 0);
}

function fail(): never {
  throw new TypeError('there is no worker');
}

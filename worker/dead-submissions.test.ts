import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Taken } from '../adapters/amqp/broker.ts';
import { DEAD, SUBMIT, submissionsOf } from '../adapters/amqp/topology.ts';
import { PORTO } from '../domain/testing/cast.ts';
import { aMessage, openStage, systemOfAuthority, wireRequest } from '../hub/testing/stage.ts';
import type { StoredMessage } from '../hub/ports/records.ts';
import { openDeadSubmissions } from './dead-submissions.ts';

const SYSTEM = systemOfAuthority(PORTO);
const BROKEN_RULE = Object.assign(new Error('violates check constraint'), { code: '23514' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** One dead submission, on a store in memory that refuses to write what the test says. */
function openScene(refuses: (message: StoredMessage) => boolean) {
  const stage = openStage();
  const reading = { count: 0 };
  const { store, codec } = stage.hub;
  const hub: typeof stage.hub = {
    ...stage.hub,
    codec: {
      ...codec,
      decode(bytes, contentType) {
        reading.count += 1;
        return codec.decode(bytes, contentType);
      },
    },
    store: {
      ...store,
      transaction: (work) =>
        store.transaction((unit) =>
          work({
            ...unit,
            async write(changes) {
              if (changes.messages.some(refuses)) throw BROKEN_RULE;
              return unit.write(changes);
            },
          }),
        ),
    },
  };
  const takeOne = openDeadSubmissions({
    hub,
    metrics: { deadLetter: () => undefined },
    config: { AMQP_USER_PREFIX: '' },
    handOver: async () => undefined,
    lastAt: () => 0,
  });
  const message = aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() });
  /** Takes it from its queue for the so-many-th time; answers what the broker was told. */
  async function take(times: number): Promise<string> {
    const said: string[] = [];
    await takeOne(deadOne(Buffer.from(JSON.stringify(message)), { times, say: (word) => said.push(word) }));
    vi.runAllTimers();
    return said.join();
  }
  return { tables: stage.tables, reading, take };
}

const NO_PROPERTIES = {
  contentType: 'application/json', contentEncoding: undefined, headers: undefined, deliveryMode: undefined, priority: undefined,
  correlationId: undefined, replyTo: undefined, expiration: undefined, messageId: undefined, timestamp: undefined,
  type: undefined, userId: SYSTEM, appId: undefined, clusterId: undefined,
}; // prettier-ignore

type Life = { readonly times: number; say(word: string): void };

function deadOne(content: Buffer, { times, say }: Life): Taken {
  const count = times === 1 ? {} : { 'x-delivery-count': times - 1 };
  const death = {
    count: 1, reason: 'rejected' as const, queue: submissionsOf(SYSTEM), exchange: SUBMIT,
    'routing-keys': [SYSTEM], time: { '!': 'timestamp' as const, value: 0 },
  };
  const properties = { ...NO_PROPERTIES, headers: { 'x-death': [death], ...count } };
  const fields = { deliveryTag: 1, consumerTag: 't', exchange: DEAD, routingKey: 'submission', redelivered: times > 1 };
  const words = { acknowledge: () => say('acknowledged'), giveBack: () => say('given back') };
  return {
    message: { content, fields, properties },
    isLost: () => false,
    acknowledgeUpTo: words.acknowledge,
    ...words,
  };
} // prettier-ignore

test('a dead submission that can be processed alone is, and no letter is kept', async () => {
  const { take, tables } = openScene(() => false);
  expect(await take(1)).toBe('acknowledged');
  expect([...tables.messages.values()]).toMatchObject([{ outcome: 'accepted' }]);
  expect(tables.deadLetters).toEqual([]);
});

test('what has once been kept as a letter is answered as such, and not accepted later', async () => {
  let isBroken = true;
  const { take, tables } = openScene(() => isBroken);
  expect(await take(1)).toBe('given back');
  expect(tables.deadLetters).toHaveLength(1);
  isBroken = false;
  expect(await take(2)).toBe('acknowledged');
  expect([...tables.messages.values()]).toMatchObject([{ outcome: 'rejected' }]);
  expect(tables.deadLetters).toHaveLength(1);
});

test('one that goes back because its answer cannot be stored has ended nobody, and is read however often that is', async () => {
  let isBroken = true;
  const { take, tables, reading } = openScene(() => isBroken);
  for (let times = 1; times <= 6; times += 1) expect(await take(times)).toBe('given back');
  isBroken = false;
  reading.count = 0;
  expect(await take(7)).toBe('acknowledged');
  expect(reading.count).toBeGreaterThan(0);
  expect([...tables.messages.values()]).toMatchObject([{ digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
});

test('one that has ended its process three times is read no more, and answered', async () => {
  const { take, tables, reading } = openScene(() => false);
  expect(await take(4)).toBe('acknowledged');
  expect(reading.count).toBe(0);
  expect([...tables.messages.values()]).toMatchObject([{ outcome: 'rejected', digest: '' }]);
});

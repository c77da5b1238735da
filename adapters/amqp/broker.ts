import type { Channel, RecoveringChannelModel } from 'amqplib';
import { atMost } from '../../hub/at-most.ts';
import type { Witness } from '../../hub/epoch/witness.ts';
import type { Log, Outbox } from '../../hub/ports/surroundings.ts';
import { openConnection } from './connection.ts';
import { openConsumer, type Consumer, type Consuming } from './consumer.ts';
import { declare, emptyInbox, TOPOLOGY_OF_HUB, topologyOf, unbind, waitingIn } from './declare.ts';
import { sayGoodbye } from './goodbye.ts';
import { openPublisher } from './publisher.ts';
import { layStream } from './stream.ts';
import { readWitnesses } from './witness.ts';

export type { Consumer, Taken } from './consumer.ts';

export type Broker = Outbox & {
  /** Exchanges, the hub's own queues and those of these systems; safe to repeat. */
  declare(systems: readonly string[]): Promise<void>;
  /** What this system publishes is taken by no queue any more, and what waits for it dies. */
  cutOff(system: string): Promise<void>;
  /** How many messages wait in a queue, those that are held by consumers not counted; nothing where there is no such queue. */
  waitingIn(queue: string): Promise<number | undefined>;
  consume(how: Consuming): Promise<Consumer>;
  /** Reads the consumer's queue no more, and does not miss it. */
  dismiss(consumer: Consumer): Promise<void>;
  /** Since when a consumer has held something without answering anything (`performance.now`): the longest time of all. */
  stuckSince(): number | undefined;
  /** Everything that is held goes back to its queue, and nothing more is taken until it is resumed. */
  release(): Promise<void>;
  resume(): void;
  /** How many queues should be read by this process, and how many are. */
  consuming(): { readonly wanted: number; readonly present: number };
  /** Tells outside the database what was written there; the newest of that, as it was told. */
  testify(witness: Witness): void;
  witnesses(): Promise<readonly Witness[]>;
  isConnected(): boolean;
  close(): Promise<void>;
};

/** A line that breaks in the meantime does not answer. */
const GOODBYE_WITHIN_MS = 2000;
/**
 * A queue that has been deleted is declared anew after a moment only: RabbitMQ (seen with 3.10) takes one of the same name for the
 * old one as long as its consumers have not been told, and hands them what they never get.
 */
const LET_GO_MS = 1000;

/**
 * RabbitMQ over two connections, so that a broker which holds up publishers in an alarm still takes acknowledgements.
 */
export async function openBroker(url: string, log: Log): Promise<Broker> {
  const publishing = await openConnection(url, log);
  const consuming = await openConnection(url, log);
  await layStream(url);
  const onChannel = channelsOf(consuming);
  const declared = new Set<string>();
  async function declareAll(systems: readonly string[]) {
    await onChannel((channel) => declare(channel, TOPOLOGY_OF_HUB));
    for (const system of systems) {
      await onChannel((channel) => declare(channel, topologyOf(system)));
      declared.add(system);
    }
  }
  const missing = new Map<string, NodeJS.Timeout>();
  function declareAnew(system: string): void {
    missing.delete(system);
    if (!declared.has(system)) return;
    log.warn({ system }, 'an inbox was missing; it is declared anew');
    declareAll([system]).catch(() => log.warn({ system }, 'the inbox cannot be declared now'));
  }
  const publisher = await openPublisher(publishing, log, (system) => {
    if (!declared.has(system) || missing.has(system)) return;
    missing.set(system, setTimeout(() => declareAnew(system), LET_GO_MS).unref());
  });
  const consumers = new Set<Consumer>();
  const releaseAll = async () => {
    await Promise.all([...consumers].map((consumer) => consumer.release()));
  };
  return {
    publish: (handing) => publisher.publish(handing),
    testify: (witness) => publisher.testify(witness),
    witnesses: () => readWitnesses(consuming, 'newest'),
    isConnected: () => publisher.isOpen(),
    declare: declareAll,
    async cutOff(system) {
      declared.delete(system);
      await onChannel((channel) => unbind(channel, system));
      await onChannel((channel) => emptyInbox(channel, system));
    },
    waitingIn: (queue) => onChannel((channel) => waitingIn(channel, queue)),
    async consume(how) {
      const consumer = await openConsumer(consuming, how, log);
      consumers.add(consumer);
      return consumer;
    },
    async dismiss(consumer) {
      consumers.delete(consumer);
      await consumer.release();
    },
    stuckSince() {
      const since = [...consumers].flatMap((consumer) => consumer.stuckSince() ?? []);
      return since.length === 0 ? undefined : Math.min(...since);
    },
    release: releaseAll,
    resume() {
      for (const consumer of consumers) consumer.resume();
    },
    consuming: () => ({
      wanted: consumers.size,
      present: [...consumers].filter((consumer) => consumer.isPresent()).length,
    }),
    async close() {
      for (const timer of missing.values()) clearTimeout(timer);
      await Promise.all([publisher.stop(), releaseAll()]);
      await atMost(GOODBYE_WITHIN_MS, Promise.allSettled([publishing.close(), consuming.close()]));
    },
  };
}

/** Each piece of work on a channel of its own: what the broker refuses costs no other. */
function channelsOf(connection: RecoveringChannelModel) {
  return async <T>(work: (channel: Channel) => Promise<T>): Promise<T> => {
    const channel = await connection.createChannel();
    // Whoever waits for the answer learns of it there.
    channel.on('error', () => undefined);
    try {
      return await work(channel);
    } finally {
      await sayGoodbye(channel);
    }
  };
}

import type { ConsumeMessage, RecoveringChannelModel } from 'amqplib';
import type { Log, Outbox } from '../../hub/ports.ts';
import { keepChannel, openConnection, type KeptChannel } from './connection.ts';
import { openPublisher } from './publisher.ts';
import { EXCHANGES, HUB_BINDINGS, HUB_QUEUES, inboxBinding, inboxQueue } from './topology.ts';

/** A message as taken from a queue, with what may become of it. Exactly one of these is called, once. */
export type Taken = {
  readonly message: ConsumeMessage;
  acknowledge(): void;
  /** Acknowledges this one and all before it that were taken from the same queue: one word for a whole batch. */
  acknowledgeUpTo(): void;
  /** Back to the queue, which counts it: after the delivery limit it is a dead letter. */
  giveBack(): void;
  /** To the dead letters at once. */
  bury(): void;
};

export type Broker = Outbox & {
  /** Exchanges, queues and the inboxes of these systems; safe to repeat. */
  declare(systems: readonly string[]): Promise<void>;
  consume(queue: string, how: Consuming): Promise<Consumer>;
  isConnected(): boolean;
  close(): Promise<void>;
};

export type Consuming = { readonly prefetch: number; take(taken: Taken): void };

export type Consumer = {
  /** Takes no more; what has been taken can still be acknowledged. */
  pause(): Promise<void>;
};

/**
 * RabbitMQ over two connections, so that a broker which holds up publishers in an alarm still takes acknowledgements.
 */
export async function openBroker(url: string, log: Log): Promise<Broker> {
  const publishing = await openConnection(url, log);
  const consuming = await openConnection(url, log);
  const publisher = await openPublisher(publishing, log);
  const kept: KeptChannel[] = [];
  return {
    publish: (handing) => publisher.publish(handing),
    isConnected: () => publisher.isOpen(),
    declare: (systems) => declare(consuming, systems),
    async consume(queue, how) {
      const { consumer, channel } = await consume(consuming, { queue, how, log });
      kept.push(channel);
      return consumer;
    },
    async close() {
      await Promise.all([publisher.stop(), ...kept.map((channel) => channel.stop())]);
      await Promise.allSettled([publishing.close(), consuming.close()]);
    },
  };
}

async function declare(connection: RecoveringChannelModel, systems: readonly string[]): Promise<void> {
  const channel = await connection.createChannel();
  for (const { name, type } of EXCHANGES) await channel.assertExchange(name, type, { durable: true });
  for (const queue of [...HUB_QUEUES, ...systems.map(inboxQueue)]) {
    await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments });
  }
  for (const { exchange, queue, key } of [...HUB_BINDINGS, ...systems.map(inboxBinding)]) {
    await channel.bindQueue(queue, exchange, key);
  }
  await channel.close();
}

async function consume(
  connection: RecoveringChannelModel,
  given: { readonly queue: string; readonly how: Consuming; readonly log: Log },
) {
  const { queue, how, log } = given;
  let cancel: (() => Promise<unknown>) | undefined;
  const channel = await keepChannel(
    () => connection.createChannel(),
    async (opened) => {
      await opened.prefetch(how.prefetch);
      const { consumerTag } = await opened.consume(queue, (message) => {
        if (message !== null) how.take(takenFrom(opened, message));
      });
      cancel = () => opened.cancel(consumerTag);
    },
    log,
  );
  const consumer: Consumer = {
    async pause() {
      await cancel?.().catch(() => undefined);
    },
  };
  return { consumer, channel };
}

type Answering = {
  ack(message: ConsumeMessage, allUpTo?: boolean): void;
  nack(message: ConsumeMessage, allUpTo: boolean, requeue: boolean): void;
};

function takenFrom(channel: Answering, message: ConsumeMessage): Taken {
  return {
    message,
    acknowledge: () => attempt(() => channel.ack(message)),
    acknowledgeUpTo: () => attempt(() => channel.ack(message, true)),
    giveBack: () => attempt(() => channel.nack(message, false, true)),
    bury: () => attempt(() => channel.nack(message, false, false)),
  };
}

/** On a channel that has gone, the broker gives the message to somebody again anyway. */
function attempt(answer: () => void): void {
  try {
    answer();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'IllegalOperationError') throw error;
  }
}

import type { Channel as AmqpChannel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { ChannelOptions } from './channel.ts';
import type { Parcel } from './codec.ts';
import { textOf } from './fault.ts';

/** Deliveries under way at the same time; they are handled one after the other. */
const PREFETCH = 50;

export type Consumer = {
  /** Takes no more, and returns when what was begun is done and acknowledged. */
  stop(): Promise<void>;
};

/** Reads an inbox on a connection of its own; acknowledges what has been taken, in order. */
export async function openConsumer(
  model: ChannelModel,
  inbox: string,
  options: ChannelOptions,
): Promise<Consumer> {
  const channel = await model.createChannel();
  let isOpen = true;
  let isReading = false;
  let tail = Promise.resolve();
  // What goes wrong before it reads is the answer to the call below.
  channel.on('error', (error: Error) => {
    if (isReading) options.onTrouble(error);
  });
  channel.on('close', () => {
    isOpen = false;
  });
  await channel.prefetch(PREFETCH);
  const { consumerTag } = await channel.consume(inbox, (delivery) => {
    // Null: the broker has ended the consumer, as when the queue was moved. A new connection is the way back.
    if (delivery === null) void model.close();
    else tail = tail.then(() => handle(delivery, { channel, options, isOpen: () => isOpen }));
  });
  isReading = true;
  return {
    async stop() {
      // On a channel that is lost meanwhile nothing more is taken anyway.
      if (isOpen) await channel.cancel(consumerTag).catch(() => undefined);
      await tail;
    },
  };
}

type Desk = {
  readonly channel: AmqpChannel;
  readonly options: ChannelOptions;
  readonly isOpen: () => boolean;
};

async function handle(delivery: ConsumeMessage, { channel, options, isOpen }: Desk): Promise<void> {
  try {
    await options.take(parcelOf(delivery));
    if (isOpen()) channel.ack(delivery);
  } catch (error) {
    // Back to the broker: it comes again, and ends in the dead letters when it cannot be taken at all.
    if (isOpen()) channel.nack(delivery, false, true);
    options.onTrouble(error instanceof Error ? error : new TypeError(textOf(error)));
  }
}

function parcelOf({ content, properties }: ConsumeMessage): Parcel {
  return {
    id: String(properties.messageId),
    contentType: String(properties.contentType),
    bytes: new Uint8Array(content),
  };
}

import type { Channel, ConsumeMessage, RecoveringChannelModel } from 'amqplib';
import type { Log } from '../../hub/ports/surroundings.ts';
import { keepChannel } from './connection.ts';
import { declare, type Topology } from './declare.ts';
import { sayGoodbye } from './goodbye.ts';
import { newHeld, type Held } from './held.ts';

/** A message as taken from a queue, with what may become of it. Exactly one of these is called, once. */
export type Taken = {
  readonly message: ConsumeMessage;
  /** Its channel has gone: it is given to somebody again, and whatever is said of it here is said to nobody. */
  isLost(): boolean;
  acknowledge(): void;
  /** Acknowledges this one and all before it that were taken from the same queue: one word for a whole batch. */
  acknowledgeUpTo(): void;
  /** Back to the queue, which counts it: after the delivery limit it is a dead letter. */
  giveBack(): void;
};

export type Consuming = {
  readonly queue: string;
  readonly prefetch: number;
  /** Declared each time before it is read, so that a queue that was deleted is there again. */
  readonly topology?: Topology;
  /** Such as where in a stream to begin. */
  readonly arguments?: Readonly<Record<string, string | number>>;
  take(taken: Taken): void;
};

export type Consumer = {
  /** Takes no more; what has been taken can still be acknowledged. */
  pause(): Promise<void>;
  /** Takes no more, and all that it holds goes back to its queue. */
  release(): Promise<void>;
  /** Takes again, after a release. */
  resume(): void;
  /** Whether the broker sends it what is in its queue. */
  isPresent(): boolean;
  /** Whether it holds nothing that has not been answered. */
  isIdle(): boolean;
  /** Since when it has held something without answering anything (`performance.now`); nothing while it holds nothing. */
  stuckSince(): number | undefined;
};

/** Reads a queue on a channel of its own, and goes on reading it whatever becomes of channel, connection or queue. */
export async function openConsumer(
  connection: RecoveringChannelModel,
  { queue, prefetch, topology, arguments: how, take }: Consuming,
  log: Log,
): Promise<Consumer> {
  let cancel: (() => Promise<unknown>) | undefined;
  let isPaused = false;
  let held = newHeld();
  async function read(channel: Channel) {
    if (isPaused) return;
    if (topology !== undefined) await declare(channel, topology);
    await channel.prefetch(prefetch);
    const isLost = lossOf(channel);
    // What was held over another channel has gone back with it.
    const inHand = newHeld();
    held = inHand;
    function hear(message: ConsumeMessage | null) {
      if (message !== null) return take(takenFrom(message, { channel, held: inHand, isLost }));
      // Told once and never again: who does not begin anew is deaf from now on.
      log.warn({ queue }, 'the broker has ended a consumer; it begins anew');
      void sayGoodbye(channel);
    }
    const { consumerTag } = await channel.consume(queue, hear, { arguments: how });
    cancel = () => channel.cancel(consumerTag);
  }
  const kept = await keepChannel(() => connection.createChannel(), read, log);
  return {
    async pause() {
      isPaused = true;
      await cancel?.().catch(() => undefined);
    },
    release: () => kept.suspend(),
    resume: () => kept.resume(),
    isPresent: () => kept.isOpen() && !isPaused,
    isIdle: () => !kept.isOpen() || held.stuckSince() === undefined,
    stuckSince: () => (kept.isOpen() ? held.stuckSince() : undefined),
  };
}

function lossOf(channel: Channel): () => boolean {
  let isLost = false;
  channel.on('close', () => {
    isLost = true;
  });
  return () => isLost;
}

type Desk = { readonly channel: Channel; readonly held: Held; isLost(): boolean };

function takenFrom(message: ConsumeMessage, { channel, held, isLost }: Desk): Taken {
  const { deliveryTag } = message.fields;
  held.take(deliveryTag);
  function answer(say: () => void) {
    held.answer(deliveryTag);
    attempt(say);
  }
  return {
    message,
    isLost,
    acknowledge: () => answer(() => channel.ack(message)),
    acknowledgeUpTo() {
      held.answerUpTo(deliveryTag);
      attempt(() => channel.ack(message, true));
    },
    giveBack: () => answer(() => channel.nack(message, false, true)),
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

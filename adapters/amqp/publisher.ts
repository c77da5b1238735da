import type { ConfirmChannel, RecoveringChannelModel } from 'amqplib';
import { hubFault } from '../../hub/faults.ts';
import type { Witness } from '../../hub/epoch/witness.ts';
import type { Log, Outbox } from '../../hub/ports/surroundings.ts';
import { keepChannel } from './connection.ts';
import { INBOX, LARGEST_ON_BROKER, WITNESS } from './topology.ts';
import { witnessParcel } from './witness.ts';

type Handing = Parameters<Outbox['publish']>[0];
type Settle = (fault?: Error) => void;

/** By delivery id: two sweeps may have taken the same one. */
type Waiting = Map<string, Set<Settle>>;

const CONFIRM_TIMEOUT_MS = 30_000;
const CONTENT_TYPE = { xml: 'application/xml', json: 'application/cloudevents+json' } as const;

export type Publisher = Outbox & {
  /** Waits for nothing: whoever is told of the same afterwards, on the same channel, is told after it. */
  testify(witness: Witness): void;
  isOpen(): boolean;
  stop(): Promise<void>;
};

/**
 * Publishes with confirms: a promise resolves only once the broker has the message safe in a queue. `missed` is told of each
 * system whose inbox is not there.
 */
export async function openPublisher(
  connection: RecoveringChannelModel,
  log: Log,
  missed: (system: string) => void,
): Promise<Publisher> {
  const waiting: Waiting = new Map();
  let channel: ConfirmChannel | undefined;
  const kept = await keepChannel(
    () => connection.createConfirmChannel(),
    async (opened) => {
      channel = opened;
      opened.on('return', ({ properties, fields }) => {
        missed(fields.routingKey);
        const returned = hubFault('BROKER_REFUSED', 'there is no such inbox');
        for (const settle of waiting.get(String(properties.messageId)) ?? []) settle(returned);
      });
      opened.on('close', () => {
        if (channel === opened) channel = undefined;
        const lost = hubFault('BROKER_UNAVAILABLE', 'closed before the confirm');
        for (const settles of waiting.values()) for (const settle of settles) settle(lost);
      });
    },
    log,
  );
  return {
    isOpen: () => channel !== undefined,
    stop: () => kept.suspend(),
    testify: (witness) => testify(channel, witness),
    publish(handing) {
      // The broker would close the channel, under all that are on their way.
      if (handing.bytes.byteLength > LARGEST_ON_BROKER) return tooLarge();
      return channel === undefined ? gone() : publish(channel, waiting, handing);
    },
  };
}

function tooLarge(): Promise<never> {
  return Promise.reject(hubFault('BROKER_REFUSED', 'too large for the broker; it can be fetched over HTTP'));
}

function testify(channel: ConfirmChannel | undefined, witness: Witness): void {
  const { body, options } = witnessParcel(witness);
  try {
    channel?.sendToQueue(WITNESS.name, body, options);
  } catch {
    // The channel is closing: nobody else is told anything by it either.
  }
}

function gone(): Promise<never> {
  return Promise.reject(hubFault('BROKER_UNAVAILABLE', 'no connection to the broker'));
}

function publish(channel: ConfirmChannel, waiting: Waiting, handing: Handing): Promise<void> {
  const { id, system, type, format, bytes, correlation } = handing;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(hubFault('BROKER_UNAVAILABLE', 'no confirm in time')),
      CONFIRM_TIMEOUT_MS,
    );
    function settle(fault?: Error) {
      clearTimeout(timer);
      settles.delete(settle);
      if (settles.size === 0 && waiting.get(id) === settles) waiting.delete(id);
      if (fault === undefined) resolve();
      else reject(fault);
    }
    const settles = waiting.get(id) ?? new Set();
    waiting.set(id, settles.add(settle));
    const options = {
      persistent: true,
      mandatory: true,
      messageId: id,
      type,
      contentType: CONTENT_TYPE[format],
      ...(correlation === undefined ? {} : { correlationId: correlation }),
    };
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    channel.publish(INBOX, system, body, options, (error: unknown) =>
      settle(
        error === null || error === undefined
          ? undefined
          : hubFault('BROKER_REFUSED', 'the inbox does not take it'),
      ),
    );
  });
}

import type { ConfirmChannel, RecoveringChannelModel } from 'amqplib';
import { hubFault } from '../../hub/faults.ts';
import type { Log, Outbox } from '../../hub/ports.ts';
import { keepChannel } from './connection.ts';
import { INBOX } from './topology.ts';

type Handing = Parameters<Outbox['publish']>[0];
type Settle = (fault?: Error) => void;

/** By delivery id: a receipt and its repetition have the same one, and may be on their way at the same time. */
type Waiting = Map<string, Set<Settle>>;

const CONFIRM_TIMEOUT_MS = 30_000;
const CONTENT_TYPE = { xml: 'application/xml', json: 'application/cloudevents+json' } as const;

export type Publisher = Outbox & { isOpen(): boolean; stop(): Promise<void> };

/** Publishes with confirms: a promise resolves only once the broker has the message safe in a queue. */
export async function openPublisher(connection: RecoveringChannelModel, log: Log): Promise<Publisher> {
  const waiting: Waiting = new Map();
  let channel: ConfirmChannel | undefined;
  const kept = await keepChannel(
    () => connection.createConfirmChannel(),
    async (opened) => {
      channel = opened;
      opened.on('return', ({ properties }) => {
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
    stop: () => kept.stop(),
    publish: (handing) => (channel === undefined ? gone() : publish(channel, waiting, handing)),
  };
}

function gone(): Promise<never> {
  return Promise.reject(hubFault('BROKER_UNAVAILABLE', 'no connection to the broker'));
}

function publish(channel: ConfirmChannel, waiting: Waiting, handing: Handing): Promise<void> {
  const { id, system, type, format, bytes } = handing;
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

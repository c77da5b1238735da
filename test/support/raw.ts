import { randomUUID } from 'node:crypto';
import { connect, type ChannelModel, type ConfirmChannel, type Options } from 'amqplib';
import { afterEach } from 'vitest';
import { CONTENT_TYPES, type Message } from '../../connector/message.ts';
import { pack } from '../../connector/codec.ts';
import type { Format } from '../../connector/message.ts';
import { schemas, type Reach } from './systems.ts';

/** A system's bare AMQP connection, for what the connector would never do. */
export type Raw = {
  readonly user: string;
  readonly channel: ConfirmChannel;
  /** The broker's complaint, once it has closed the channel. */
  readonly complaint: Promise<string>;
  /** Publishes and waits for the confirm. Without further options: as a system should. */
  publish(bytes: Uint8Array, options?: PublishOptions): Promise<void>;
  close(): Promise<void>;
};

export type PublishOptions = Options.Publish & {
  readonly key?: string;
  /** Without `user-id`: the broker lets it pass. */
  readonly isAnonymous?: boolean;
};

export async function openRaw(reach: Reach, system: string): Promise<Raw> {
  const url = reach.amqpUrlFor(system);
  const connection = await connect(url);
  connection.on('error', () => undefined);
  const channel = await connection.createConfirmChannel();
  const complaint = new Promise<string>((resolve) => {
    channel.on('error', (error: Error) => resolve(error.message));
  });
  const user = decodeURIComponent(new URL(url).username);
  return {
    user,
    channel,
    complaint,
    publish: (bytes, { key = system, isAnonymous = false, ...options } = {}) =>
      new Promise((resolve, reject) => {
        const usual = {
          ...(isAnonymous ? {} : { userId: user }),
          messageId: randomUUID(),
          contentType: CONTENT_TYPES.json,
        };
        const all = { ...usual, persistent: true, mandatory: true, ...options };
        channel.publish('imi.submit', key, Buffer.from(bytes), all, (error: unknown) => {
          if (error === null || error === undefined) resolve();
          else reject(error instanceof Error ? error : new TypeError('no reason given'));
        });
      }),
    close: () => closeQuietly(connection),
  };
}

async function closeQuietly(connection: ChannelModel): Promise<void> {
  await connection.close().catch(() => undefined);
}

/** The bytes of a message in one of its forms. */
export async function bytesOf(message: Message, format: Format): Promise<Uint8Array> {
  return (await pack(message, format, schemas)).bytes;
}

/** Opens bare connections that are closed after each test. */
export function useRaw(reach: () => Reach): (system: string) => Promise<Raw> {
  const open: Raw[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((raw) => raw.close()));
  });
  return async (system) => {
    const raw = await openRaw(reach(), system);
    open.push(raw);
    return raw;
  };
}

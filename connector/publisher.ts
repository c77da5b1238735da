import type { ConfirmChannel, RecoveringChannelModel } from 'amqplib';
import type { Parcel } from './codec.ts';
import { connectorFault, textOf } from './fault.ts';

/** A confirm channel that remembers why the broker closed it and what it sent back. */
export type Publisher = {
  readonly channel: ConfirmChannel;
  readonly returned: Set<string>;
  isOpen(): boolean;
  /** What the broker had against it, when it closed the channel. */
  complaint(): string | undefined;
};

export type Route = { readonly exchange: string; readonly routingKey: string; readonly userId: string };

export async function openPublisher(connection: RecoveringChannelModel): Promise<Publisher> {
  const channel = await connection.createConfirmChannel();
  const returned = new Set<string>();
  let isOpen = true;
  let complaint: string | undefined;
  channel.on('error', (error: Error) => {
    complaint = error.message;
  });
  channel.on('close', () => {
    isOpen = false;
  });
  channel.on('return', ({ properties }) => returned.add(String(properties.messageId)));
  return { channel, returned, isOpen: () => isOpen, complaint: () => complaint };
}

/** Resolves when the broker has confirmed the message, which it does after it has sent back what has no queue. */
export async function publish(publisher: Publisher, parcel: Parcel, route: Route): Promise<void> {
  const { id } = parcel;
  try {
    await confirmed(publisher.channel, parcel, route);
  } catch (error) {
    const complaint = publisher.complaint();
    if (complaint !== undefined)
      throw connectorFault('REFUSED_BY_BROKER', `The broker refuses the message: ${complaint}`, { id });
    throw connectorFault('NOT_CONFIRMED', `The broker has not confirmed it: ${textOf(error)}`, { id });
  }
  if (publisher.returned.delete(id))
    throw connectorFault('NO_QUEUE', `No queue takes messages of ${route.exchange}: is the hub there?`, {
      id,
    });
}

function confirmed(channel: ConfirmChannel, parcel: Parcel, route: Route): Promise<void> {
  const { id, contentType, bytes } = parcel;
  const properties = { messageId: id, contentType, userId: route.userId, persistent: true, mandatory: true };
  return new Promise((resolve, reject) => {
    channel.publish(route.exchange, route.routingKey, Buffer.from(bytes), properties, (error: unknown) => {
      if (error === null || error === undefined) resolve();
      else reject(error instanceof Error ? error : new TypeError('no reason given'));
    });
  });
}

import type { Channel, ChannelModel } from 'amqplib';

/**
 * Closes a channel or a connection, and never fails: one that is gone is closed. amqplib's own promise waits for the broker's
 * answer, which never comes when the line breaks in the meantime; that it has closed is told by the event alone.
 */
export async function sayGoodbye(ending: Channel | ChannelModel): Promise<void> {
  const hasClosed = new Promise<void>((resolve) => {
    ending.once('close', () => resolve());
  });
  await Promise.race([hasClosed, ending.close().catch(() => undefined)]);
}

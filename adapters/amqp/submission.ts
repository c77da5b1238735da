import type { ConsumeMessage } from 'amqplib';
import type { Submission } from '../../hub/ports.ts';
import { systemOfUser } from './provision.ts';

/** As the envelope has it. What cannot be the id of a message names none: it could not even be stored, or written in XML. */
const MESSAGE_ID = /^[A-Za-z0-9][A-Za-z0-9_.:@/-]{0,127}$/;

/**
 * A message from the queue as the hub takes it. The identity is the `user-id` property, which the broker has compared
 * with the connection's user; it does not demand it, so a message without one is from nobody.
 */
export function submissionFrom(
  message: ConsumeMessage,
  how: { readonly prefix: string; readonly receivedAt: string },
): Submission | undefined {
  const { userId, messageId, contentType } = message.properties;
  const system = typeof userId === 'string' ? systemOfUser(how.prefix, userId) : undefined;
  if (system === undefined) return undefined;
  return {
    system,
    bytes: message.content,
    contentType: typeof contentType === 'string' ? contentType : '',
    ...(typeof messageId === 'string' && MESSAGE_ID.test(messageId) ? { messageId } : {}),
    receivedAt: how.receivedAt,
  };
}

/** Why and where the broker let a message die, from its `x-death` header. */
export function deathOf(message: ConsumeMessage): { readonly queue: string; readonly reason: string } {
  const deaths: unknown = message.properties.headers?.['x-death'];
  const first: unknown = Array.isArray(deaths) ? deaths[0] : undefined;
  if (typeof first !== 'object' || first === null) return { queue: 'unknown', reason: 'unknown' };
  const queue = 'queue' in first && typeof first.queue === 'string' ? first.queue : 'unknown';
  const reason = 'reason' in first && typeof first.reason === 'string' ? first.reason : 'unknown';
  return { queue, reason };
}

/** How often the message has been taken from the queue it is in now, this time included. */
export function timesTaken({ fields, properties }: ConsumeMessage): number {
  if (!fields.redelivered) return 1;
  // The header of the queue before may still be there; it counts only what has come back in this one.
  const returned: unknown = properties.headers?.['x-delivery-count'];
  return typeof returned === 'number' ? returned + 1 : 2;
}

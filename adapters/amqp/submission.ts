import type { ConsumeMessage } from 'amqplib';
import type { Submission } from '../../hub/ports.ts';
import { systemOfUser } from './provision.ts';

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
    ...(typeof messageId === 'string' && messageId !== '' ? { messageId: messageId.slice(0, 200) } : {}),
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

import type { ConsumeMessage } from 'amqplib';
import type { Submission } from '../../hub/ports/messages.ts';
import { systemOfUser } from './provision.ts';
import { DEAD } from './topology.ts';

/** As the envelope has it. What cannot be the id of a message names none: it could not even be stored, or written in XML. */
const MESSAGE_ID = /^[A-Za-z0-9][A-Za-z0-9_.:@/-]{0,127}$/;

/**
 * A message from the queue as the hub takes it. The identity is the `user-id` property, which the broker has compared with
 * the connection's user. It does not demand it; where it is missing the routing key tells whose message it is, since a system
 * may publish under its own name only. That depends on permissions that somebody has set, so such a message is answered
 * and not obeyed.
 */
export function submissionFrom(
  message: ConsumeMessage,
  how: { readonly prefix: string; readonly receivedAt: string },
): Submission | undefined {
  const { userId, messageId, contentType, contentEncoding } = message.properties;
  const proven = typeof userId === 'string' ? systemOfUser(how.prefix, userId) : undefined;
  const system = proven ?? keyOf(message);
  if (system === undefined) return undefined;
  return {
    system,
    ...(proven === undefined ? { isUnproven: true as const } : {}),
    bytes: message.content,
    contentType: typeof contentType === 'string' ? contentType : '',
    ...(typeof messageId === 'string' && MESSAGE_ID.test(messageId) ? { messageId } : {}),
    ...(isCoding(contentEncoding) ? { contentCoding: contentEncoding } : {}),
    receivedAt: how.receivedAt,
  };
}

/** The routing key under which it was published, also where it is a dead letter by now. */
export function keyOf(message: ConsumeMessage): string | undefined {
  if (message.fields.exchange !== DEAD) return message.fields.routingKey;
  const death = lastDeathOf(message);
  const keys: unknown = death !== undefined && 'routing-keys' in death ? death['routing-keys'] : undefined;
  const first: unknown = Array.isArray(keys) ? keys[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

/** Clients that know nothing better name the character set, or `identity`. */
function isCoding(value: unknown): value is string {
  return typeof value === 'string' && !/^(identity|utf-?8|)$/i.test(value);
}

/** Why and where the broker let a message die, from its `x-death` header. */
export function deathOf(message: ConsumeMessage): { readonly queue: string; readonly reason: string } {
  const death = lastDeathOf(message);
  if (death === undefined) return { queue: 'unknown', reason: 'unknown' };
  const queue = 'queue' in death && typeof death.queue === 'string' ? death.queue : 'unknown';
  const reason = 'reason' in death && typeof death.reason === 'string' ? death.reason : 'unknown';
  return { queue, reason };
}

/** Only what comes by the exchange of the dead has died: others may have written anything into their headers. */
function lastDeathOf({ fields, properties }: ConsumeMessage): object | undefined {
  if (fields.exchange !== DEAD) return undefined;
  const deaths: unknown = properties.headers?.['x-death'];
  const first: unknown = Array.isArray(deaths) ? deaths[0] : undefined;
  return typeof first === 'object' && first !== null ? first : undefined;
}

/** How often the message has been taken from the queue it is in now, this time included. */
export function timesTaken({ fields, properties }: ConsumeMessage): number {
  if (!fields.redelivered) return 1;
  // The header of the queue before may still be there; it counts only what has come back in this one.
  const returned: unknown = properties.headers?.['x-delivery-count'];
  return typeof returned === 'number' ? returned + 1 : 2;
}

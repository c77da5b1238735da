import type { Taken } from '../adapters/amqp/broker.ts';
import { deathOf } from '../adapters/amqp/submission.ts';
import { systemOfInbox } from '../adapters/amqp/topology.ts';
import { keepLetter, traceOf } from '../hub/intake/dead-letters.ts';
import { tellUndeliverable } from '../hub/outgoing/hand-over.ts';
import type { Hub } from '../hub/hub.ts';
import { dealWith, type DeadLetterParts } from './dead-letters.ts';

/** Keeps a delivery that its system has refused or could not take; it can be fetched over HTTP or sent again by people. */
export async function takeDeadDelivery({ hub, metrics }: DeadLetterParts, taken: Taken): Promise<void> {
  const delivery = String(taken.message.properties.messageId);
  const { queue, reason } = deathOf(taken.message);
  const done = await dealWith(hub, taken, async () => {
    const isKnown = await testifyDeath(hub, { delivery, reason });
    if (isKnown) await keep(hub, taken);
    return { isKnown };
  });
  if (done?.isKnown === true) {
    metrics.deadLetter('inbox');
    hub.log.error({ queue, delivery, reason }, 'dead letter kept');
  } else if (done !== undefined) {
    // Its case has been erased while it lay in the inbox: nothing of it is kept here either.
    hub.log.warn({ queue, reason }, 'dead letter of an erased case dropped');
  }
}

/**
 * That its system would not take it belongs to the evidence, before the letter leaves its queue. False when it is a delivery
 * of the hub that is no longer known: only erasure deletes those.
 */
async function testifyDeath(
  hub: Hub,
  { delivery, reason }: { readonly delivery: string; readonly reason: string },
): Promise<boolean> {
  if (!isUuid(delivery)) return true;
  const outgoing = await hub.store.delivery(delivery);
  if (outgoing === undefined) return false;
  await tellUndeliverable(hub, { outgoing, at: hub.clock.now(), reasons: [reason] });
  return true;
}

async function keep(hub: Hub, { message }: Taken): Promise<void> {
  const { queue, reason } = deathOf(message);
  const { content: bytes } = message;
  const system = systemOfInbox(queue) ?? queue;
  const id = traceOf(hub, { queue, system, bytes });
  const messageId = String(message.properties.messageId);
  await keepLetter(hub, { id, system, messageId, reason, queue, diedAt: hub.clock.now(), bytes });
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

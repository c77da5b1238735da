import type { Taken } from '../adapters/amqp/broker.ts';
import { deathOf, submissionFrom, timesTaken } from '../adapters/amqp/submission.ts';
import type { Config } from '../adapters/config/config.ts';
import { admit } from '../hub/admit.ts';
import { bury, traceOf } from '../hub/dead-letters.ts';
import type { Outcome } from '../hub/outcome.ts';
import { isOutage } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import type { Meter } from '../hub/meter.ts';
import type { Submission } from '../hub/ports.ts';
import { tellUndeliverable } from '../hub/hand-over.ts';
import { settle } from '../hub/process.ts';
import { parcelsOf, type Parcel } from '../hub/relay.ts';
import { persistently, reasonOf } from './persistently.ts';

type Parts = {
  readonly hub: Hub;
  readonly metrics: Meter;
  readonly config: Config;
  handOver(parcels: readonly Parcel[]): Promise<void>;
};

/** How often a dead submission is tried by itself: more than once, since its worker may be killed meanwhile. */
const LAST_TRIES = 3;

/**
 * A submission that has died is tried once more, all alone: it may have died of its neighbours, or of a broken line.
 * What fails even so is kept, and its sender answered; what has no sender is only kept.
 */
export async function takeDeadSubmission(parts: Parts, taken: Taken): Promise<void> {
  const { hub, handOver } = parts;
  const death = deathOf(taken.message);
  try {
    const outcomes = await persistently(hub, async () => {
      return (await tryAlone(parts, taken)) ?? (await keep(parts, taken));
    });
    taken.acknowledge();
    void handOver(parcelsOf(outcomes));
  } catch (error) {
    const facts = { queue: death.queue, reason: reasonOf(error) };
    hub.log.warn(facts, 'a dead letter cannot be kept now; it stays in its queue');
    setTimeout(() => taken.giveBack(), 1000);
  }
}

async function tryAlone(parts: Parts, taken: Taken): Promise<readonly Outcome[] | undefined> {
  const { hub } = parts;
  const submission = submissionIn(parts, taken);
  if (submission === undefined || isDeadly(taken)) return undefined;
  try {
    return await settle(hub, [admit(hub, submission)]);
  } catch (error) {
    if (isOutage(error)) throw error;
    hub.log.error({ reason: reasonOf(error) }, 'a message cannot be processed, not even alone');
    return undefined;
  }
}

async function keep(parts: Parts, taken: Taken): Promise<readonly Outcome[]> {
  const { hub, metrics } = parts;
  const submission = submissionIn(parts, taken);
  const { content: bytes } = taken.message;
  const anonymous = { system: '', bytes, contentType: '', receivedAt: hub.clock.now() };
  const death = { ...deathOf(taken.message), isDeadly: isDeadly(taken) };
  const named = submission === undefined ? death : { ...death, system: submission.system };
  const outcomes = await bury(hub, submission ?? anonymous, named);
  metrics.deadLetter(death.queue);
  return outcomes;
}

function isDeadly({ message }: Taken): boolean {
  return timesTaken(message) > LAST_TRIES;
}

function submissionIn({ hub, config }: Parts, { message }: Taken): Submission | undefined {
  return submissionFrom(message, { prefix: config.AMQP_USER_PREFIX, receivedAt: hub.clock.now() });
}

/** Keeps a delivery that its system has refused or could not take; it can be fetched over HTTP or sent again by people. */
export async function takeDeadDelivery({ hub, metrics }: Parts, taken: Taken): Promise<void> {
  const { message } = taken;
  const death = deathOf(message);
  const system = death.queue.replace(/^inbox\./, '');
  try {
    const isKnown = await persistently(hub, () => testifyDeath(hub, taken, death.reason));
    if (!isKnown) {
      // Its case has been erased while it lay in the inbox: nothing of it is kept here either.
      hub.log.warn({ queue: death.queue, reason: death.reason }, 'dead letter of an erased case dropped');
      return taken.acknowledge();
    }
    await persistently(hub, () =>
      hub.store.saveDeadLetter({
        id: traceOf(hub, { queue: death.queue, system, bytes: message.content }),
        system,
        messageId: String(message.properties.messageId),
        reason: death.reason,
        queue: death.queue,
        diedAt: hub.clock.now(),
        bytes: message.content,
      }),
    );
    metrics.deadLetter('inbox');
    hub.log.error(
      { queue: death.queue, delivery: String(message.properties.messageId), reason: death.reason },
      'dead letter kept',
    );
    taken.acknowledge();
  } catch (error) {
    const facts = { queue: death.queue, reason: reasonOf(error) };
    hub.log.warn(facts, 'a dead letter cannot be kept now; it stays in its queue');
    setTimeout(() => taken.giveBack(), 1000);
  }
}

/**
 * That its system would not take it belongs to the evidence, before the letter leaves its queue. False when it is a delivery
 * of the hub that is no longer known: only erasure deletes those.
 */
async function testifyDeath(hub: Hub, { message }: Taken, reason: string): Promise<boolean> {
  const id = String(message.properties.messageId);
  if (!isUuid(id)) return true;
  const outgoing = await hub.store.delivery(id);
  if (outgoing === undefined) return false;
  await tellUndeliverable(hub, { outgoing, at: hub.clock.now(), reasons: [reason] });
  return true;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

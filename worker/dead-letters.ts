import type { Taken } from '../adapters/amqp/broker.ts';
import { deathOf, submissionFrom } from '../adapters/amqp/submission.ts';
import type { Config } from '../adapters/config/config.ts';
import { bury } from '../hub/dead-letters.ts';
import type { Hub } from '../hub/hub.ts';
import type { Meter } from '../hub/ports.ts';
import { parcelsOf, type Parcel } from '../hub/relay.ts';

type Parts = {
  readonly hub: Hub;
  readonly metrics: Meter;
  readonly config: Config;
  handOver(parcels: readonly Parcel[]): Promise<void>;
};

/** Keeps a dead submission and answers its sender; what has no sender is only kept. */
export async function takeDeadSubmission(
  { hub, metrics, config, handOver }: Parts,
  taken: Taken,
): Promise<void> {
  const { message } = taken;
  const receivedAt = hub.clock.now();
  const submission = submissionFrom(message, { prefix: config.AMQP_USER_PREFIX, receivedAt });
  const anonymous = { system: '', bytes: message.content, contentType: '', receivedAt };
  const death = deathOf(message);
  try {
    const named = submission === undefined ? death : { ...death, system: submission.system };
    const outcomes = await bury(hub, submission ?? anonymous, named);
    metrics.deadLetter(death.queue);
    taken.acknowledge();
    await handOver(parcelsOf(outcomes));
  } catch {
    hub.log.warn({ queue: death.queue }, 'a dead letter cannot be kept now; it stays in its queue');
    setTimeout(() => taken.giveBack(), 1000);
  }
}

/** Keeps a delivery that its system has refused or could not take; it can be fetched over HTTP or sent again by people. */
export async function takeDeadDelivery({ hub, metrics }: Parts, taken: Taken): Promise<void> {
  const { message } = taken;
  const death = deathOf(message);
  try {
    await hub.store.saveDeadLetter({
      id: hub.ids.uuid(),
      system: death.queue.replace(/^inbox\./, ''),
      messageId: String(message.properties.messageId),
      reason: death.reason,
      queue: death.queue,
      diedAt: hub.clock.now(),
      bytes: message.content,
    });
    metrics.deadLetter('inbox');
    hub.log.error(
      { queue: death.queue, delivery: String(message.properties.messageId), reason: death.reason },
      'dead letter kept',
    );
    taken.acknowledge();
  } catch {
    hub.log.warn({ queue: death.queue }, 'a dead letter cannot be kept now; it stays in its queue');
    setTimeout(() => taken.giveBack(), 1000);
  }
}

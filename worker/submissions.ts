import type { Broker, Consumer, Taken } from '../adapters/amqp/broker.ts';
import { topologyOf } from '../adapters/amqp/declare.ts';
import { keyOf, submissionFrom } from '../adapters/amqp/submission.ts';
import { submissionsOf } from '../adapters/amqp/topology.ts';
import type { Config } from '../adapters/config/config.ts';
import type { Hub } from '../hub/hub.ts';
import type { Intake } from './intake.ts';
import { repeat } from './repeat.ts';

const LOOK_EVERY_MS = 1000;
/** A system whose inbox is gone cannot connect, and so not send anything for which the inbox would be missed. */
const DECLARE_EVERY_LOOKS = 10;

type Parts = {
  readonly hub: Hub;
  readonly broker: Broker;
  readonly intake: Intake;
  readonly config: Config;
  /** Systems that have ever had access, whether they still have it or not. */
  known(): Promise<readonly string[]>;
};

type Readers = Map<string, Consumer>;

export type Submissions = {
  /** Takes no more; what has been taken can still be acknowledged. */
  pause(): Promise<void>;
};

/**
 * Reads what systems submit. Each system has a queue and a consumer of its own, so that what waits of one holds up no other;
 * systems that come into the directory while the worker runs get theirs, those that leave are read to the end.
 */
export async function readSubmissions(parts: Parts): Promise<Submissions> {
  const readers: Readers = new Map();
  for (const system of await parts.known()) await meetAgain(parts, { system, readers });
  await follow(parts, readers);
  let looks = 0;
  // One after the other: declared beside it, a queue could be bound again after its system has left and nobody reads it.
  const following = repeat(LOOK_EVERY_MS, parts.hub.log, async () => {
    looks += 1;
    if (looks % DECLARE_EVERY_LOOKS === 0)
      await parts.broker.declare([...parts.hub.directory.current().systems.keys()]);
    await follow(parts, readers);
  });
  return {
    async pause() {
      await following.stop();
      await Promise.all([...readers.values()].map((consumer) => consumer.pause()));
    },
  };
}

async function follow(parts: Parts, readers: Readers): Promise<void> {
  const { hub, broker } = parts;
  const systems = [...hub.directory.current().systems.keys()];
  const news = systems.filter((system) => !readers.has(system));
  if (news.length > 0) await broker.declare(news);
  for (const system of news) readers.set(system, await broker.consume(reading(parts, system)));
  for (const [system, consumer] of readers) {
    if (!systems.includes(system)) await leave(parts, { system, consumer, readers });
  }
}

/** A system may have left while no worker ran: what it had sent still waits. */
async function meetAgain(
  parts: Parts,
  { system, readers }: { readonly system: string; readonly readers: Readers },
): Promise<void> {
  const { hub, broker } = parts;
  if (hub.directory.current().systems.has(system)) return;
  if ((await broker.waitingIn(submissionsOf(system))) === undefined) return;
  const { topology: _notAgain, ...how } = reading(parts, system);
  readers.set(system, await broker.consume(how));
}

/** What a system has sent before it left is still answered; its queue stays, empty and bound to nothing. */
async function leave(
  { broker, hub }: Parts,
  left: { readonly system: string; readonly consumer: Consumer; readonly readers: Readers },
): Promise<void> {
  const { system, consumer, readers } = left;
  await broker.cutOff(system);
  if (!consumer.isIdle() || ((await broker.waitingIn(submissionsOf(system))) ?? 0) > 0) return;
  await broker.dismiss(consumer);
  readers.delete(system);
  hub.log.info({ system }, 'a system has left; its submissions are read no more');
}

function reading(parts: Parts, system: string) {
  return {
    queue: submissionsOf(system),
    prefetch: parts.config.PREFETCH,
    topology: topologyOf(system),
    take: (taken: Taken) => take(parts, { taken, owner: system }),
  };
}

/** Lanes are queues, in which messages are acknowledged in their order. */
function take(
  { hub, config, intake }: Parts,
  given: { readonly taken: Taken; readonly owner: string },
): void {
  const { taken, owner } = given;
  const queue = submissionsOf(owner);
  const key = keyOf(taken.message);
  // A sender may name further keys beside its own (`CC`), which the broker does not check: its message is in its own queue too.
  if (key !== owner) {
    hub.log.warn({ queue, system: key }, 'a copy in the queue of another system is passed over');
    return taken.acknowledge();
  }
  const receivedAt = hub.clock.now();
  const submission = submissionFrom(taken.message, { prefix: config.AMQP_USER_PREFIX, receivedAt });
  if (submission === undefined) taken.giveBack();
  else intake.add({ lane: queue, submission, answering: taken });
}

import type { Channel } from 'amqplib';
import {
  EXCHANGES,
  HUB_BINDINGS,
  HUB_QUEUES,
  inboxBinding,
  inboxOf,
  inboxQueue,
  submissionBinding,
  submissionQueue,
  type Binding,
  type Queue,
} from './topology.ts';

export type Topology = { readonly queues: readonly Queue[]; readonly bindings: readonly Binding[] };

export const TOPOLOGY_OF_HUB: Topology = { queues: HUB_QUEUES, bindings: HUB_BINDINGS };

export function topologyOf(system: string): Topology {
  return {
    queues: [submissionQueue(system), inboxQueue(system)],
    bindings: [submissionBinding(system), inboxBinding(system)],
  };
}

/** Safe to repeat: what is there stays as it is. */
export async function declare(channel: Channel, { queues, bindings }: Topology): Promise<void> {
  for (const { name, type } of EXCHANGES) await channel.assertExchange(name, type, { durable: true });
  for (const queue of queues) {
    await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments });
  }
  for (const { exchange, queue, key } of bindings) await channel.bindQueue(queue, exchange, key);
}

/** What the system sends is taken by no queue from now on: it comes back to who sends it. */
export async function unbind(channel: Channel, system: string): Promise<void> {
  const { exchange, queue, key } = submissionBinding(system);
  await channel.unbindQueue(queue, exchange, key);
}

/** What waits in an inbox of which nobody may read any more becomes a dead letter, which the hub keeps sealed. */
export async function emptyInbox(channel: Channel, system: string): Promise<void> {
  if ((await waitingIn(channel, inboxOf(system))) === undefined) return;
  for (;;) {
    const message = await channel.get(inboxOf(system));
    if (message === false) return;
    channel.nack(message, false, false);
  }
}

/**
 * How many messages wait in a queue, or nothing where there is none: that answer costs the channel.
 */
export async function waitingIn(channel: Channel, queue: string): Promise<number | undefined> {
  try {
    return (await channel.checkQueue(queue)).messageCount;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 404;
}

import type { NationalSystem } from '../../domain/directory/authority.ts';

/**
 * Exchanges, queues and permissions of the broker, declared once: the hub declares them from here, and the AsyncAPI
 * document and the documentation are generated from here.
 *
 * Quorum queues silently drop a message after their delivery limit unless a dead-letter exchange is set, and dead-letter
 * at most once unless told otherwise; both traps are closed by the arguments of `quorum`.
 */
export type Exchange = { readonly name: string; readonly type: 'topic' | 'direct'; readonly about: string };
export type Queue = {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string | number>>;
  readonly about: string;
};
export type Binding = { readonly exchange: string; readonly queue: string; readonly key: string };

export const SUBMIT = 'imi.submit';
export const INBOX = 'imi.inbox';
export const DEAD = 'imi.dead';
export const DEAD_SUBMISSIONS = 'imi.dead.submissions';
export const DEAD_DELIVERIES = 'imi.dead.deliveries';

/**
 * What one message may measure on the broker, deliveries of the hub included: the default of RabbitMQ 4, and what the brokers
 * of this project are set to. A larger one would cost the channel that publishes it.
 */
export const LARGEST_ON_BROKER = 16 * 1024 * 1024;

/** What may wait of one system: who sends faster than the hub takes is held up by the broker, and nobody else is. */
const MOST_WAITING = { messages: 100_000, bytes: 1024 * 1024 * 1024 };

/** Newer brokers give every quorum queue a delivery limit; here nothing comes after it but loss. */
const NEVER = 1_000_000;

export const EXCHANGES: readonly Exchange[] = [
  {
    name: SUBMIT,
    type: 'topic',
    about: 'National systems publish here, with their own name as routing key.',
  },
  {
    name: INBOX,
    type: 'direct',
    about: 'The hub publishes here, with the name of the receiving system as routing key.',
  },
  { name: DEAD, type: 'direct', about: 'What could not be processed or taken.' },
];

/** Some months of a busy hub; what a stream holds is read, and not taken. */
const WITNESSED_BYTES = 2_000_000_000;

/** What the hub tells outside its database of what it has written there: chains, places and hashes (docs/restore.md). */
export const WITNESS: Queue = {
  name: 'imi.witness',
  about: 'What was written into the evidence, so that a database that lacks it is recognised.',
  arguments: { 'x-queue-type': 'stream', 'x-max-length-bytes': WITNESSED_BYTES },
};

/** Queues of the hub itself; each system has one for its submissions, and an inbox, besides. */
export const HUB_QUEUES: readonly Queue[] = [
  forever(DEAD_SUBMISSIONS, 'Messages that the hub could not process.'),
  forever(DEAD_DELIVERIES, 'Deliveries that a national system has refused or not managed to take.'),
  WITNESS,
];

export const HUB_BINDINGS: readonly Binding[] = [
  { exchange: DEAD, queue: DEAD_SUBMISSIONS, key: 'submission' },
  { exchange: DEAD, queue: DEAD_DELIVERIES, key: 'delivery' },
];

export function submissionsOf(system: string): string {
  return `submissions.${system}`;
}

export function submissionQueue(system: string): Queue {
  const about = `Messages of the system ${system} towards the hub.`;
  const queue = quorum(submissionsOf(system), { limit: 5, deadKey: 'submission', about });
  const bounds = { 'x-max-length': MOST_WAITING.messages, 'x-max-length-bytes': MOST_WAITING.bytes };
  return { ...queue, arguments: { ...queue.arguments, ...bounds } };
}

export function submissionBinding(system: string): Binding {
  return { exchange: SUBMIT, queue: submissionsOf(system), key: system };
}

export function inboxOf(system: string): string {
  return `${INBOXES}${system}`;
}

const INBOXES = 'inbox.';

/** The system whose inbox it is; nothing for other queues. */
export function systemOfInbox(queue: string): string | undefined {
  return queue.startsWith(INBOXES) ? queue.slice(INBOXES.length) : undefined;
}

export function inboxQueue(system: string): Queue {
  return quorum(inboxOf(system), { limit: 20, deadKey: 'delivery', about: `Inbox of the system ${system}.` });
}

export function inboxBinding(system: string): Binding {
  return { exchange: INBOX, queue: inboxOf(system), key: system };
}

/** What a system may do on the broker, as regular expressions of RabbitMQ: publish under its own name, read its own inbox. */
export function permissionsOf({ id }: Pick<NationalSystem, 'id'>) {
  const own = id.replace(/[.\\]/g, '\\$&');
  return {
    configure: '^$',
    write: `^${SUBMIT.replace('.', '\\.')}$`,
    read: `^inbox\\.${own}$`,
    topic: { exchange: SUBMIT, write: `^${own}$`, read: '^$' },
  };
}

function quorum(
  name: string,
  { limit, deadKey, about }: { readonly limit: number; readonly deadKey: string; readonly about: string },
): Queue {
  return {
    name,
    about,
    arguments: {
      'x-queue-type': 'quorum',
      'x-delivery-limit': limit,
      'x-dead-letter-exchange': DEAD,
      'x-dead-letter-routing-key': deadKey,
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    },
  };
}

/** The end of the line: kept until it has been stored. */
function forever(name: string, about: string): Queue {
  return { name, about, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': NEVER } };
}

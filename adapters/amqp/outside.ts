import { connect, type ChannelModel } from 'amqplib';
import type { Witness } from '../../hub/epoch/witness.ts';
import { hubFault } from '../../hub/faults.ts';
import { sayGoodbye } from './goodbye.ts';
import { layStream } from './stream.ts';
import { inboxOf, WITNESS } from './topology.ts';
import { readWitnesses, witnessParcel } from './witness.ts';

/** What the broker knows of a database, for whoever is no worker. */
export type Outside = {
  /** All that are kept, oldest first. */
  witnesses(): Promise<readonly Witness[]>;
  /** Resolves when the broker has it safe. */
  testify(witness: Witness): Promise<void>;
  /** How many messages wait in the inbox; nothing where there is none. */
  unread(system: string): Promise<number | undefined>;
  close(): Promise<void>;
};

export async function openOutside(url: string): Promise<Outside> {
  const connection = await connected(url);
  return {
    witnesses: () => readWitnesses(connection, 'all'),
    async testify(witness) {
      const channel = await connection.createConfirmChannel();
      const { body, options } = witnessParcel(witness);
      channel.sendToQueue(WITNESS.name, body, options);
      await channel.waitForConfirms();
      await sayGoodbye(channel);
    },
    unread: (system) => unread(connection, system),
    close: () => sayGoodbye(connection),
  };
}

/** What a worker looks at when it starts, for a program that has no broker otherwise. */
export async function newestWitnesses(url: string): Promise<readonly Witness[]> {
  const connection = await connected(url);
  return readWitnesses(connection, 'newest').finally(() => sayGoodbye(connection));
}

async function connected(url: string): Promise<ChannelModel> {
  await layStream(url);
  try {
    const connection = await connect(url, { timeout: 10_000 });
    // Whoever waits for an answer is told by its channel; without a listener the process would end.
    connection.on('error', () => undefined);
    return connection;
  } catch (error) {
    throw hubFault('BROKER_UNAVAILABLE', 'the broker does not answer', { cause: String(error) });
  }
}

async function unread(connection: ChannelModel, system: string): Promise<number | undefined> {
  // A queue that is not there costs the channel.
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    const { messageCount } = await channel.checkQueue(inboxOf(system));
    await sayGoodbye(channel);
    return messageCount;
  } catch {
    return undefined;
  }
}

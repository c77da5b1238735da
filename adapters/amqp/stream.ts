import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { hubFault } from '../../hub/faults.ts';
import { sayGoodbye } from './goodbye.ts';
import { WITNESS } from './topology.ts';

const ATTEMPTS = 12;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;

/**
 * Makes the stream of the witnesses where it is missing.
 *
 * RabbitMQ ends the connections (541 INTERNAL_ERROR) of those that make a stream at the same time, as the first workers of
 * an installation do: so it is made over a connection on which nothing else depends, and again after a pause by chance.
 *
 * Throws BROKER_UNAVAILABLE when that does not succeed.
 */
export async function layStream(url: string): Promise<void> {
  let cause = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      return await assertStream(url);
    } catch (error) {
      cause = String(error);
    }
    const longest = Math.min(SHORTEST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
    await sleep(SHORTEST_PAUSE_MS + Math.random() * (longest - SHORTEST_PAUSE_MS));
  }
  throw hubFault('BROKER_UNAVAILABLE', 'the stream of the witnesses cannot be made', { cause });
}

async function assertStream(url: string): Promise<void> {
  const connection = await connect(url, { timeout: 10_000 });
  // What ends it is told by the channel; without a listener the process would end.
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    await channel.assertQueue(WITNESS.name, { durable: true, arguments: WITNESS.arguments });
  } finally {
    await sayGoodbye(connection);
  }
}

import type { Pool, PoolClient } from 'pg';
import { hubFault, isHubFault, isLineLost, outcomeOf } from '../../hub/faults.ts';

/**
 * Lends a connection to the work. What fails is rolled back; a connection on which not even that works is thrown away, and
 * so is one on which nobody answers: to ask there once more would take as long again.
 */
export async function onConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let broken: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    broken = isLineLost(error) ? asError(error) : await rollback(client);
    throw error;
  } finally {
    client.off('error', alreadyTold);
    client.release(broken);
  }
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    const client = await pool.connect();
    client.on('error', alreadyTold);
    return client;
  } catch (error) {
    // A wrong password does not pass by itself: it keeps its code. And what is wrong with the database has been named.
    if (isHubFault(error) || outcomeOf(error) === 'ours') throw error;
    throw hubFault('STORE_UNAVAILABLE', 'the database does not answer', { cause: String(error) });
  }
}

/** Whatever happens to the connection meanwhile, the work is told. */
export async function listening<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> {
  client.on('error', alreadyTold);
  try {
    return await work(client);
  } finally {
    client.off('error', alreadyTold);
  }
}

/** A lost connection fails the statement at hand; without a listener of its own it would end the process besides. */
function alreadyTold(): void {}

async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return asError(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

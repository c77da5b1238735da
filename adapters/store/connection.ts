import type { Pool, PoolClient } from 'pg';
import { hubFault } from '../../hub/faults.ts';

/** Lends a connection to the work. What fails is rolled back; a connection on which not even that works is thrown away. */
export async function onConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let broken: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    broken = await rollback(client);
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
    throw hubFault('STORE_UNAVAILABLE', 'the database does not answer', { cause: String(error) });
  }
}

/** A lost connection fails the statement at hand; without a listener of its own it would end the process besides. */
function alreadyTold(): void {}

async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

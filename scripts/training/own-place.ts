import { Client } from 'pg';
import { openManagement } from '../../adapters/amqp/management.ts';
import type { Addresses } from '../services/services.ts';

/** Name of its database and of its virtual host: the demo and the tests have others. */
export const TRAINING = 'training';

/** A database and a virtual host of its own beside those of the environment, made where they are missing. */
export async function ownPlace({ databaseUrl, amqpUrl, managementUrl }: Addresses): Promise<Addresses> {
  await createDatabase(databaseUrl);
  const management = openManagement(managementUrl);
  await management.putVhost(TRAINING);
  const all = { configure: '.*', write: '.*', read: '.*' };
  const user = decodeURIComponent(new URL(amqpUrl).username) || 'guest';
  await management.putPermissions({ vhost: TRAINING, user, ...all });
  return { databaseUrl: named(databaseUrl), amqpUrl: named(amqpUrl), managementUrl };
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TRAINING]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${TRAINING}`);
  } finally {
    await client.end();
  }
}

function named(address: string): string {
  return Object.assign(new URL(address), { pathname: `/${TRAINING}` }).href;
}

import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { migrate, readMigrations } from '../../prisma/migrate.ts';

/** Any number, the same for all test files: who holds it is building the template. */
const lockNumber = 5_120_377;

/** A new database with the newest schema: a copy of the template, which takes a tenth of migrating anew. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await withClient(serverUrl, async (client) => {
    const template = await ensureTemplate(client, serverUrl);
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  return databaseAt(serverUrl, name);
}

/** Also with sessions still open in it: a forgotten pool must not keep the database. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await withClient(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
}

/**
 * Built once for each state of the migrations, under another name until it is whole, by the first test file that
 * comes; the others wait. Nobody may connect to it: PostgreSQL copies only what nobody uses.
 */
async function ensureTemplate(client: Client, serverUrl: string): Promise<string> {
  const template = await templateName();
  await client.query('SELECT pg_advisory_lock($1)', [lockNumber]);
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount === 0) await buildTemplate(client, { serverUrl, template });
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [lockNumber]);
  }
  return template;
}

/** For whoever cleans up a server that is not ours. */
export async function dropTemplate(serverUrl: string): Promise<void> {
  await dropDatabase(serverUrl, await templateName());
}

async function templateName(): Promise<string> {
  return `imi_template_${await schemaHash()}`;
}

interface Building {
  readonly serverUrl: string;
  readonly template: string;
}

async function buildTemplate(client: Client, { serverUrl, template }: Building): Promise<void> {
  const building = `${template}_building`;
  await client.query(`DROP DATABASE IF EXISTS "${building}" WITH (FORCE)`);
  await client.query(`CREATE DATABASE "${building}"`);
  await migrate(databaseAt(serverUrl, building));
  await client.query(`ALTER DATABASE "${building}" WITH ALLOW_CONNECTIONS false`);
  await client.query(`ALTER DATABASE "${building}" RENAME TO "${template}"`);
}

async function schemaHash(): Promise<string> {
  const { migrationDirectories } = await readMigrations();
  return createHash('sha256').update(JSON.stringify(migrationDirectories)).digest('hex').slice(0, 16);
}

function databaseAt(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

import { readFile, readdir } from 'node:fs/promises';
import { pathToFileURL, fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { Client } from 'pg';
import { withSchemaEngine } from './engine.ts';

const folder = fileURLToPath(new URL('./migrations/', import.meta.url));

/** Any number, known to nobody else: who holds it is migrating this database. */
const lockNumber = 7_246_951;

const filters = { externalTables: [], externalEnums: [] };

/** Brings the database to the newest schema. Of several started at once, one works and the others wait for it. */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockNumber]);
    await applyMigrations(databaseUrl);
  } finally {
    await client.end();
  }
}

/**
 * A script runs as one query and so in one transaction (none has a BEGIN of its own): what failed, or was killed
 * half-way, left nothing behind and may be tried again.
 */
async function applyMigrations(databaseUrl: string): Promise<void> {
  const migrationsList = await readMigrations();
  await withSchemaEngine(databaseUrl, async (engine) => {
    const history = { migrationsList, filters, optInToShadowDatabase: false };
    const { failedMigrationNames } = await engine.diagnoseMigrationHistory(history);
    for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
    await engine.applyMigrations({ migrationsList, filters });
  });
}

/** All migrations in their order, as the engine wants them. */
export async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const migrationDirectories = await Promise.all(names.sort().map(readMigration));
  const lockfile = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' };
  return { baseDir: folder, lockfile, shadowDbInitScript: '', migrationDirectories };
}

async function readMigration(name: string): Promise<MigrationList['migrationDirectories'][number]> {
  const value = await readFile(new URL(`${name}/migration.sql`, pathToFileURL(folder)), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const databaseUrl = process.env['DATABASE_URL'];
  if (!databaseUrl) throw new Error('DATABASE_URL is missing');
  await migrate(databaseUrl);
}

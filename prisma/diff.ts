import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withSchemaEngine } from './engine.ts';
import { readMigrations } from './migrate.ts';

const schema = new URL('./schema.prisma', import.meta.url);

/**
 * The SQL that leads from the migrations to the schema; empty when they agree. The engine plays the migrations
 * in a database of its own on the same server and drops it again.
 */
export async function diff(databaseUrl: string): Promise<string> {
  const [migrations, content] = await Promise.all([readMigrations(), readFile(schema, 'utf8')]);
  const { stdout } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...migrations },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return (stdout ?? '').includes('-- This is an empty migration.') ? '' : (stdout ?? '');
}

/** `tsx prisma/diff.ts` prints the difference, `tsx prisma/diff.ts <name>` makes a migration of it. */
async function main(databaseUrl: string | undefined, name: string | undefined): Promise<void> {
  if (!databaseUrl) throw new Error('DATABASE_URL is missing');
  const sql = await diff(databaseUrl);
  if (name === undefined || sql === '') return void process.stdout.write(sql || 'no difference\n');
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = new URL(`./migrations/${stamp}_${name}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('migration.sql', folder), sql);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.env['DATABASE_URL'], process.argv[2]);

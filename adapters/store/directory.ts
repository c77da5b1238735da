import type { Pool } from 'pg';
import type { Authority, NationalSystem } from '../../domain/directory/authority.ts';
import { makeDirectory, type Directory } from '../../domain/directory/directory.ts';
import type { DirectorySource, Log } from '../../hub/ports.ts';
import type { DirectoryFile } from '../../schemas/directory.ts';

export type WatchedDirectory = DirectorySource & { refresh(): Promise<void>; close(): void };

const LOOK_EVERY_MS = 1000;

/** The directory in memory, refreshed when the database says that it has a newer version. */
export async function openDirectory(pool: Pool, log: Log): Promise<WatchedDirectory> {
  let current = await read(pool);
  async function refresh() {
    const version = await readVersion(pool);
    if (version !== current.version) current = await read(pool);
  }
  const timer = setInterval(() => {
    refresh().catch(() => log.warn({}, 'the directory cannot be refreshed now'));
  }, LOOK_EVERY_MS);
  timer.unref();
  return { current: () => current, refresh, close: () => clearInterval(timer) };
}

async function readVersion(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ version: string }>('SELECT version FROM directory_state');
  return Number(rows[0]?.version ?? 0);
}

/** One statement, so that the version belongs to what is read with it. */
async function read(pool: Pool): Promise<Directory> {
  const { rows } = await pool.query<{
    version: string | null;
    authorities: readonly Authority[] | null;
    systems: readonly NationalSystem[] | null;
  }>(`SELECT (SELECT version FROM directory_state) AS version,
    (SELECT jsonb_agg(body ORDER BY id) FROM authority) AS authorities,
    (SELECT jsonb_agg(body ORDER BY id) FROM national_system) AS systems`);
  const row = rows[0];
  return makeDirectory(Number(row?.version ?? 0), row?.authorities ?? [], row?.systems ?? []);
}

/** Replaces the directory as a whole and moves its version on. */
export async function importDirectory(pool: Pool, { authorities, systems }: DirectoryFile): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ version: string }>(
      `INSERT INTO directory_state (one, version) VALUES (true, 1)
       ON CONFLICT (one) DO UPDATE SET version = directory_state.version + 1 RETURNING version`,
    );
    await client.query('DELETE FROM authority');
    await client.query('DELETE FROM national_system');
    await client.query(
      `INSERT INTO authority (id, country, body) SELECT a->>'id', a->>'country', a FROM jsonb_array_elements($1::jsonb) AS a`,
      [JSON.stringify(authorities)],
    );
    await client.query(
      `INSERT INTO national_system (id, body) SELECT s->>'id', s FROM jsonb_array_elements($1::jsonb) AS s`,
      [JSON.stringify(systems)],
    );
    await client.query('COMMIT');
    return Number(rows[0]?.version);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

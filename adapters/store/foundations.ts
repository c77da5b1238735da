import { DatabaseError, type Pool } from 'pg';
import { hubFault } from '../../hub/faults.ts';
import type { Log } from '../../hub/ports/surroundings.ts';

/** What a connection cannot set for itself, and the promises of the hub rest on. */
export type Foundations = {
  readonly version: number;
  readonly encoding: string;
  readonly replicationRole: string;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
};

export type Unsound = {
  /** Without this the hub does not work at all. */
  readonly wrong: readonly string[];
  /** What has been confirmed may be lost when the machine of the database dies. */
  readonly losing: readonly string[];
  /** True only on some file systems. */
  readonly doubtful: readonly string[];
};

const OLDEST = 150_000;

export function judge(found: Foundations): Unsound {
  const { version, encoding, replicationRole } = found;
  return {
    wrong: [
      ...said(version < OLDEST, `it is version ${Math.floor(version / 10_000)}; 15 or newer is needed`),
      ...said(encoding !== 'UTF8', `server_encoding is ${encoding}; UTF8 is needed`),
      ...said(
        replicationRole !== 'origin',
        `session_replication_role is ${replicationRole}: foreign keys are off`,
      ),
    ],
    losing: [
      ...said(found.fsync !== 'on', `fsync is ${found.fsync}`),
      ...said(found.synchronousCommit === 'off', 'synchronous_commit is off'),
    ],
    doubtful: said(found.fullPageWrites !== 'on', `full_page_writes is ${found.fullPageWrites}`),
  };
}

function said(isSo: boolean, text: string): readonly string[] {
  return isSo ? [text] : [];
}

const LOOK = `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
  current_setting('session_replication_role') AS "replicationRole", current_setting('fsync') AS fsync,
  current_setting('full_page_writes') AS "fullPageWrites", current_setting('synchronous_commit') AS "synchronousCommit"`;

/** A table or a column that is not there (PostgreSQL, appendix A). */
const NOT_THERE: ReadonlySet<string | undefined> = new Set(['42P01', '42703']);

/** What is begun on a database with the schema of another version, or with none, says so in words for who runs the hub. */
export async function onSchema<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    if (!(error instanceof DatabaseError) || !NOT_THERE.has(error.code)) throw error;
    throw hubFault(
      'CONFIGURATION',
      'The database has not the schema of this version: it has to be migrated (docs/operating.md).',
      { cause: error.message },
    );
  }
}

/**
 * Looks at the start whether the database can keep what the hub promises. One that forgets what it has confirmed stops the
 * start; a training hub says it and goes on.
 */
export async function checkFoundations(
  pool: Pool,
  { isTraining, log }: { readonly isTraining: boolean; readonly log: Log },
): Promise<void> {
  const [found] = (await pool.query<Foundations>(LOOK)).rows;
  if (found === undefined) return;
  const { wrong, losing, doubtful } = judge(found);
  const stopping = isTraining ? wrong : [...wrong, ...losing];
  if (stopping.length > 0)
    throw hubFault('CONFIGURATION', `The database cannot be used: ${stopping.join('; ')}.`);
  if (losing.length > 0)
    log.error({ settings: losing }, 'the database may lose what it has confirmed; in training only');
  if (doubtful.length > 0)
    log.warn({ settings: doubtful }, 'safe only on a file system that never tears a page');
}

import { Pool, type PoolClient } from 'pg';
import { atMost } from '../../hub/at-most.ts';
import { isLineLost } from '../../hub/faults.ts';
import type { Log } from '../../hub/ports/surroundings.ts';

/** What a connection is for, in milliseconds that nothing on it may take longer. */
export type Purpose = {
  /** One statement, at the server. */
  readonly statement: number;
  /** Waiting for one lock. */
  readonly lock: number;
  /** A transaction in which nothing is asked for. */
  readonly idleInTransaction: number;
  /** From the question to the answer: longer than a statement may take, so it ends what has fallen silent. */
  readonly answer: number;
};

/** Messages, reports, requests over HTTP: whoever waits there is told to come again rather than kept for ever. */
export const HOT: Purpose = { statement: 10_000, lock: 5000, idleInTransaction: 30_000, answer: 15_000 };

/** Audit, erasure, roots after a restore, a large directory: minutes are in order, hours are not. */
export const PATIENT: Purpose = {
  statement: 600_000,
  lock: 30_000,
  idleInTransaction: 600_000,
  answer: 660_000,
};

const CONNECT_MS = 5000;
const KEEP_ALIVE_MS = 10_000;

/**
 * What we depend on, whatever role, database or server say. Not `default_transaction_read_only`: who freezes a database for
 * maintenance means it, and the hub waits. `row_security` off makes a hidden row an error instead of a row that is not there.
 * The last three end a line at the server's side too: a transaction whose client has gone silent must not hold its locks.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  DateStyle: 'ISO,YMD',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  client_encoding: 'UTF8',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  search_path: 'public',
  default_transaction_isolation: 'read\\ committed',
  row_security: 'off',
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_user_timeout: '20000',
};

type Opening = {
  readonly purpose: Purpose;
  readonly max: number;
  readonly log: Pick<Log, 'warn'>;
  readonly settings?: Readonly<Record<string, string>>;
  /** Looks at a new connection before it is lent to anybody. */
  verify?(client: PoolClient, done: (error?: Error) => void): void;
};

/** Connections for one purpose, with everything set that we depend on. */
export function openPool(connectionString: string, { purpose, max, log, settings, verify }: Opening): Pool {
  const pool = new Pool({
    connectionString,
    max,
    application_name: 'imi-hub',
    options: optionsOf({ ...SETTINGS, ...settings }, purpose),
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: purpose.answer,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    ...(verify === undefined ? {} : { verify }),
  });
  // A connection that breaks while idle is replaced by the pool; without a listener the process would end.
  pool.on('error', () => log.warn({}, 'an idle database connection was lost'));
  // Where one has fallen silent the others are on the same dead line, or lead to a server that is no longer the primary.
  pool.on('release', (error) => {
    if (isLineLost(error)) discardIdle(pool);
  });
  return pool;
}

function optionsOf(settings: Readonly<Record<string, string>>, purpose: Purpose): string {
  const all = {
    ...settings,
    statement_timeout: String(purpose.statement),
    lock_timeout: String(purpose.lock),
    idle_in_transaction_session_timeout: String(purpose.idleInTransaction),
  };
  return Object.entries(all)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** Each idle connection is taken and not put back. */
function discardIdle(pool: Pool): void {
  if (pool.ending) return;
  for (let left = pool.idleCount; left > 0; left -= 1)
    pool.connect().then(
      (client) => client.release(true),
      () => undefined,
    );
}

const CLOSE_MS = 2000;

/** Says goodbye to the server, but not for ever: on a dead line nobody answers. */
export async function closePool(pool: Pool): Promise<void> {
  await atMost(CLOSE_MS, pool.end());
}

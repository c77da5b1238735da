import type { Pool, PoolClient } from 'pg';
import { judge, type EpochRow, type Judgement, type Met, type Remembered } from '../../hub/epoch/judge.ts';
import { newestOf, type TellWitness } from '../../hub/epoch/witness.ts';
import type { ChainHead } from '../../hub/evidence/root-store.ts';
import { hubFault, type HubFault } from '../../hub/faults.ts';
import type { Clock, Log } from '../../hub/ports/surroundings.ts';
import { listening } from './connection.ts';
import type { Macs } from './macs.ts';

/** Keeps the hub from working with a database that lacks what it has told: see docs/restore.md. */
export type EpochGuard = {
  /** Looks at a new connection before it is lent to anybody. */
  verify(client: PoolClient, done: (error?: Error) => void): void;
  /** From here on no connection of the pool is lent while the database is not ours; and it is looked at now and then. */
  watch(pool: Pool): void;
  /** Remembers what was written last: no copy of the database from before has that. */
  remember(written: readonly ChainHead[]): void;
  /** Where what is written is told outside the database. */
  tellTo(tell: TellWitness): void;
  /** Marks the database, so that no process of the hub works with it until a new epoch is opened. */
  doubt(why: string): Promise<void>;
  /** Hears of an epoch that somebody has opened: if it was not here, the hub goes on elsewhere. */
  heed(epoch: number): Promise<void>;
  current(): Current;
  close(): void;
};

const LOOK_EVERY_MS = 2000;
/** A few batches: what is older was in the database before they were. */
const REMEMBERED = 256;

// The timeline is that of the log being written: the one of the last checkpoint lags behind a fail-over.
const MEET = `SELECT c.system_identifier::text AS cluster, d.oid::text AS database, pg_is_in_recovery() AS "isStandby",
    CASE WHEN pg_is_in_recovery() THEN 0
      ELSE ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int END AS timeline,
    (SELECT row_to_json(e) FROM (
      SELECT number, cluster::text, database::text, timeline, doubt, opened_at AS "openedAt", last_root AS "lastRoot", lost,
        encode(mac, 'hex') AS mac FROM epoch ORDER BY number DESC LIMIT 1) e) AS epoch,
    (SELECT row_to_json(l) FROM (
      SELECT t.chain, t.seq FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t(chain, seq, hash)
        LEFT JOIN evidence e USING (chain, seq, hash) WHERE e.mac IS NULL LIMIT 1) l) AS lacks
  FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()`;

const LAST_ROOT = 'SELECT coalesce(max(number), 0) AS number FROM evidence_root';

const OPEN_FIRST = `INSERT INTO epoch (number, cluster, database, timeline, opened_at, last_root, mac)
  VALUES (1, $1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;

const MOVE = 'UPDATE epoch SET timeline = $2 WHERE number = $1';
const DOUBT = 'UPDATE epoch SET doubt = $2 WHERE number = $1 AND doubt IS NULL';

type Asking = Pick<PoolClient, 'query'>;
type KeptEpoch = Omit<EpochRow, 'isOurs'> & EpochSaid & { readonly mac: string };
export type Meeting = Omit<Met, 'epoch'> & {
  readonly epoch: KeptEpoch | null;
  readonly isStandby: boolean;
  /** The first of what was written that is not there; null where all of it is. */
  readonly lacks: NonNullable<Remembered['lacks']> | null;
};

/** What the row of an epoch says for good: the timeline follows a fail-over, and a doubt stops the hub, whoever wrote it. */
export type EpochSaid = {
  readonly number: number;
  readonly cluster: string;
  readonly database: string;
  readonly openedAt: string;
  readonly lastRoot: number;
  readonly lost: string | null;
};

export function epochMac(macs: Macs, epoch: EpochSaid): Buffer {
  return macs.of('epoch', fieldsOf(epoch));
}

export function fitsEpoch(macs: Macs, mac: Uint8Array, epoch: EpochSaid): boolean {
  return macs.fits(mac, 'epoch', fieldsOf(epoch));
}

function fieldsOf({ number, cluster, database, openedAt, lastRoot, lost }: EpochSaid) {
  return [number, cluster, database, instantOf(openedAt), lastRoot, lost];
}

/** A column of moments holds also what is none. */
function instantOf(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : time.toISOString();
}

/** As it is judged. */
export function epochOf(epoch: KeptEpoch | null, macs: Macs): EpochRow | undefined {
  if (epoch === null) return undefined;
  return { ...epoch, isOurs: fitsEpoch(macs, Buffer.from(epoch.mac, 'hex'), epoch) };
}

/** The database as it is met, and how much of what was written it has. */
export async function meet(client: Asking, written: readonly ChainHead[] = []): Promise<Meeting> {
  const values = [
    written.map(({ chain }) => chain),
    written.map(({ seq }) => seq),
    written.map(({ hash }) => Buffer.from(hash, 'hex')),
  ];
  const [met] = (await client.query<Meeting>(MEET, values)).rows;
  if (met === undefined) throw hubFault('STORE_UNAVAILABLE', 'the database does not say which one it is');
  return met;
}

export function nameOf({ cluster, database }: Pick<Met, 'cluster' | 'database'>): string {
  return `${cluster}/${database}`;
}

type Current = { readonly epoch: number; readonly database: string };

type Guarding = {
  readonly clock: Clock;
  readonly log: Log;
  readonly macs: Macs;
};

export function openEpochGuard({ clock, log, macs }: Guarding): EpochGuard {
  let written: readonly ChainHead[] = [];
  let current: Current | undefined;
  let problem: string | undefined;
  let tell: TellWitness | undefined;
  let lend: Lend | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let looking: Promise<void> | undefined;

  async function examine(client: Asking): Promise<void> {
    const asked = written;
    const met = await meet(client, asked);
    if (met.isStandby) throw hubFault('STORE_UNAVAILABLE', 'the database is a standby');
    const remembered = { epoch: current?.epoch, lacks: met.lacks ?? undefined };
    const judgement = judge({ ...met, epoch: epochOf(met.epoch, macs) }, remembered);
    if (judgement.is === 'restored') return refuse(judgement.why);
    await write(client, { met, judgement, at: clock.now(), macs });
    if (judgement.is === 'moved') log.warn({ timeline: met.timeline }, 'another database server has taken over');
    accept({ epoch: met.epoch?.number ?? 1, database: nameOf(met) });
  } // prettier-ignore

  function accept(met: Current): void {
    // What was written in an epoch before may be lost with it: that is known by now.
    if (current !== undefined && met.epoch > current.epoch) written = [];
    if (problem !== undefined) log.info({ epoch: met.epoch }, 'the database is in order again');
    [current, problem] = [met, undefined];
  }

  function refuse(why: string): never {
    const fault = restoredFault(why);
    if (problem === undefined) log.error({ reason: fault.name }, fault.message);
    problem = why;
    throw fault;
  }

  function currentOrThrow(): Current {
    if (current === undefined) throw hubFault('STORE_UNAVAILABLE', 'no database has been met yet');
    return current;
  }

  /** Once at a time, however long the database takes to answer. */
  function look(): Promise<void> {
    looking ??= borrowed(lend, examine).finally(() => (looking = undefined));
    return looking;
  }

  async function doubt(why: string): Promise<void> {
    const { epoch } = currentOrThrow();
    await borrowed(lend, (client) => client.query(DOUBT, [epoch, why]));
    refuse(why);
  }

  return {
    verify: (client, done) => void finished(listening(client, examine), done),
    watch(pool) {
      lend = gated(pool, () => (problem === undefined ? undefined : restoredFault(problem)));
      // What it finds is kept, and told there; that the database does not answer, others find out.
      timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
      timer.unref();
    },
    remember(records) {
      const heads = newestOf(records);
      written = [...written, ...heads].slice(-REMEMBERED);
      tell?.({ heads });
    },
    tellTo: (teller) => void (tell = teller),
    doubt,
    async heed(epoch) {
      if (epoch <= currentOrThrow().epoch) return;
      await look();
      if (epoch > currentOrThrow().epoch) await doubt(`epoch ${epoch} has been opened in another database`);
    },
    current: currentOrThrow,
    close: () => clearInterval(timer),
  };
}

function restoredFault(why: string): HubFault {
  const text = `the database was restored or is a copy (${why}): nothing is taken or given out until "npm run restored"`;
  return hubFault('DATABASE_RESTORED', text, { why });
}

async function write(
  client: Asking,
  given: { readonly met: Meeting; readonly judgement: Judgement; readonly at: string; readonly macs: Macs },
): Promise<void> {
  const { timeline, epoch } = given.met;
  if (given.judgement.is === 'new') await openFirst(client, given);
  if (given.judgement.is === 'moved') await client.query(MOVE, [epoch?.number, timeline]);
}

async function openFirst(
  client: Asking,
  { met, at, macs }: { readonly met: Meeting; readonly at: string; readonly macs: Macs },
): Promise<void> {
  const { cluster, database, timeline } = met;
  const lastRoot = (await client.query<{ number: number }>(LAST_ROOT)).rows[0]?.number ?? 0;
  const mac = epochMac(macs, { number: 1, cluster, database, openedAt: at, lastRoot, lost: null });
  await client.query(OPEN_FIRST, [cluster, database, timeline, at, lastRoot, mac]);
}

type Lend = () => Promise<PoolClient>;

async function finished(work: Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await work;
  } catch (error) {
    return done(error instanceof Error ? error : new Error(String(error)));
  }
  done();
}

async function borrowed<T>(lend: Lend | undefined, work: (client: PoolClient) => Promise<T>): Promise<T> {
  if (lend === undefined) throw hubFault('STORE_UNAVAILABLE', 'no database has been met yet');
  const client = await lend();
  let broken = false;
  try {
    return await listening(client, work);
  } catch (error) {
    broken = true;
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * From here on the pool lends nothing while there is a fault; answers how to borrow past that. The pool's own questions, too,
 * ask for their connection here, and hand in a callback for it.
 */
function gated(pool: Pool, fault: () => HubFault | undefined): Lend {
  const lend = pool.connect.bind(pool);
  function connect(callback?: Parameters<typeof lend>[0]): Promise<PoolClient> | void {
    const found = fault();
    if (found === undefined) return callback === undefined ? lend() : lend(callback);
    if (callback === undefined) return Promise.reject(found);
    callback(found, undefined, () => undefined);
  }
  pool.connect = connect as Pool['connect'];
  return () => lend();
}

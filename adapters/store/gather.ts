import type { Pool, PoolClient } from 'pg';
import { onwardFrom } from '../../hub/evidence/places.ts';
import type { RootBefore, RootStore } from '../../hub/evidence/root-store.ts';
import { onConnection } from './connection.ts';
import { HEADS, headFrom, type HeadRow } from './heads.ts';

type State = Parameters<RootStore['gather']>[0];

/** Any number, known to nobody else: who holds it makes the roots of this database. Nobody waits for it. */
const LOCK = 4_019_162;

/**
 * What is found beyond this goes under further roots. To prove one head, all that lie beside it have to be read; and so many
 * are hashed in 50 ms, for which other work of the process waits.
 */
const MOST_HEADS = 16_384;

/**
 * Where the last root left off, and where the database stands. Transactions before `horizon` have ended, all of them:
 * what they wrote can be seen by now. Later ones may still be open.
 */
const SITUATION = `SELECT l.number, l.statement, n.horizon, n.cluster, e.number AS epoch, e.last_root AS kept,
    CASE WHEN l.cluster = n.cluster AND l.horizon <= n.next THEN l.horizon ELSE 0 END AS since
  FROM (
    SELECT pg_snapshot_xmin(s)::text::bigint AS horizon, pg_snapshot_xmax(s)::text::bigint AS next,
      (SELECT system_identifier FROM pg_control_system()) AS cluster
    FROM pg_current_snapshot() s) n
  LEFT JOIN LATERAL (SELECT * FROM evidence_root ORDER BY number DESC LIMIT 1) l ON true
  LEFT JOIN LATERAL (SELECT * FROM epoch WHERE number > 1 ORDER BY number DESC LIMIT 1) e ON true`;

type Situation = {
  readonly number: number | null;
  readonly statement: string | null;
  // Numbers of transactions have 64 bits; they are handed on as they come.
  readonly horizon: string;
  readonly cluster: string;
  readonly since: string;
  /** Of a database that was restored: its epoch, and the newest root of the ones before. */
  readonly epoch: number | null;
  readonly kept: number | null;
};

// Leaves lie in the order of their hashes: it is the same everywhere, and sorting them ends the search before the first is
// written. Else each would be looked for among all that were written before it.
const COVER = `INSERT INTO evidence_root_head (number, position, chain, seq, hash)
  SELECT $2 + 1 + place / $3, place % $3, chain, seq, hash
  FROM (
    SELECT row_number() OVER (ORDER BY hash) - 1 AS place, chain, seq, hash
    FROM (
      SELECT DISTINCT ON (chain) chain, seq, hash FROM evidence WHERE written_by >= $1 ORDER BY chain, seq DESC) newest
    WHERE NOT EXISTS (
      SELECT 1 FROM evidence_root_head h WHERE h.chain = newest.chain AND h.seq >= newest.seq)) fresh`;

const KEEP = `INSERT INTO evidence_root (number, at, statement, horizon, cluster) VALUES ($1, $2, $3, $4, $5)`;

const MOVE_HORIZON = 'UPDATE evidence_root SET horizon = $2, cluster = $3 WHERE number = $1';

/**
 * Finds the new heads without a lock on those who write them, and misses none that is committed late. Each record knows
 * the transaction that wrote it. A root keeps as its horizon the oldest transaction that was still open when it was made:
 * whatever it could not see yet was written by that one or a later one, and there the next root looks. What it finds again
 * is left out because a root covers it already.
 *
 * In another database cluster, after a dump was restored, transactions are counted anew, and a horizon means nothing. Then
 * the heads of all chains are compared with those that roots cover. That is so when the cluster is not the one of the
 * horizon, or when the horizon lies ahead of every transaction.
 */
export function gather(pool: Pool, state: State): Promise<number> {
  return onConnection(pool, async (client) => {
    // A plan for any horizon would read the whole table; this one is made for the few records behind it.
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL plan_cache_mode = force_custom_plan');
    const made = (await isOurs(client)) ? await cover(client, state) : 0;
    await client.query('COMMIT');
    return made;
  });
}

async function isOurs(client: PoolClient): Promise<boolean> {
  const text = 'SELECT pg_try_advisory_xact_lock($1) AS mine';
  const { rows } = await client.query<{ mine: boolean }>(text, [LOCK]);
  return rows[0]?.mine === true;
}

async function cover(client: PoolClient, state: State): Promise<number> {
  const { rows } = await client.query<Situation>(SITUATION);
  const [now] = rows;
  if (now === undefined) return 0;
  let last = lastOf(now);
  const { rowCount } = await client.query(COVER, [now.since, last.number, MOST_HEADS]);
  const roots = Math.ceil((rowCount ?? 0) / MOST_HEADS);
  if (roots === 0) await moveHorizon(client, now);
  for (let made = 0; made < roots; made += 1) last = await keepRoot(client, { state, last, now });
  return roots;
}

/** Nothing new after a dump was restored: from here on the horizon means something again. */
async function moveHorizon(
  client: PoolClient,
  { number, since, horizon, cluster }: Situation,
): Promise<void> {
  if (number !== null && since === '0') await client.query(MOVE_HORIZON, [number, horizon, cluster]);
}

/** The first root after a restore leaves out the numbers that lost ones have had. */
function lastOf({ number: newest, statement, epoch, kept }: Situation): RootBefore {
  const number = newest ?? 0;
  const isFirst = epoch !== null && kept === number;
  return {
    number: isFirst ? onwardFrom(number, epoch) : number,
    ...(statement === null ? {} : { statement }),
  };
}

type Following = { readonly state: State; readonly last: RootBefore; readonly now: Situation };

async function keepRoot(client: PoolClient, { state, last, now }: Following): Promise<RootBefore> {
  const number = last.number + 1;
  const { rows } = await client.query<HeadRow>(HEADS, [number]);
  const { at, statement } = state(rows.map(headFrom), last);
  await client.query(KEEP, [number, at, statement, now.horizon, now.cluster]);
  return { number, statement };
}

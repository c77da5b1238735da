import type { Pool } from 'pg';
import type { Holdings } from '../../hub/epoch/loss.ts';
import type { WitnessedRoot } from '../../hub/epoch/witness.ts';
import type { ChainHead } from '../../hub/evidence/root-store.ts';
import { statementDigest } from '../../hub/evidence/statement.ts';
import { headFrom, type HeadRow } from './heads.ts';

const AT_ONCE = 5000;

const HAVING = `SELECT e.chain, e.seq, e.hash FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t(chain, seq, hash)
  JOIN evidence e ON e.chain = t.chain AND e.seq = t.seq AND e.hash = t.hash`;

const ROOTS = 'SELECT number, statement FROM evidence_root WHERE number = ANY($1::int[])';

const LAST = `SELECT t.chain, (SELECT max(e.seq) FROM evidence e WHERE e.chain = t.chain) AS seq
  FROM unnest($1::text[]) AS t(chain)`;

// By the index over the transactions that wrote them.
const NEWEST = 'SELECT chain, seq, hash FROM evidence ORDER BY written_by DESC LIMIT 100';
const NEWEST_ROOT = 'SELECT number, statement FROM evidence_root ORDER BY number DESC LIMIT 1';

type RootRow = { readonly number: number; readonly statement: string };

/** What the database has of what was witnessed. */
export function openHoldings(
  pool: Pick<Pool, 'query'>,
): Holdings & { newest(): Promise<{ readonly root?: WitnessedRoot; readonly heads: readonly ChainHead[] }> } {
  return {
    having: (heads) =>
      inPages(heads, async (page) => {
        const values = [
          page.map(({ chain }) => chain),
          page.map(({ seq }) => seq),
          page.map(({ hash }) => Buffer.from(hash, 'hex')),
        ];
        return (await pool.query<HeadRow>(HAVING, values)).rows.map(headFrom);
      }),
    havingRoots: (roots) =>
      inPages(roots, async (page) => {
        const { rows } = await pool.query<RootRow>(ROOTS, [page.map(({ number }) => number)]);
        return rows.map(witnessed);
      }),
    async lastPlaces(chains) {
      type Row = { readonly chain: string; readonly seq: number | null };
      const rows = await inPages(chains, async (page) => (await pool.query<Row>(LAST, [page])).rows);
      return new Map(rows.map(({ chain, seq }) => [chain, seq ?? 0]));
    },
    async newest() {
      const heads = (await pool.query<HeadRow>(NEWEST)).rows.map(headFrom);
      const [root] = (await pool.query<RootRow>(NEWEST_ROOT)).rows.map(witnessed);
      return { ...(root === undefined ? {} : { root }), heads };
    },
  };
}

function witnessed({ number, statement }: RootRow): WitnessedRoot {
  return { number, digest: statementDigest(statement) };
}

async function inPages<T, Found>(
  all: readonly T[],
  ask: (page: readonly T[]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE)
    found.push(...(await ask(all.slice(start, start + AT_ONCE))));
  return found;
}

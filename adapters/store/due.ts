import type { Pool } from 'pg';
import { hubFault } from '../../hub/faults.ts';
import type { DuePage, Store } from '../../hub/ports/store.ts';

const DUE = `SELECT number, due_at FROM case_file
  WHERE due_at <= $1 AND (due_at, number) > ($2, $3) ORDER BY due_at, number LIMIT $4`;

const ASKED = 'SELECT 1 FROM area_asked WHERE area = $1 AND version = $2';

// Those that are not erased, and those of which no list knows yet; in the order of their numbers, as everybody locks them, and
// some at a time: nobody waits for long.
const ASK = `WITH page AS (
    SELECT number FROM case_file WHERE area = $1 AND number > $2
      AND (erased_at IS NULL OR NOT EXISTS (SELECT 1 FROM case_party WHERE case_number = number))
    ORDER BY number LIMIT $3 FOR NO KEY UPDATE
  ), asked AS (
    UPDATE case_file c SET due_at = $4 FROM page WHERE c.number = page.number AND (c.due_at IS NULL OR c.due_at > $4) RETURNING 1
  )
  SELECT (SELECT max(number) FROM page) AS last, (SELECT count(*)::int FROM asked) AS asked`;

const MARK = `INSERT INTO area_asked (area, version) VALUES ($1, $2) ON CONFLICT DO NOTHING`;

const PAGE = 500;

type Asked = { readonly last: string | null; readonly asked: number };

export function dueQueries(pool: Pool): Pick<Store, 'due' | 'askAgain'> {
  return {
    async due({ at, after, limit }: DuePage) {
      const values = [at, after?.dueAt ?? '-infinity', after?.number ?? '', limit];
      const { rows } = await pool.query<{ number: string; due_at: Date }>(DUE, values);
      return rows.map(({ number, due_at: dueAt }) => ({ number, dueAt: dueAt.toISOString() }));
    },
    async askAgain(area, version, at) {
      const { rowCount } = await pool.query(ASKED, [area, version]);
      if (rowCount === 1) return 0;
      let [count, after] = [0, ''];
      for (;;) {
        const [page] = (await pool.query<Asked>(ASK, [area, after, PAGE, at])).rows;
        if (page === undefined) throw hubFault('STORE_UNAVAILABLE', 'an aggregate has one row');
        count += page.asked;
        if (page.last === null) break;
        after = page.last;
      }
      // Last: whoever is stopped in the midst of it begins anew.
      await pool.query(MARK, [area, version]);
      return count;
    },
  };
}

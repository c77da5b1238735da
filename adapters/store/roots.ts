import type { Pool } from 'pg';
import type { KeptRoot, RootStore } from '../../hub/evidence/root-store.ts';
import { gather } from './gather.ts';
import { HEADS, headFrom, type HeadRow } from './heads.ts';

type RootRow = {
  readonly number: number;
  readonly statement: string;
  readonly signature: Buffer | null;
};

const COVERING = `SELECT r.number, r.statement, r.signature, h.position AS index
  FROM evidence_root_head h JOIN evidence_root r ON r.number = h.number
  WHERE h.chain = $1 ORDER BY r.number`;

const AFTER = `SELECT number, statement, signature FROM evidence_root WHERE number > $1 ORDER BY number LIMIT $2`;

// Always the oldest: roots get their seals in order. One taken by a worker that died is free again after two minutes; so is one
// that is taken in the future, by a clock that has been put right since.
const TAKE = `UPDATE evidence_root SET taken_at = $1
  WHERE number = (SELECT number FROM evidence_root WHERE sealed_at IS NULL ORDER BY number LIMIT 1)
    AND sealed_at IS NULL AND (taken_at IS NULL OR abs(extract(epoch FROM $1::timestamptz - taken_at)) > 120)
  RETURNING number, statement, signature`;

const GIVE_BACK = `UPDATE evidence_root SET taken_at = NULL
  WHERE number = $1 AND taken_at = $2::timestamptz AND sealed_at IS NULL`;

const KEEP_SEAL = `UPDATE evidence_root SET signature = $2, sealed_at = $3 WHERE number = $1 AND sealed_at IS NULL`;

const UNSEALED = `SELECT (SELECT min(at) FROM evidence_root WHERE sealed_at IS NULL) AS since,
  coalesce((SELECT horizon FROM evidence_root ORDER BY number DESC LIMIT 1), 0) AS horizon`;

/** The horizon stands in the text: planned for any, this would read the whole table. */
function uncoveredSince(horizon: bigint): string {
  return `SELECT min(at) AS since FROM evidence e WHERE written_by >= ${horizon}
    AND NOT EXISTS (SELECT 1 FROM evidence_root_head h WHERE h.chain = e.chain AND h.seq >= e.seq)`;
}

/** Roots over chain heads. None of these tables holds personal data: erasing a case leaves its roots as they are. */
export function openRoots(pool: Pool): RootStore {
  return {
    gather: (state) => gather(pool, state),
    async takeUnsealed(at) {
      const { rows } = await pool.query<RootRow>({ name: 'take-root', text: TAKE, values: [at] });
      return rows.map(rootFrom)[0];
    },
    async giveBackRoot(number, takenAt) {
      await pool.query({ name: 'give-back-root', text: GIVE_BACK, values: [number, takenAt] });
    },
    async keepSeal(number, { signature, at }) {
      const values = [number, Buffer.from(signature), at];
      const { rowCount } = await pool.query({ name: 'keep-seal', text: KEEP_SEAL, values });
      return rowCount === 1;
    },
    unsealedSince: () => unsealedSince(pool),
    async rootsOf(chain) {
      const query = { name: 'roots-of', text: COVERING, values: [chain] };
      const { rows } = await pool.query<RootRow & { readonly index: number }>(query);
      return rows.map((row) => ({ ...rootFrom(row), index: row.index }));
    },
    async headsUnder(number) {
      const { rows } = await pool.query<HeadRow>({ name: 'heads-under', text: HEADS, values: [number] });
      return rows.map(headFrom);
    },
    async rootsAfter(number, limit) {
      const { rows } = await pool.query<RootRow>({
        name: 'roots-after',
        text: AFTER,
        values: [number, limit],
      });
      return rows.map(rootFrom);
    },
  };
}

/** A root that waits is older than what has not come under one yet. */
async function unsealedSince(pool: Pool): Promise<string | undefined> {
  type Row = { readonly since: Date | null; readonly horizon: string };
  const [unsealed] = (await pool.query<Row>({ name: 'unsealed', text: UNSEALED })).rows;
  if (unsealed === undefined || unsealed.since !== null) return unsealed?.since?.toISOString();
  const { rows } = await pool.query<Pick<Row, 'since'>>(uncoveredSince(BigInt(unsealed.horizon)));
  return rows[0]?.since?.toISOString();
}

function rootFrom({ number, statement, signature }: RootRow): KeptRoot {
  return { number, statement, ...(signature === null ? {} : { signature }) };
}

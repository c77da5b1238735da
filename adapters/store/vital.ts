import type { Pool } from 'pg';
import { atMost } from '../../hub/at-most.ts';
import { isHubFault } from '../../hub/faults.ts';
import type { Vital } from '../../hub/health.ts';

/** Whoever asks about health does not wait as long as a message. */
const PATIENCE_MS = 3000;

const LOOK = `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "isReadOnly"`;

/** Whether the database answers, and may be written: one that only answers is of no use. */
export async function storeVital(pool: Pool): Promise<Vital> {
  let found = AWAY;
  async function look() {
    const { rows } = await pool.query<{ isReadOnly: boolean }>(LOOK);
    found = rows[0]?.isReadOnly === true ? READ_ONLY : WELL;
  }
  try {
    await atMost(PATIENCE_MS, look());
  } catch (error) {
    if (!isHubFault(error, 'DATABASE_RESTORED')) return AWAY;
    const { why } = error.facts;
    const facts = typeof why === 'string' ? { why } : {};
    return { complaints: [{ code: 'DATABASE_RESTORED', facts }], ages: {} };
  }
  return found;
}

const WELL: Vital = { complaints: [], ages: {} };
const AWAY: Vital = { complaints: [{ code: 'STORE_UNAVAILABLE', facts: {} }], ages: {} };
const READ_ONLY: Vital = { complaints: [{ code: 'STORE_READ_ONLY', facts: {} }], ages: {} };

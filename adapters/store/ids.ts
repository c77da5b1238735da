import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { hubFault } from '../../hub/faults.ts';
import type { Clock, Ids } from '../../hub/ports/surroundings.ts';
import { random } from './random.ts';

const BLOCK = 1000;

/** Crockford's base 32: letters that nobody takes for a digit. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGN_COUNT = 6;

/**
 * Case numbers come from the database in blocks of a thousand, fetched before the last ones are gone: no message waits
 * for a counter, no two processes give out the same number. What is left of a block at the end is never used.
 *
 * Behind the count there are thirty random bits. A database that is restored counts anew from its backup on, and gives no
 * number again all the same, whether anybody has noticed or not; and a number that is mistyped meets no case.
 */
export async function openIds(pool: Pool, clock: Clock): Promise<Ids> {
  const free: number[] = [];
  let fetching = false;
  async function fetchBlock() {
    if (fetching) return;
    fetching = true;
    try {
      const { rows } = await pool.query<{ block: string }>("SELECT nextval('case_number_block') AS block");
      const first = (Number(rows[0]?.block) - 1) * BLOCK + 1;
      for (let index = 0; index < BLOCK; index += 1) free.push(first + index);
    } finally {
      fetching = false;
    }
  }
  await fetchBlock();
  return {
    uuid: () => randomUUID(),
    salt: () => random(16).toString('hex'),
    caseNumber(prefix) {
      // A block that cannot be fetched now is asked for again with the next number.
      if (free.length < BLOCK / 2) void fetchBlock().catch(() => undefined);
      const number = free.shift();
      if (number === undefined) throw hubFault('STORE_UNAVAILABLE', 'no case numbers left');
      return `${prefix}-${clock.now().slice(0, 4)}-${String(number).padStart(7, '0')}-${randomSigns()}`;
    },
  };
}

/** As many signs as there are values of five bits: each is as likely as any other. */
function randomSigns(): string {
  return [...random(SIGN_COUNT)].map((byte) => SIGNS[byte % SIGNS.length]).join('');
}

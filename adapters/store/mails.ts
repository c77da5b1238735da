import type { ClientBase, Pool } from 'pg';
import type { DeadMail, Store, TakenMail } from '../../hub/ports/store.ts';

type MailRow = {
  readonly id: string;
  readonly case_number: string;
  readonly seq: number;
  readonly authority: string;
  readonly template: string;
  readonly created_at: Date;
  readonly attempts: number;
};

type DeadRow = MailRow & { readonly ended_at: Date; readonly reason: string | null };

const COLUMNS = 'id, case_number, seq, authority, template, created_at, attempts';

// Nothing is put off for a day: what seems to be was put off by a clock that had jumped forward, and has been put right since.
const TAKE = `UPDATE mail SET next_try = $3, attempts = attempts + 1
  WHERE id IN (
    SELECT id FROM mail
    WHERE state = 'waiting' AND (next_try <= $2 OR next_try > $2::timestamptz + interval '1 day')
    ORDER BY next_try LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING ${COLUMNS}`;

// Only as it was taken: somebody else may have taken it since.
const DEFER = `UPDATE mail SET next_try = $3 WHERE id = $1 AND attempts = $2 AND state = 'waiting'`;

const DEAD = `SELECT ${COLUMNS}, ended_at, reason FROM mail WHERE state = 'dead' ORDER BY ended_at, id LIMIT $1`;

const REVIVE = `UPDATE mail SET state = 'waiting', attempts = 0, next_try = $2, reason = NULL, ended_at = NULL
  WHERE id = $1 AND state = 'dead'`;

type MailQueries = Pick<Store, 'takeMails' | 'deferMail' | 'deadMails' | 'reviveMail'>;

/** E-mails that are to be sent. */
export function mailQueries(pool: Pick<Pool, 'query'>): MailQueries {
  return {
    async takeMails(limit, { at, until }) {
      const { rows } = await pool.query<MailRow>({
        name: 'take-mails',
        text: TAKE,
        values: [limit, at, until],
      });
      return rows.map(mailFrom);
    },
    async deferMail({ id, attempts }, until) {
      await pool.query({ name: 'defer-mail', text: DEFER, values: [id, attempts, until] });
    },
    async deadMails(limit) {
      const { rows } = await pool.query<DeadRow>({ name: 'dead-mails', text: DEAD, values: [limit] });
      return rows.map((row): DeadMail => {
        const { ended_at: diedAt, reason } = row;
        return { ...mailFrom(row), diedAt: diedAt.toISOString(), reason: reason ?? '' };
      });
    },
    async reviveMail(id, at) {
      const { rowCount } = await pool.query({ name: 'revive-mail', text: REVIVE, values: [id, at] });
      return rowCount === 1;
    },
  };
}

export async function waitingMails(client: ClientBase, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'waiting-mails',
    text: `SELECT id FROM mail WHERE id = ANY($1::uuid[]) AND state = 'waiting'`,
    values: [ids],
  });
  return rows.map(({ id }) => id);
}

function mailFrom(row: MailRow): TakenMail {
  const { id, case_number: caseNumber, seq, authority, template, created_at: created, attempts } = row;
  return { id, caseNumber, seq, authority, template, createdAt: created.toISOString(), attempts };
}

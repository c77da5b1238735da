import type { Mail, MailEnd } from '../../hub/ports/records.ts';
import type { Column } from './columns.ts';
import type { Part } from './together.ts';

export const MAILS: Part = {
  name: 'write-mails',
  text: `INSERT INTO mail (id, case_number, seq, authority, template, created_at, next_try)
    SELECT id, case_number, seq, authority, template, at, at
    FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::timestamptz[])
      AS t(id, case_number, seq, authority, template, at)`,
};

export function mailColumns(mails: readonly Mail[]): readonly Column[] {
  return [
    mails.map((one) => one.id),
    mails.map((one) => one.caseNumber),
    mails.map((one) => one.seq),
    mails.map((one) => one.authority),
    mails.map((one) => one.template),
    mails.map((one) => one.createdAt),
  ];
}

export const MAIL_ENDS: Part = {
  name: 'end-mails',
  text: `UPDATE mail m SET state = t.state, reason = t.reason, ended_at = t.at
    FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[]) AS t(id, at, state, reason) WHERE m.id = t.id`,
};

export function mailEndColumns(ends: readonly MailEnd[]): readonly Column[] {
  return [
    ends.map(({ id }) => id),
    ends.map(({ at }) => at),
    ends.map(({ state }) => state),
    ends.map((end) => (end.state === 'dead' ? end.reason : null)),
  ];
}

import type { Changes } from '../../hub/ports/records.ts';
import type { Keys } from './keys.ts';
import { sealed } from './sealed.ts';
import type { Column } from './columns.ts';
import type { Part } from './together.ts';
import { reportPlace } from './vault.ts';

export const REPORTS: Part = {
  name: 'write-reports',
  text: `INSERT INTO report (id, case_number, authority, kind, language, seq, ordered_at, expires_at, parts)
    SELECT id, case_number, authority, kind, language, seq, at, at + interval '30 days', string_to_array(parts, ' ')
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[], $8::text[])
      AS t(id, case_number, authority, kind, language, seq, at, parts)`,
};

export function reportColumns({ reports }: Changes): readonly Column[] {
  return [
    reports.map((one) => one.id),
    reports.map((one) => one.caseNumber),
    reports.map((one) => one.authority),
    reports.map((one) => one.kind),
    reports.map((one) => one.language),
    reports.map((one) => one.seq),
    reports.map((one) => one.orderedAt),
    reports.map((one) => (one.parts.length === 0 ? null : one.parts.join(' '))),
  ];
}

export const FINISHED: Part = {
  name: 'finish-reports',
  text: `UPDATE report r
    SET sha256 = t.sha256, size = t.size, sealed = t.sealed, issued_at = t.at, stamps_end_at = t.stamps_end_at
    FROM unnest($1::text[], $2::bytea[], $3::int[], $4::bytea[], $5::timestamptz[], $6::timestamptz[])
      AS t(id, sha256, size, sealed, at, stamps_end_at)
    WHERE r.id = t.id AND r.issued_at IS NULL`,
};

export function finishedColumns({ finished }: Changes, keys: Keys): readonly Column[] {
  return [
    finished.map((one) => one.id),
    finished.map((one) => Buffer.from(one.sha256, 'hex')),
    finished.map((one) => one.bytes.length),
    finished.map((one) =>
      sealed(keys, one.caseNumber, { plain: one.bytes, place: reportPlace(one.caseNumber, one.id) }),
    ),
    finished.map((one) => one.issuedAt),
    finished.map((one) => one.stampsEndAt ?? null),
  ];
}

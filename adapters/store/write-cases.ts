import type { CaseChange, Changes, StoredEvent } from '../../hub/ports.ts';
import type { Keys } from './keys.ts';
import { packed, sealed } from './sealed.ts';
import type { Column, Part } from './together.ts';
import { attachmentPlace, contentPlace, originalPlace, type Vault } from './vault.ts';

export const OPEN_CASES: Part = {
  name: 'open-cases',
  text: `INSERT INTO case_file (number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, opened_at, updated_at, ended_at)
    SELECT number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, at, at, ended_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::bytea[], $9::bytea[], $10::timestamptz[], $11::timestamptz[])
      AS t(number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, at, ended_at)`,
};

export function openedColumns(
  cases: readonly CaseChange[],
  { vault, keys }: { readonly vault: Vault; readonly keys: Keys },
): readonly Column[] {
  return [
    cases.map((one) => one.number),
    cases.map((one) => one.workflow),
    cases.map((one) => one.area),
    cases.map((one) => one.status),
    cases.map((one) => one.version),
    cases.map((one) => one.seq),
    cases.map((one) => one.chainSeq),
    cases.map((one) => Buffer.from(one.chainHead, 'hex')),
    cases.map((one) => vault.wrap(keys.get(one.number) ?? vault.newKey(), one.number)),
    cases.map((one) => one.at),
    cases.map((one) => one.endedAt ?? null),
  ];
}

export const MOVE_CASES: Part = {
  name: 'move-cases',
  text: `UPDATE case_file c
    SET status = t.status, version = t.version, seq = t.seq, chain_seq = t.chain_seq, chain_head = t.chain_head, updated_at = t.at, ended_at = t.ended_at
    FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::bytea[], $7::timestamptz[], $8::timestamptz[])
      AS t(number, status, version, seq, chain_seq, chain_head, at, ended_at)
    WHERE c.number = t.number`,
};

export function movedColumns(cases: readonly CaseChange[]): readonly Column[] {
  return [
    cases.map((one) => one.number),
    cases.map((one) => one.status),
    cases.map((one) => one.version),
    cases.map((one) => one.seq),
    cases.map((one) => one.chainSeq),
    cases.map((one) => Buffer.from(one.chainHead, 'hex')),
    cases.map((one) => one.at),
    cases.map((one) => one.endedAt ?? null),
  ];
}

export const EVENTS: Part = {
  name: 'write-events',
  text: `INSERT INTO case_event (case_number, seq, type, at, by, facts, content_digest)
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::jsonb[], $7::bytea[])`,
};

export function eventColumns(events: readonly StoredEvent[]): readonly Column[] {
  return [
    events.map(({ caseNumber }) => caseNumber),
    events.map(({ event }) => event.seq),
    events.map(({ event }) => event.type),
    events.map(({ event }) => event.at),
    events.map(({ event }) => event.by),
    events.map(({ event }) => JSON.stringify(event.facts)),
    events.map((stored) => (stored.sealed === undefined ? null : Buffer.from(stored.sealed.digest, 'hex'))),
  ];
}

// Sealed bytes travel as one value that is cut apart on the other side: in an array each would be written in hexadecimal.
export const CONTENTS: Part = {
  name: 'write-contents',
  text: `INSERT INTO case_content (case_number, seq, sealed)
    SELECT case_number, seq, substring($3::bytea FROM start FOR length)
    FROM unnest($1::text[], $2::int[], $4::int[], $5::int[]) AS t(case_number, seq, start, length)`,
};

export function contentColumns(events: readonly StoredEvent[], keys: Keys): readonly Column[] {
  const written = events.flatMap(({ caseNumber, event: { seq }, sealed: content }) =>
    content === undefined ? [] : [{ caseNumber, seq, plain: Buffer.from(content.plain) }],
  );
  return [
    written.map(({ caseNumber }) => caseNumber),
    written.map(({ seq }) => seq),
    ...packed(
      written.map(({ caseNumber, seq, plain }) =>
        sealed(keys, caseNumber, { plain, place: contentPlace(caseNumber, seq) }),
      ),
    ),
  ];
}

export const ATTACHMENTS: Part = {
  name: 'write-attachments',
  text: `INSERT INTO case_attachment (case_number, sha256, sealed)
    SELECT case_number, sha256, substring($3::bytea FROM start FOR length)
    FROM unnest($1::text[], $2::bytea[], $4::int[], $5::int[]) AS t(case_number, sha256, start, length)
    ON CONFLICT DO NOTHING`,
};

export function attachmentColumns({ blobs }: Changes, keys: Keys): readonly Column[] {
  return [
    blobs.map((blob) => blob.caseNumber),
    blobs.map((blob) => Buffer.from(blob.sha256, 'hex')),
    ...packed(
      blobs.map(({ caseNumber, sha256, bytes }) =>
        sealed(keys, caseNumber, { plain: bytes, place: attachmentPlace(caseNumber, sha256) }),
      ),
    ),
  ];
}

export const ORIGINALS: Part = {
  name: 'write-originals',
  text: `INSERT INTO case_original (case_number, system, id, sealed)
    SELECT case_number, system, id, substring($4::bytea FROM start FOR length)
    FROM unnest($1::text[], $2::text[], $3::text[], $5::int[], $6::int[]) AS t(case_number, system, id, start, length)`,
};

export function originalColumns({ originals }: Changes, keys: Keys): readonly Column[] {
  return [
    originals.map((one) => one.caseNumber),
    originals.map((one) => one.system),
    originals.map((one) => one.id),
    ...packed(
      originals.map(({ caseNumber, system, id, plain }) =>
        sealed(keys, caseNumber, { plain: Buffer.from(plain), place: originalPlace(caseNumber, system, id) }),
      ),
    ),
  ];
}

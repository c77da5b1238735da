import type { CaseChange, Changes, StoredEvent } from '../../hub/ports/records.ts';
import { caseMac } from './case-row.ts';
import { eventFields } from './event-fields.ts';
import type { Keys } from './keys.ts';
import type { Macs } from './macs.ts';
import { idKept } from './message-row.ts';
import { sealed } from './sealed.ts';
import type { Column } from './columns.ts';
import type { Part } from './together.ts';
import { attachmentPlace, contentPlace, originalPlace, type Vault } from './vault.ts';

export const OPEN_CASES: Part = {
  name: 'open-cases',
  text: `INSERT INTO case_file (number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, opened_at, updated_at, ended_at, due_at, measured, mac)
    SELECT number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, at, at, ended_at, due_at, measured::jsonb, mac
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::bytea[], $9::bytea[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::json[], $14::bytea[])
      AS t(number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, at, ended_at, due_at, measured, mac)`,
};

export function openedColumns(
  cases: readonly CaseChange[],
  { vault, macs, keys }: { readonly vault: Vault; readonly macs: Macs; readonly keys: Keys },
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
    cases.map((one) => one.dueAt ?? null),
    cases.map(({ measured }) => jsonOrNone(measured)),
    cases.map((one) => caseMac(macs, one)),
  ];
}

export const MOVE_CASES: Part = {
  name: 'move-cases',
  text: `UPDATE case_file c
    SET status = t.status, version = t.version, seq = t.seq, chain_seq = t.chain_seq, chain_head = t.chain_head, updated_at = t.at, ended_at = t.ended_at, due_at = t.due_at, measured = coalesce(t.measured::jsonb, c.measured), mac = t.mac
    FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::bytea[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::json[], $11::bytea[])
      AS t(number, status, version, seq, chain_seq, chain_head, at, ended_at, due_at, measured, mac)
    WHERE c.number = t.number`,
};

export function movedColumns(cases: readonly CaseChange[], macs: Macs): readonly Column[] {
  return [
    cases.map((one) => one.number),
    cases.map((one) => one.status),
    cases.map((one) => one.version),
    cases.map((one) => one.seq),
    cases.map((one) => one.chainSeq),
    cases.map((one) => Buffer.from(one.chainHead, 'hex')),
    cases.map((one) => one.at),
    cases.map((one) => one.endedAt ?? null),
    cases.map((one) => one.dueAt ?? null),
    cases.map(({ measured }) => jsonOrNone(measured)),
    cases.map((one) => caseMac(macs, one)),
  ];
}

export const DUES: Part = {
  name: 'write-dues',
  text: `UPDATE case_file c SET due_at = t.due_at, measured = coalesce(t.measured::jsonb, c.measured)
    FROM unnest($1::text[], $2::timestamptz[], $3::json[]) AS t(number, due_at, measured) WHERE c.number = t.number`,
};

export function dueColumns(dues: Changes['dues']): readonly Column[] {
  return [
    dues.map(({ number }) => number),
    dues.map(({ dueAt }) => dueAt ?? null),
    dues.map(({ measured }) => jsonOrNone(measured)),
  ];
}

export const EVENTS: Part = {
  name: 'write-events',
  text: `INSERT INTO case_event (case_number, seq, type, at, by, person, facts, content_digest, mac)
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::json[], $8::bytea[], $9::bytea[])`,
};

export function eventColumns(events: readonly StoredEvent[], macs: Macs): readonly Column[] {
  const facts = events.map(({ event }) => JSON.stringify(event.facts));
  return [
    events.map(({ caseNumber }) => caseNumber),
    events.map(({ event }) => event.seq),
    events.map(({ event }) => event.type),
    events.map(({ event }) => event.at),
    events.map(({ event }) => event.by),
    events.map(({ event }) => event.person ?? null),
    facts,
    events.map((stored) => (stored.sealed === undefined ? null : Buffer.from(stored.sealed.digest, 'hex'))),
    events.map(({ caseNumber, event, sealed: content }, index) =>
      macs.of(
        'event',
        eventFields({
          ...event,
          caseNumber,
          person: event.person,
          facts: facts[index] ?? '',
          contentDigest: content?.digest ?? null,
        }),
      ),
    ),
  ];
}

export const CONTENTS: Part = {
  name: 'write-contents',
  text: `INSERT INTO case_content (case_number, seq, sealed)
    SELECT * FROM unnest($1::text[], $2::int[], $3::bytea[])`,
};

export function contentColumns(events: readonly StoredEvent[], keys: Keys): readonly Column[] {
  const written = events.flatMap(({ caseNumber, event: { seq }, sealed: content }) =>
    content === undefined ? [] : [{ caseNumber, seq, plain: Buffer.from(content.plain) }],
  );
  return [
    written.map(({ caseNumber }) => caseNumber),
    written.map(({ seq }) => seq),
    written.map(({ caseNumber, seq, plain }) =>
      sealed(keys, caseNumber, { plain, place: contentPlace(caseNumber, seq) }),
    ),
  ];
}

export const ATTACHMENTS: Part = {
  name: 'write-attachments',
  text: `INSERT INTO case_attachment (case_number, sha256, sealed)
    SELECT * FROM unnest($1::text[], $2::bytea[], $3::bytea[])
    ON CONFLICT DO NOTHING`,
};

export function attachmentColumns({ blobs }: Changes, keys: Keys): readonly Column[] {
  return [
    blobs.map((blob) => blob.caseNumber),
    blobs.map((blob) => Buffer.from(blob.sha256, 'hex')),
    blobs.map(({ caseNumber, sha256, bytes }) =>
      sealed(keys, caseNumber, { plain: bytes, place: attachmentPlace(caseNumber, sha256) }),
    ),
  ];
}

export const ORIGINALS: Part = {
  name: 'write-originals',
  text: `INSERT INTO case_original (case_number, system, id, sealed)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[])`,
};

export function originalColumns(
  { originals }: Changes,
  { keys, macs }: { readonly keys: Keys; readonly macs: Macs },
): readonly Column[] {
  const all = originals.map((one) => ({ ...one, id: idKept(macs, one) }));
  return [
    all.map((one) => one.caseNumber),
    all.map((one) => one.system),
    all.map((one) => one.id),
    all.map(({ caseNumber, system, id, plain }) =>
      sealed(keys, caseNumber, { plain: Buffer.from(plain), place: originalPlace(caseNumber, system, id) }),
    ),
  ];
}

function jsonOrNone(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

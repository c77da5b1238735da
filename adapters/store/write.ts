import type { PoolClient } from 'pg';
import type { CaseChange, ChainHead, Changes, DeliveryMark, Outgoing, StoredEvent } from '../../hub/ports.ts';
import { isOfSystem } from './chains.ts';
import { eraseCases } from './erase.ts';
import { renewKeys, type Keys } from './keys.ts';
import { demandUnissued, replaceExtended } from './reports.ts';
import { runTogether, type Column, type Part } from './together.ts';
import { attachmentPlace, contentPlace, originalPlace, reportPlace, seal, type Vault } from './vault.ts';

/**
 * Writes a batch: one statement with a part for each table concerned, whatever the size of the batch. A row costs a
 * fraction in a crowd, and one round trip is made instead of six.
 */
export async function write(
  client: PoolClient,
  changes: Changes,
  how: { readonly vault: Vault; readonly keys: Keys },
): Promise<void> {
  const { vault, keys } = how;
  const opened = changes.cases.filter((one) => one.opened);
  for (const { number } of opened) keys.set(number, vault.newKey());
  await renewKeys(client, changes, how);
  await demandUnissued(client, changes.finished);
  await replaceExtended(client, changes.extended, ({ id, caseNumber, bytes }) =>
    sealed(keys, caseNumber, { plain: bytes, place: reportPlace(caseNumber, id) }),
  );
  await runTogether(client, [
    { ...OPEN_CASES, columns: openedColumns(opened, how) },
    { ...MOVE_CASES, columns: movedColumns(changes.cases.filter((one) => !one.opened)) },
    { ...EVENTS, columns: eventColumns(changes.events) },
    { ...CONTENTS, columns: contentColumns(changes.events, keys) },
    { ...ATTACHMENTS, columns: attachmentColumns(changes, keys) },
    { ...ORIGINALS, columns: originalColumns(changes, keys) },
    { ...EVIDENCE, columns: evidenceColumns(changes) },
    { ...CASE_HEADS, columns: headColumns(changes.heads.filter(({ chain }) => !isOfSystem(chain))) },
    { ...SYSTEM_HEADS, columns: headColumns(changes.heads.filter(({ chain }) => isOfSystem(chain))) },
    { ...MESSAGES, columns: messageColumns(changes) },
    { ...DELIVERIES, columns: deliveryColumns(changes.outgoing) },
    { ...HANDED_OVER, columns: markColumns(changes.handedOver) },
    { ...OVERDUE, columns: markColumns(changes.overdue) },
    { ...REPORTS, columns: reportColumns(changes) },
    { ...FINISHED, columns: finishedColumns(changes, keys) },
  ]);
  await eraseCases(client, changes.erased);
}

function sealed(
  keys: Keys,
  caseNumber: string,
  { plain, place }: { readonly plain: Uint8Array; readonly place: string },
): Buffer {
  const key = keys.get(caseNumber);
  if (key === undefined) throw new TypeError(`no key at hand for the case ${caseNumber}`);
  return seal(key, plain, place);
}

const OPEN_CASES: Part = {
  name: 'open-cases',
  text: `INSERT INTO case_file (number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, opened_at, updated_at, ended_at)
    SELECT number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, at, at, ended_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::bytea[], $9::bytea[], $10::timestamptz[], $11::timestamptz[])
      AS t(number, workflow, area, status, version, seq, chain_seq, chain_head, wrapped_key, at, ended_at)`,
};

function openedColumns(
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

const MOVE_CASES: Part = {
  name: 'move-cases',
  text: `UPDATE case_file c
    SET status = t.status, version = t.version, seq = t.seq, chain_seq = t.chain_seq, chain_head = t.chain_head, updated_at = t.at, ended_at = t.ended_at
    FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::bytea[], $7::timestamptz[], $8::timestamptz[])
      AS t(number, status, version, seq, chain_seq, chain_head, at, ended_at)
    WHERE c.number = t.number`,
};

function movedColumns(cases: readonly CaseChange[]): readonly Column[] {
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

const EVENTS: Part = {
  name: 'write-events',
  text: `INSERT INTO case_event (case_number, seq, type, at, by, facts, content_digest)
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::jsonb[], $7::bytea[])`,
};

function eventColumns(events: readonly StoredEvent[]): readonly Column[] {
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
const CONTENTS: Part = {
  name: 'write-contents',
  text: `INSERT INTO case_content (case_number, seq, sealed)
    SELECT case_number, seq, substring($3::bytea FROM start FOR length)
    FROM unnest($1::text[], $2::int[], $4::int[], $5::int[]) AS t(case_number, seq, start, length)`,
};

function contentColumns(events: readonly StoredEvent[], keys: Keys): readonly Column[] {
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

/** One value of all, and for each where it starts (from 1) and how long it is. */
function packed(parts: readonly Buffer[]): readonly [Buffer, readonly number[], readonly number[]] {
  let start = 1;
  const starts = parts.map(({ length }) => {
    const own = start;
    start += length;
    return own;
  });
  return [Buffer.concat(parts), starts, parts.map(({ length }) => length)];
}

const ATTACHMENTS: Part = {
  name: 'write-attachments',
  text: `INSERT INTO case_attachment (case_number, sha256, sealed)
    SELECT case_number, sha256, substring($3::bytea FROM start FOR length)
    FROM unnest($1::text[], $2::bytea[], $4::int[], $5::int[]) AS t(case_number, sha256, start, length)
    ON CONFLICT DO NOTHING`,
};

function attachmentColumns({ blobs }: Changes, keys: Keys): readonly Column[] {
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

const ORIGINALS: Part = {
  name: 'write-originals',
  text: `INSERT INTO case_original (case_number, system, id, sealed)
    SELECT case_number, system, id, substring($4::bytea FROM start FOR length)
    FROM unnest($1::text[], $2::text[], $3::text[], $5::int[], $6::int[]) AS t(case_number, system, id, start, length)`,
};

function originalColumns({ originals }: Changes, keys: Keys): readonly Column[] {
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

const CASE_HEADS: Part = {
  name: 'move-case-chains',
  text: `UPDATE case_file c SET chain_seq = t.seq, chain_head = t.hash
    FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t(chain, seq, hash) WHERE c.number = t.chain`,
};

const SYSTEM_HEADS: Part = {
  name: 'move-chains',
  text: `UPDATE evidence_chain c SET seq = t.seq, hash = t.hash
    FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t(chain, seq, hash) WHERE c.chain = t.chain`,
};

function headColumns(heads: readonly ChainHead[]): readonly Column[] {
  return [
    heads.map(({ chain }) => chain),
    heads.map(({ seq }) => seq),
    heads.map(({ hash }) => Buffer.from(hash, 'hex')),
  ];
}

const EVIDENCE: Part = {
  name: 'write-evidence',
  text: `INSERT INTO evidence (chain, seq, kind, at, body, prev, hash, case_seq)
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::bytea[], $7::bytea[], $8::int[])`,
};

function evidenceColumns({ evidence }: Changes): readonly Column[] {
  return [
    evidence.map((one) => one.chain),
    evidence.map((one) => one.seq),
    evidence.map((one) => one.kind),
    evidence.map((one) => one.at),
    evidence.map((one) => one.body),
    evidence.map((one) => Buffer.from(one.prev, 'hex')),
    evidence.map((one) => Buffer.from(one.hash, 'hex')),
    evidence.map((one) => one.caseSeq),
  ];
}

const MESSAGES: Part = {
  name: 'write-messages',
  text: `INSERT INTO message (system, id, digest, received_at, outcome, case_number, receipt, receipt_id)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::uuid[])`,
};

function messageColumns({ messages }: Changes): readonly Column[] {
  return [
    messages.map((one) => one.system),
    messages.map((one) => one.id),
    messages.map((one) => Buffer.from(one.digest, 'hex')),
    messages.map((one) => one.receivedAt),
    messages.map((one) => one.outcome),
    messages.map((one) => one.caseNumber ?? null),
    messages.map((one) => one.receipt),
    messages.map((one) => one.receiptId),
  ];
}

// A receipt that is asked for again waits again, under its first id.
const DELIVERIES: Part = {
  name: 'write-deliveries',
  text: `INSERT INTO delivery (id, system, type, created_at, duplicate, authority, case_number, seq, message_id, attachments, chain)
    SELECT id, system, type, at, duplicate, authority, case_number, seq, message_id, string_to_array(attachments, ' '), chain
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[], $11::text[])
      AS t(id, system, type, at, duplicate, authority, case_number, seq, message_id, attachments, chain)
    ON CONFLICT (id) DO UPDATE SET handed_over = NULL, duplicate = true`,
};

function deliveryColumns(all: readonly Outgoing[]): readonly Column[] {
  // One statement must not touch a row twice: a message and its repeat may be in the same batch.
  const outgoing = [...new Map(all.map((one) => [one.id, one])).values()];
  const news = outgoing.map(({ about }) => ('authority' in about ? about : undefined));
  return [
    outgoing.map((one) => one.id),
    outgoing.map((one) => one.system),
    outgoing.map((one) => one.type),
    outgoing.map((one) => one.createdAt),
    outgoing.map((one) => one.duplicate),
    news.map((one) => one?.authority ?? null),
    news.map((one) => one?.caseNumber ?? null),
    news.map((one) => one?.seq ?? null),
    outgoing.map(({ about }) => ('messageId' in about ? about.messageId : null)),
    news.map((one) => (one === undefined || one.attachments.length === 0 ? null : one.attachments.join(' '))),
    outgoing.map((one) => one.chain),
  ];
}

const HANDED_OVER: Part = {
  name: 'mark-handed-over',
  text: `UPDATE delivery d SET handed_over = t.at FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, at) WHERE d.id = t.id`,
};

const OVERDUE: Part = {
  name: 'mark-overdue',
  text: `UPDATE delivery d SET overdue = t.at FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, at) WHERE d.id = t.id`,
};

function markColumns(marks: readonly DeliveryMark[]): readonly Column[] {
  return [marks.map(({ id }) => id), marks.map(({ at }) => at)];
}

const REPORTS: Part = {
  name: 'write-reports',
  text: `INSERT INTO report (id, case_number, authority, system, kind, language, seq, ordered_at, expires_at, parts)
    SELECT id, case_number, authority, system, kind, language, seq, at, at + interval '30 days', string_to_array(parts, ' ')
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::timestamptz[], $9::text[])
      AS t(id, case_number, authority, system, kind, language, seq, at, parts)`,
};

function reportColumns({ reports }: Changes): readonly Column[] {
  return [
    reports.map((one) => one.id),
    reports.map((one) => one.caseNumber),
    reports.map((one) => one.authority),
    reports.map((one) => one.system),
    reports.map((one) => one.kind),
    reports.map((one) => one.language),
    reports.map((one) => one.seq),
    reports.map((one) => one.orderedAt),
    reports.map((one) => (one.parts.length === 0 ? null : one.parts.join(' '))),
  ];
}

const FINISHED: Part = {
  name: 'finish-reports',
  text: `UPDATE report r
    SET sha256 = t.sha256, size = t.size, sealed = t.sealed, issued_at = t.at, stamps_end_at = t.stamps_end_at
    FROM unnest($1::text[], $2::bytea[], $3::int[], $4::bytea[], $5::timestamptz[], $6::timestamptz[])
      AS t(id, sha256, size, sealed, at, stamps_end_at)
    WHERE r.id = t.id AND r.issued_at IS NULL`,
};

function finishedColumns({ finished }: Changes, keys: Keys): readonly Column[] {
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

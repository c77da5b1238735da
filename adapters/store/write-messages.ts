import type { Changes, DeliveryMark, Outgoing } from '../../hub/ports/records.ts';
import type { Macs } from './macs.ts';
import { idKept, messageRow, type Secrets } from './message-row.ts';
import type { Column } from './columns.ts';
import type { Part } from './together.ts';

export const MESSAGES: Part = {
  name: 'write-messages',
  text: `INSERT INTO message (system, id, digest, received_at, outcome, case_number, receipt, receipt_id, sealed)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::bytea[])`,
};

export function messageColumns({ messages }: Changes, how: Secrets): readonly Column[] {
  const rows = messages.map((message) => messageRow(how, message));
  return [
    rows.map((one) => one.system),
    rows.map((one) => one.id),
    rows.map((one) => one.digest),
    rows.map((one) => one.receivedAt),
    rows.map((one) => one.outcome),
    rows.map((one) => one.caseNumber),
    rows.map((one) => one.receipt),
    rows.map((one) => one.receiptId),
    rows.map((one) => one.sealed),
  ];
}

// What was written before the line broke, and only its answer was lost, is there already.
export const DELIVERIES: Part = {
  name: 'write-deliveries',
  text: `INSERT INTO delivery (id, system, type, created_at, duplicate, authority, case_number, seq, message_id, attachments, chain, held_until)
    SELECT id, system, type, at, duplicate, authority, case_number, seq, message_id, string_to_array(attachments, ' '), chain, held
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[], $11::text[], $12::timestamptz[])
      AS t(id, system, type, at, duplicate, authority, case_number, seq, message_id, attachments, chain, held)
    ON CONFLICT (id) DO NOTHING`,
};

export function deliveryColumns(outgoing: readonly Outgoing[], macs: Macs): readonly Column[] {
  const news = outgoing.map(({ about }) => ('authority' in about ? about : undefined));
  return [
    outgoing.map((one) => one.id),
    outgoing.map((one) => one.system ?? null),
    outgoing.map((one) => one.type),
    outgoing.map((one) => one.createdAt),
    outgoing.map((one) => one.duplicate),
    news.map((one) => one?.authority ?? null),
    news.map((one) => one?.caseNumber ?? null),
    news.map((one) => one?.seq ?? null),
    outgoing.map(({ system, about }) =>
      'messageId' in about ? idKept(macs, { system: system ?? '', id: about.messageId }) : null,
    ),
    news.map((one) => (one === undefined || one.attachments.length === 0 ? null : one.attachments.join(' '))),
    outgoing.map((one) => one.chain),
    outgoing.map((one) => one.heldUntil ?? null),
  ];
}

export const HANDED_OVER: Part = {
  name: 'mark-handed-over',
  text: `UPDATE delivery d SET handed_over = t.at, system = coalesce(t.system, d.system)
    FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS t(id, at, system) WHERE d.id = t.id`,
};

export const OVERDUE: Part = {
  name: 'mark-overdue',
  text: `UPDATE delivery d SET overdue = t.at FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, at) WHERE d.id = t.id`,
};

export function markColumns(marks: readonly DeliveryMark[]): readonly Column[] {
  return [marks.map(({ id }) => id), marks.map(({ at }) => at)];
}

export function handedColumns(marks: readonly DeliveryMark[]): readonly Column[] {
  return [...markColumns(marks), marks.map(({ system }) => system ?? null)];
}

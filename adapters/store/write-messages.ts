import type { Changes, DeliveryMark, Outgoing } from '../../hub/ports.ts';
import type { Column, Part } from './together.ts';

export const MESSAGES: Part = {
  name: 'write-messages',
  text: `INSERT INTO message (system, id, digest, received_at, outcome, case_number, receipt, receipt_id)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::uuid[])`,
};

export function messageColumns({ messages }: Changes): readonly Column[] {
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
export const DELIVERIES: Part = {
  name: 'write-deliveries',
  text: `INSERT INTO delivery (id, system, type, created_at, duplicate, authority, case_number, seq, message_id, attachments, chain)
    SELECT id, system, type, at, duplicate, authority, case_number, seq, message_id, string_to_array(attachments, ' '), chain
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[], $11::text[])
      AS t(id, system, type, at, duplicate, authority, case_number, seq, message_id, attachments, chain)
    ON CONFLICT (id) DO UPDATE SET handed_over = NULL, duplicate = true`,
};

export function deliveryColumns(all: readonly Outgoing[]): readonly Column[] {
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

export const HANDED_OVER: Part = {
  name: 'mark-handed-over',
  text: `UPDATE delivery d SET handed_over = t.at FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, at) WHERE d.id = t.id`,
};

export const OVERDUE: Part = {
  name: 'mark-overdue',
  text: `UPDATE delivery d SET overdue = t.at FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, at) WHERE d.id = t.id`,
};

export function markColumns(marks: readonly DeliveryMark[]): readonly Column[] {
  return [marks.map(({ id }) => id), marks.map(({ at }) => at)];
}

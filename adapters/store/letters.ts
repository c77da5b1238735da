import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { DeadLetter } from '../../hub/ports/records.ts';
import { systemOfInbox } from '../amqp/topology.ts';
import { idKept, type Secrets } from './message-row.ts';
import type { Macs } from './macs.ts';
import { letterPlace } from './vault.ts';

type Letter = {
  readonly id: string;
  readonly chain: string;
  readonly reason: string;
  readonly queue: string;
  readonly diedAt: string;
};

const KEEP = `INSERT INTO dead_letter (id, system, message_id, reason, queue, died_at, sealed, chain, mac)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Letters are rare: one statement each. What their bodies are, and by which ids they go, nobody reads here. */
export async function keepLetters(
  client: PoolClient,
  letters: readonly DeadLetter[],
  { vault, macs }: Secrets,
): Promise<void> {
  for (const letter of letters) {
    const { id, system, messageId, reason, queue, diedAt, bytes, chain } = letter;
    const kept =
      messageId === undefined ? null : isDelivery(letter) ? messageId : idKept(macs, { system: system ?? '', id: messageId });
    const sealed = vault.sealMaster(bytes, letterPlace(id));
    await client.query(KEEP, [id, system ?? null, kept, reason, queue, diedAt, sealed, chain, letterMac(macs, letter)]);
  }
} // prettier-ignore

/** What dies in an inbox is a message of the hub, whose id is its own. */
function isDelivery({ queue }: DeadLetter): boolean {
  return systemOfInbox(queue) !== undefined;
}

/** Over what outlives the letter: that there was one. */
export function letterMac(macs: Macs, { id, chain, reason, queue, diedAt }: Letter): Buffer {
  return macs.of('dead letter', [id, chain, reason, queue, diedAt]);
}

export type KeptLetter = {
  readonly id: string;
  readonly chain: string;
  readonly reason: string;
  readonly queue: string;
  readonly died_at: Date;
};

const ERASE = `UPDATE dead_letter l SET id = t.kept, sealed = NULL, message_id = NULL, mac = t.mac
  FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS t(id, kept, mac) WHERE l.id = t.id`;

/** A letter's id is made of the letter: what is left of it gets another. */
export async function eraseLetters(
  client: PoolClient,
  rows: readonly KeptLetter[],
  macs: Macs,
): Promise<void> {
  if (rows.length === 0) return;
  const left = rows.map(({ chain, reason, queue, died_at: diedAt }) => {
    return { id: randomUUID(), chain, reason, queue, diedAt: diedAt.toISOString() };
  });
  const marks = left.map((letter) => letterMac(macs, letter));
  await client.query(ERASE, [rows.map(({ id }) => id), left.map(({ id }) => id), marks]);
}

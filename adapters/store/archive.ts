import type { Pool, PoolClient } from 'pg';
import type { CaseArchive } from '../../hub/ports/store.ts';
import type { EvidenceRecord, Original, Outgoing } from '../../hub/ports/records.ts';
import { isOfForm } from '../../hub/intake/sender.ts';
import { receiptOfForm } from '../../hub/outgoing/receipt-of-form.ts';
import { sendersFor } from '../../hub/reports/dossier/disclose.ts';
import { unsound, type Alarm } from '../../hub/alarm.ts';
import { onConnection } from './connection.ts';
import type { Secrets } from './message-row.ts';
import { COLUMNS, outgoingFrom, type DeliveryRow } from './outbox.ts';
import { openOrNone, originalPlace } from './vault.ts';

type Reader = { readonly authority: string; readonly system: string };

/** Everything that a dossier is made of, as it is at one moment. */
export async function readArchive(
  pool: Pool,
  { vault, alarm }: Secrets & { readonly alarm: Alarm },
  { number, reader }: { readonly number: string; readonly reader: Reader },
): Promise<CaseArchive | undefined> {
  return onConnection(pool, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ wrapped_key: Buffer | null }>(
      'SELECT wrapped_key FROM case_file WHERE number = $1',
      [number],
    );
    const [row] = rows;
    const key = row?.wrapped_key == null ? undefined : vault.unwrap(row.wrapped_key, number);
    const archive = row === undefined ? undefined : await readWith(client, { number, reader, key, alarm });
    await client.query('COMMIT');
    return archive;
  });
}

/** Greatest number of its column. */
const LAST_PLACE = 2_147_483_647;

type Asked = {
  readonly number: string;
  readonly reader: Reader;
  readonly key: Buffer | undefined;
  readonly alarm: Alarm;
};

async function readWith(client: PoolClient, asked: Asked): Promise<CaseArchive> {
  const { number, reader } = asked;
  const deliveries = await client.query<DeliveryRow>(
    `SELECT ${COLUMNS} FROM delivery WHERE case_number = $1 AND authority = $2 ORDER BY created_at, id`,
    [number, reader.authority],
  );
  const evidence = await readChain(client, number);
  const senders = sendersFor(evidence, reader);
  const receipts = await client.query<DeliveryRow>(
    `SELECT ${COLUMNS} FROM delivery WHERE chain = $1 AND system = $2 AND type = 'receipt' AND NOT duplicate ORDER BY created_at, id`,
    [number, reader.system],
  );
  return {
    evidence,
    originals: await readOriginals(client, asked, senders),
    deliveries: deliveries.rows.map(outgoingFrom),
    receipts: [...receipts.rows.map(outgoingFrom), ...(await receiptsOfForms(client, number, senders))],
    reports: await reportsKept(client, asked),
  };
}

/** A chain up to one of its records, or all of it. */
export async function readChain(
  client: Pool | PoolClient,
  chain: string,
  upTo = LAST_PLACE,
): Promise<readonly EvidenceRecord[]> {
  const { rows } = await client.query(
    'SELECT seq, kind, at, body, prev, hash, case_seq FROM evidence WHERE chain = $1 AND seq <= $2 ORDER BY seq',
    [chain, upTo],
  );
  return rows.map((row) => ({
    chain,
    seq: row.seq,
    kind: row.kind,
    at: row.at.toISOString(),
    body: row.body,
    prev: row.prev.toString('hex'),
    hash: row.hash.toString('hex'),
    caseSeq: row.case_seq,
  }));
}

/** Those of persons are delivered to nobody: they are remembered with what was filled in. */
async function receiptsOfForms(
  client: PoolClient,
  number: string,
  senders: readonly string[],
): Promise<readonly Outgoing[]> {
  const { rows } = await client.query<{ system: string; id: string; receipt_id: string; received_at: Date }>(
    'SELECT system, id, receipt_id, received_at FROM message WHERE case_number = $1 AND system = ANY ($2::text[]) ORDER BY received_at, id',
    [number, senders.filter(isOfForm)],
  );
  return rows.map(({ system, id, receipt_id: receiptId, received_at: at }) =>
    receiptOfForm(number, { system, id, receiptId, receivedAt: at.toISOString() }),
  );
}

async function readOriginals(
  client: PoolClient,
  { number, key, alarm }: Asked,
  senders: readonly string[],
): Promise<readonly Original[]> {
  if (key === undefined) return [];
  const { rows } = await client.query<{ system: string; id: string; sealed: Buffer }>(
    'SELECT system, id, sealed FROM case_original WHERE case_number = $1 AND system = ANY ($2::text[])',
    [number, senders],
  );
  return rows.map(({ system, id, sealed }) => {
    const plain = openOrNone(key, sealed, originalPlace(number, system, id));
    if (plain === undefined) throw unsound(alarm, { table: 'case_original', case: number });
    return { caseNumber: number, system, id, plain: plain.toString() };
  });
}

/** Which are there; what they are the case says, and not the row. */
async function reportsKept(client: PoolClient, { number, reader }: Asked): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM report
     WHERE case_number = $1 AND authority = $2 AND sealed IS NOT NULL AND expires_at > now()
       AND kind NOT IN ('dossier', 'dossierWithoutPersonalData') ORDER BY issued_at, id`,
    [number, reader.authority],
  );
  return rows.map(({ id }) => id);
}

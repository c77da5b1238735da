import type { Pool, PoolClient } from 'pg';
import type { CaseArchive, EvidenceRecord, Original } from '../../hub/ports.ts';
import type { ReportFile } from '../../hub/report-records.ts';
import { COLUMNS, outgoingFrom, type DeliveryRow } from './outbox.ts';
import { open, originalPlace, reportPlace, type Vault } from './vault.ts';

type Reader = { readonly authority: string; readonly system: string };

/** Everything that a dossier is made of, as it is at one moment. */
export async function readArchive(
  pool: Pool,
  vault: Vault,
  { number, reader }: { readonly number: string; readonly reader: Reader },
): Promise<CaseArchive | undefined> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ wrapped_key: Buffer | null }>(
      'SELECT wrapped_key FROM case_file WHERE number = $1',
      [number],
    );
    const [row] = rows;
    const key = row?.wrapped_key == null ? undefined : vault.unwrap(row.wrapped_key, number);
    const archive = row === undefined ? undefined : await readWith(client, { number, reader, key });
    await client.query('COMMIT');
    client.release();
    return archive;
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

type Asked = { readonly number: string; readonly reader: Reader; readonly key: Buffer | undefined };

async function readWith(client: PoolClient, asked: Asked): Promise<CaseArchive> {
  const { number, reader } = asked;
  const deliveries = await client.query<DeliveryRow>(
    `SELECT ${COLUMNS} FROM delivery WHERE case_number = $1 AND authority = $2 ORDER BY created_at, id`,
    [number, reader.authority],
  );
  const receipts = await client.query<DeliveryRow>(
    `SELECT ${COLUMNS} FROM delivery WHERE chain = $1 AND system = $2 AND type = 'receipt' ORDER BY created_at, id`,
    [number, reader.system],
  );
  return {
    evidence: await readEvidence(client, number),
    originals: await readOriginals(client, asked),
    deliveries: deliveries.rows.map(outgoingFrom),
    // In a dossier a receipt is the first one, however often it was asked for.
    receipts: receipts.rows.map((row) => ({ ...outgoingFrom(row), duplicate: false })),
    reports: await readReports(client, asked),
  };
}

async function readEvidence(client: PoolClient, chain: string): Promise<readonly EvidenceRecord[]> {
  const { rows } = await client.query(
    'SELECT seq, kind, at, body, prev, hash, case_seq FROM evidence WHERE chain = $1 ORDER BY seq',
    [chain],
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

async function readOriginals(
  client: PoolClient,
  { number, reader, key }: Asked,
): Promise<readonly Original[]> {
  if (key === undefined) return [];
  const { rows } = await client.query<{ system: string; id: string; sealed: Buffer }>(
    'SELECT system, id, sealed FROM case_original WHERE case_number = $1 AND system = $2',
    [number, reader.system],
  );
  return rows.map(({ system, id, sealed }) => ({
    caseNumber: number,
    system,
    id,
    plain: open(key, sealed, originalPlace(number, system, id)).toString(),
  }));
}

async function readReports(
  client: PoolClient,
  { number, reader, key }: Asked,
): Promise<readonly ReportFile[]> {
  if (key === undefined) return [];
  const { rows } = await client.query(
    `SELECT id, kind, language, system, sha256, issued_at, sealed FROM report
     WHERE case_number = $1 AND authority = $2 AND sealed IS NOT NULL AND expires_at > now()
       AND kind NOT IN ('dossier', 'dossierWithoutPersonalData') ORDER BY issued_at, id`,
    [number, reader.authority],
  );
  return rows.map((row) => ({
    id: row.id,
    caseNumber: number,
    kind: row.kind,
    language: row.language,
    system: row.system,
    sha256: row.sha256.toString('hex'),
    issuedAt: row.issued_at.toISOString(),
    bytes: open(key, row.sealed, reportPlace(number, row.id)),
  }));
}

import type { ClientBase, Pool } from 'pg';
import type { AuditSource, Rows } from '../../hub/evidence/audit/source.ts';
import { onConnection } from './connection.ts';
import { HEADS, headFrom, type HeadRow } from './heads.ts';

type Connection = Pick<ClientBase, 'query'>;

const PAGE = 500;

// Where a receipt says that it stands. Found by its signs alone: what somebody has made to be no JSON must not end the audit.
const PLACE = `'"evidence":\\{"chain":"([^"\\\\]*)","seq":[0-9]{1,9},'`;
const NUMBER = `'"evidence":\\{"chain":"[^"\\\\]*","seq":([0-9]{1,9}),'`;
const CHAIN_OF_RECEIPT = `coalesce(substring(receipt from ${PLACE}), '')`;

// In the order of the database, whatever that is: by it the index of each table can be read as it lies there.
const CHAINS = `SELECT number AS chain FROM case_file UNION SELECT chain FROM evidence_chain UNION SELECT chain FROM evidence
  UNION SELECT case_number FROM case_event UNION SELECT chain FROM evidence_root_head UNION SELECT chain FROM delivery
  UNION SELECT ${CHAIN_OF_RECEIPT} FROM message ORDER BY chain`;

const KEPT_HEADS = `SELECT number AS chain, chain_seq AS seq, chain_head AS hash, seq AS events FROM case_file
  UNION ALL SELECT chain, seq, hash, NULL FROM evidence_chain ORDER BY chain`;

const RECORDS = 'SELECT chain, seq, kind, at, body, prev, hash, case_seq FROM evidence ORDER BY chain, seq';

const EVENTS = `SELECT case_number AS chain, seq, type, at, by, facts, content_digest FROM case_event
  ORDER BY case_number, seq`;

const RECEIPTS = `SELECT ${CHAIN_OF_RECEIPT} AS chain, coalesce(substring(receipt from ${NUMBER})::int, 0) AS seq,
    system, id, outcome, receipt, receipt_id
  FROM message ORDER BY 1, 2, system, id`;

const DELIVERIES = `SELECT chain, system, coalesce(authority, '') AS authority, type, count(handed_over)::int AS handed_over,
    count(overdue)::int AS overdue, bool_or(duplicate) AS repeated
  FROM delivery GROUP BY 1, 2, 3, 4 ORDER BY chain`;

const COVERED = `SELECT h.chain, h.seq, h.hash, h.number AS root, r.signature IS NOT NULL AS sealed
  FROM evidence_root_head h LEFT JOIN evidence_root r ON r.number = h.number ORDER BY h.chain, h.seq, h.number`;

const ROOTS = 'SELECT number, statement, signature FROM evidence_root ORDER BY number';

/** Lends the work all that an audit reads, as it is at one moment. Nothing is locked: a hub at work goes on with it. */
export function readForAudit<T>(pool: Pool, work: (source: AuditSource) => Promise<T>): Promise<T> {
  return onConnection(pool, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const done = await work(auditSourceOn(client));
    await client.query('COMMIT');
    return done;
  });
}

/** The same on a connection that has a transaction open already. */
export function auditSourceOn(client: Connection): AuditSource {
  return {
    chains: rows(client, { name: 'chains', text: CHAINS }, ({ chain }: { chain: string }) => ({ chain })),
    heads: rows(client, { name: 'heads', text: KEPT_HEADS }, (row: HeadRow & { events: number | null }) => ({
      ...headFrom(row),
      ...(row.events === null ? {} : { events: row.events }),
    })),
    records: rows(client, { name: 'records', text: RECORDS }, recordFrom),
    events: rows(client, { name: 'events', text: EVENTS }, eventFrom),
    receipts: rows(client, { name: 'receipts', text: RECEIPTS }, ({ receipt_id, ...row }: ReceiptRow) => ({
      ...row,
      receiptId: receipt_id,
    })),
    deliveries: rows(
      client,
      { name: 'deliveries', text: DELIVERIES },
      ({ handed_over, repeated, ...row }: DeliveriesRow) => ({
        ...row,
        handedOver: handed_over,
        isRepeated: repeated,
      }),
    ),
    covered: rows(
      client,
      { name: 'covered', text: COVERED },
      (row: HeadRow & { root: number; sealed: boolean }) => ({
        ...headFrom(row),
        root: row.root,
        isSealed: row.sealed,
      }),
    ),
    roots: rows(client, { name: 'roots', text: ROOTS }, ({ signature, ...row }: RootRow) => ({
      ...row,
      ...(signature === null ? {} : { signature }),
    })),
    async headsUnder(root) {
      return (await client.query<HeadRow>({ name: 'heads-under', text: HEADS, values: [root] })).rows.map(
        headFrom,
      );
    },
  };
}

type RootRow = { readonly number: number; readonly statement: string; readonly signature: Buffer | null };
type ReceiptRow = {
  readonly chain: string;
  readonly seq: number;
  readonly system: string;
  readonly id: string;
  readonly outcome: string;
  readonly receipt: string;
  readonly receipt_id: string;
};
type DeliveriesRow = {
  readonly chain: string;
  readonly system: string;
  readonly authority: string;
  readonly type: string;
  readonly handed_over: number;
  readonly overdue: number;
  readonly repeated: boolean;
};
type RecordRow = HeadRow & {
  readonly kind: string;
  readonly at: unknown;
  readonly body: string;
  readonly prev: Buffer;
  readonly case_seq: number;
};
type EventRow = {
  readonly chain: string;
  readonly seq: number;
  readonly type: string;
  readonly at: unknown;
  readonly by: string;
  readonly facts: unknown;
  readonly content_digest: Buffer | null;
};

function recordFrom({ at, prev, hash, case_seq: caseSeq, ...row }: RecordRow) {
  return { ...row, at: instantOf(at), prev: prev.toString('hex'), hash: hash.toString('hex'), caseSeq };
}

function eventFrom({ at, content_digest: content, ...row }: EventRow) {
  return { ...row, at: instantOf(at), content: content?.toString('hex') ?? null };
}

/** A column of moments holds also what is none: infinity, and years that nobody counts. */
function instantOf(at: unknown): string {
  return at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : String(at);
}

/** A question that is answered a page at a time, out of a cursor that the database keeps. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the columns are, the question says
async function* rows<Row extends object, Made>(
  client: Connection,
  { name, text }: { readonly name: string; readonly text: string },
  make: (row: Row) => Made,
): Rows<Made> {
  await client.query(`DECLARE audit_${name} NO SCROLL CURSOR FOR ${text}`);
  for (;;) {
    const { rows: page } = await client.query<Row>(`FETCH ${PAGE} FROM audit_${name}`);
    if (page.length > 0) yield page.map(make);
    if (page.length < PAGE) break;
  }
  await client.query(`CLOSE audit_${name}`);
}

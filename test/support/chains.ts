import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { canonicalize } from '../../connector/canonical.ts';

/**
 * Verifies the chains of evidence from the tables alone, with no code of the hub: every record's hash, its link to the
 * one before, the head that the case or the table of chains names, the digest of every event that a record testifies to,
 * and that of every receipt.
 */
export async function verifyChains(database: Pick<Client, 'query'>): Promise<ChainReport> {
  const records = await database.query<EvidenceRow>(
    'SELECT chain, seq, kind, at, body, prev, hash, case_seq FROM evidence ORDER BY chain, seq',
  );
  const heads = await database.query<HeadRow>(
    `SELECT number, seq, chain_seq, chain_head FROM case_file
     UNION ALL SELECT chain, 0, seq, hash FROM evidence_chain`,
  );
  const receipts = await database.query<ReceiptRow>(
    'SELECT system, id, outcome, digest, receipt, receipt_id FROM message',
  );
  const events = await database.query<EventRow>(
    'SELECT case_number, seq, type, at, by, facts, content_digest FROM case_event',
  );
  const chains = byChain(records.rows);
  const stored = new Map(events.rows.map((row) => [`${row.case_number}/${row.seq}`, row]));
  const problems = heads.rows.flatMap((head) => problemsOf(head, chains.get(head.number) ?? [], stored));
  const cases = new Set(heads.rows.map(({ number }) => number));
  const stray = [...chains.keys()].filter((chain) => !cases.has(chain));
  return {
    chains: heads.rows.length,
    records: records.rows.length,
    events: events.rows.length,
    problems: [
      ...problems,
      ...stray.map((chain) => `${chain}: a chain without a head`),
      ...receiptProblems(receipts.rows, records.rows),
    ],
  };
}

/** The same while the hub may be at work: in a transaction of its own, which sees one moment. */
export async function verifyChainsNow(database: Pick<Client, 'query'>): Promise<ChainReport> {
  await database.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await verifyChains(database);
  } finally {
    await database.query('ROLLBACK');
  }
}

export type ChainReport = {
  readonly chains: number;
  readonly records: number;
  readonly events: number;
  readonly problems: readonly string[];
};

type EvidenceRow = {
  readonly chain: string;
  readonly seq: number;
  readonly kind: string;
  readonly at: Date;
  readonly body: string;
  readonly prev: Buffer;
  readonly hash: Buffer;
  readonly case_seq: number;
};
type ReceiptRow = {
  readonly system: string;
  readonly id: string;
  readonly outcome: string;
  /** None once it has been erased. */
  readonly digest: Buffer | null;
  readonly receipt: string;
  readonly receipt_id: string;
};
type HeadRow = {
  readonly number: string;
  readonly seq: number;
  readonly chain_seq: number;
  readonly chain_head: Buffer;
};
type EventRow = {
  readonly case_number: string;
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  readonly by: string;
  readonly facts: unknown;
  readonly content_digest: Buffer | null;
};

function byChain(records: readonly EvidenceRow[]): ReadonlyMap<string, readonly EvidenceRow[]> {
  const chains = new Map<string, EvidenceRow[]>();
  for (const record of records) chains.set(record.chain, [...(chains.get(record.chain) ?? []), record]);
  return chains;
}

function problemsOf(
  head: HeadRow,
  chain: readonly EvidenceRow[],
  stored: ReadonlyMap<string, EventRow>,
): readonly string[] {
  const problems: string[] = [];
  let prev = '0'.repeat(64);
  let testified = 0;
  for (const [index, record] of chain.entries()) {
    const { seq, kind, at, body, hash } = record;
    const link = { chain: head.number, seq, prev, content: createHash('sha256').update(body).digest('hex') };
    const said = componentsIn(body);
    const isTold =
      said.erdsEventId.endsWith(`${EVENT[kind] ?? ''}${kind}`) && said.eventTime === at.toISOString();
    const isLinked = digest(link) === hash.toString('hex') && record.prev.toString('hex') === prev;
    const isSound = isTold && isLinked;
    if (!isSound || seq !== index + 1) problems.push(`${head.number}: record ${seq} is not sound`);
    for (const claim of said.events ?? []) {
      testified += 1;
      const event = stored.get(`${head.number}/${claim.seq}`);
      if (event === undefined || digestOfEvent(event) !== claim.digest || claim.seq !== testified)
        problems.push(`${head.number}: event ${claim.seq} is not what was testified`);
    }
    prev = hash.toString('hex');
  }
  const isHead = head.chain_head.toString('hex') === prev && head.chain_seq === chain.length;
  if (!isHead || testified !== head.seq) problems.push(`${head.number}: the chain does not end at its head`);
  return problems;
}

const EVENT: Readonly<Record<string, string>> = { HubAction: ':event:' };

type Said = {
  readonly erdsEventId: string;
  readonly eventTime: string;
  readonly events?: readonly { readonly seq: number; readonly digest: string }[];
  readonly userContentInfo?: { readonly digestValue: string };
};

function componentsIn(body: string): Said {
  const said: Said = JSON.parse(body);
  return said;
}

/**
 * Every receipt stands in the evidence, just there where it says, with the outcome that it says. Of one that was erased the
 * digest cannot be made again any more: what is left of it must not fit by chance.
 */
function receiptProblems(
  receipts: readonly ReceiptRow[],
  records: readonly EvidenceRow[],
): readonly string[] {
  const kinds: Readonly<Record<string, string>> = {
    accepted: 'SubmissionAcceptance',
    rejected: 'SubmissionRejection',
  };
  const submissions = records.filter(({ kind }) => kind.startsWith('Submission'));
  const byPlace = new Map(submissions.map((record) => [`${record.chain} ${record.seq}`, record]));
  const broken = receipts.flatMap(
    ({ system, id, outcome, digest: ofMessage, receipt, receipt_id: receiptId }) => {
      const { evidence, ...data }: { readonly evidence?: { readonly chain: string; readonly seq: number } } =
        JSON.parse(receipt);
      const record = byPlace.get(`${evidence?.chain} ${evidence?.seq}`);
      const testified = componentsIn(record?.body ?? '{}').userContentInfo?.digestValue;
      const isTheSame = testified === digest({ id: receiptId, data });
      const isProven = record?.kind === kinds[outcome] && isTheSame === (ofMessage !== null);
      return isProven ? [] : [`${system} ${id}: its receipt is not in the evidence`];
    },
  );
  const isOneEach = receipts.length === submissions.length;
  return isOneEach ? broken : [...broken, `${submissions.length} records of ${receipts.length} receipts`];
}

function digestOfEvent({ seq, type, at, by, facts, content_digest: content }: EventRow): string {
  return digest({ seq, type, at: at.toISOString(), by, facts, content: content?.toString('hex') ?? null });
}

function digest(value: unknown): string {
  return createHash('sha256').update(canonicalize(value)).digest('hex');
}

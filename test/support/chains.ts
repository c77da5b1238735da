import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { canonicalize } from '../../connector/canonical.ts';

/**
 * Verifies the chains of evidence from the tables alone, with no code of the hub: every record's hash, its link to the
 * one before, the head that the case names, and the digest of every event that a record testifies to.
 */
export async function verifyChains(database: Pick<Client, 'query'>): Promise<ChainReport> {
  const records = await database.query<EvidenceRow>(
    'SELECT chain, seq, kind, at, body, prev, hash, case_seq FROM evidence ORDER BY chain, seq',
  );
  const heads = await database.query<HeadRow>('SELECT number, seq, chain_seq, chain_head FROM case_file');
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
    problems: [...problems, ...stray.map((chain) => `${chain}: a chain without a case`)],
  };
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
    const content = { chain: head.number, seq, kind, at: at.toISOString(), body, prev };
    const isSound = digest(content) === hash.toString('hex') && record.prev.toString('hex') === prev;
    if (!isSound || seq !== index + 1) problems.push(`${head.number}: record ${seq} is not sound`);
    for (const claim of eventsIn(body)) {
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

function eventsIn(body: string): readonly { readonly seq: number; readonly digest: string }[] {
  const { events }: { readonly events: readonly { readonly seq: number; readonly digest: string }[] } =
    JSON.parse(body);
  return events;
}

function digestOfEvent({ seq, type, at, by, facts, content_digest: content }: EventRow): string {
  return digest({ seq, type, at: at.toISOString(), by, facts, content: content?.toString('hex') ?? null });
}

function digest(value: unknown): string {
  return createHash('sha256').update(canonicalize(value)).digest('hex');
}

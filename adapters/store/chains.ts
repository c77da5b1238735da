import type { Pool, PoolClient } from 'pg';
import { startOf } from '../../hub/evidence/places.ts';
import { CHAIN_START } from '../../hub/evidence/record.ts';
import type { ChainHead } from '../../hub/ports/records.ts';
import { endsThere, fitsCase, NEWEST_COLUMNS, type FileEnds, type NewestRecord } from './case-row.ts';
import type { Macs } from './macs.ts';

type HeadRow = {
  readonly chain: string;
  readonly seq: number;
  readonly hash: Buffer;
  readonly case_seq: number;
};

// The chain of a case stands in its row, which is locked in the same order as for its commands.
const CASES = {
  name: 'lock-case-chains',
  text: `SELECT number AS chain, chain_seq AS seq, chain_head AS hash, seq AS case_seq
    FROM case_file WHERE number = ANY($1::text[]) ORDER BY number FOR NO KEY UPDATE`,
};

// After a restore it may be one that was begun and lost.
const NEW = {
  name: 'new-chains',
  text: `INSERT INTO evidence_chain (chain, seq, hash)
    SELECT chain, $3, $2::bytea FROM unnest($1::text[]) AS t(chain) ORDER BY chain ON CONFLICT DO NOTHING`,
};

const EPOCH = { name: 'epoch', text: 'SELECT coalesce(max(number), 1) AS epoch FROM epoch' };

const OTHERS = {
  name: 'lock-chains',
  text: `SELECT chain, seq, hash, 0 AS case_seq FROM evidence_chain
    WHERE chain = ANY($1::text[]) ORDER BY chain FOR NO KEY UPDATE`,
};

/** Cases are always locked before systems, so that no two transactions wait for each other. */
export async function lockChains(
  client: PoolClient,
  chains: readonly string[],
): Promise<ReadonlyMap<string, ChainHead>> {
  const others = chains.filter(isOfNoCase);
  const cases = chains.filter((chain) => !isOfNoCase(chain));
  return new Map([...(await lockCaseChains(client, cases)), ...(await lockOthers(client, others))]);
}

// Asked once they are locked: the statement that locks sees evidence as it was before it had to wait.
const ENDS = {
  name: 'ends-of-cases',
  text: `SELECT c.number, c.workflow, c.area, c.version, c.seq, c.chain_seq, c.chain_head, c.mac, ${NEWEST_COLUMNS}
    FROM case_file c LEFT JOIN LATERAL (
      SELECT seq, hash, case_seq, mac FROM evidence WHERE chain = c.number ORDER BY seq DESC LIMIT 1
    ) n ON true
    WHERE c.number = ANY($1::text[])`,
};

/** Which of these cases, all of them locked, do not end where their newest record says. */
export async function misfitsAmong(
  client: PoolClient,
  chains: readonly string[],
  macs: Macs,
): Promise<readonly string[]> {
  const cases = chains.filter((chain) => !isOfNoCase(chain));
  if (cases.length === 0) return [];
  type Row = FileEnds & NewestRecord & { readonly mac: Buffer };
  const { rows } = await client.query<Row>({ ...ENDS, values: [cases] });
  return rows
    .filter((row) => !fitsCase(macs, row.mac, row) || !endsThere(macs, row, row))
    .map(({ number }) => number);
}

/** Systems of which there is evidence apart from cases: all that have ever been given a secret. */
export async function systemsWithChain(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ chain: string }>(
    "SELECT chain FROM evidence_chain WHERE starts_with(chain, 'system/') ORDER BY chain",
  );
  return rows.map(({ chain }) => chain.slice('system/'.length));
}

/** Chains of systems and of the hub itself; numbers of cases have no stroke. */
export function isOfNoCase(chain: string): boolean {
  return chain.includes('/');
}

async function lockCaseChains(client: PoolClient, cases: readonly string[]) {
  if (cases.length === 0) return [];
  return (await client.query<HeadRow>({ ...CASES, values: [cases] })).rows.map(headFrom);
}

async function lockOthers(client: PoolClient, others: readonly string[]) {
  if (others.length === 0) return [];
  const found = (await client.query<HeadRow>({ ...OTHERS, values: [others] })).rows;
  if (found.length === others.length) return found.map(headFrom);
  const { rows } = await client.query<{ epoch: number }>(EPOCH);
  const start = startOf(rows[0]?.epoch ?? 1);
  await client.query({ ...NEW, values: [others, Buffer.from(CHAIN_START, 'hex'), start] });
  return (await client.query<HeadRow>({ ...OTHERS, values: [others] })).rows.map(headFrom);
}

function headFrom({ chain, seq, hash, case_seq: caseSeq }: HeadRow): readonly [string, ChainHead] {
  return [chain, { chain, seq, hash: hash.toString('hex'), caseSeq }];
}

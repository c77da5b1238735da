import type { PoolClient } from 'pg';
import { CHAIN_START } from '../../hub/evidence/record.ts';
import type { ChainHead } from '../../hub/ports.ts';

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

const NEW = {
  name: 'new-chains',
  text: `INSERT INTO evidence_chain (chain, seq, hash)
    SELECT chain, 0, $2::bytea FROM unnest($1::text[]) AS t(chain) ORDER BY chain ON CONFLICT DO NOTHING`,
};

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
  const others = chains.filter(isOfSystem);
  const cases = chains.filter((chain) => !isOfSystem(chain));
  return new Map([...(await lockCaseChains(client, cases)), ...(await lockOthers(client, others))]);
}

export function isOfSystem(chain: string): boolean {
  return chain.startsWith('system/');
}

async function lockCaseChains(client: PoolClient, cases: readonly string[]) {
  if (cases.length === 0) return [];
  return (await client.query<HeadRow>({ ...CASES, values: [cases] })).rows.map(headFrom);
}

async function lockOthers(client: PoolClient, others: readonly string[]) {
  if (others.length === 0) return [];
  const found = (await client.query<HeadRow>({ ...OTHERS, values: [others] })).rows;
  if (found.length === others.length) return found.map(headFrom);
  await client.query({ ...NEW, values: [others, Buffer.from(CHAIN_START, 'hex')] });
  return (await client.query<HeadRow>({ ...OTHERS, values: [others] })).rows.map(headFrom);
}

function headFrom({ chain, seq, hash, case_seq: caseSeq }: HeadRow): readonly [string, ChainHead] {
  return [chain, { chain, seq, hash: hash.toString('hex'), caseSeq }];
}

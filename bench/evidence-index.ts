import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { median, quantile } from './throughput/statistics.ts';

/**
 * What finding new chain heads costs those who write them: microseconds a record for the table of evidence as it is,
 * beside the same without the column, and with each of the indexes that come into question. In turns, in one run, in
 * temporary tables of the database that DATABASE_URL names; what is logged and synced is the same for all and left out.
 */

const CHAINS = 100;
const ROUNDS = 600;
const WARM_UP = 50;

const COLUMNS =
  'chain text, seq int, kind text, at timestamptz(3), body text, prev bytea, hash bytea, case_seq int';
const WRITTEN_BY = 'written_by bigint NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint';
const contenders: Readonly<Record<string, readonly string[]>> = {
  plain: [`CREATE TEMP TABLE plain (${COLUMNS}, PRIMARY KEY (chain, seq))`],
  column: [`CREATE TEMP TABLE "column" (${COLUMNS}, ${WRITTEN_BY}, PRIMARY KEY (chain, seq))`],
  brin: [
    `CREATE TEMP TABLE brin (${COLUMNS}, ${WRITTEN_BY}, PRIMARY KEY (chain, seq))`,
    'CREATE INDEX ON brin USING brin (written_by)',
  ],
  btree: [
    `CREATE TEMP TABLE btree (${COLUMNS}, ${WRITTEN_BY}, PRIMARY KEY (chain, seq))`,
    'CREATE INDEX ON btree (written_by)',
  ],
};

const client = new Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
for (const statement of Object.values(contenders).flat()) await client.query(statement);

/** A batch as the hub writes it: the next record of a hundred chains. */
function batch(round: number): readonly unknown[] {
  const hashes = Array.from({ length: CHAINS }, () => randomBytes(32));
  const all = <Value>(value: Value) => hashes.map(() => value);
  // Every chain gets eight records, as a request does; then come new ones.
  const chains = hashes.map(
    (_, chain) => `REQ-2026-${String((round >> 3) * CHAINS + chain).padStart(7, '0')}`,
  );
  const at = new Date(1_790_000_000_000 + round * 1000).toISOString();
  return [
    chains,
    all(round & 7),
    all('SubmissionAcceptance'),
    all(at),
    all('x'.repeat(500)),
    hashes,
    hashes,
    all(1),
  ];
}

async function microseconds(table: string, values: readonly unknown[]): Promise<number> {
  const before = process.hrtime.bigint();
  await client.query({
    name: `write-${table}`,
    text: `INSERT INTO "${table}" (chain, seq, kind, at, body, prev, hash, case_seq)
      SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::bytea[], $7::bytea[], $8::int[])`,
    values: [...values],
  });
  return Number(process.hrtime.bigint() - before) / 1000 / CHAINS;
}

const times = new Map(Object.keys(contenders).map((table) => [table, [] as number[]]));
for (let round = 0; round < ROUNDS; round += 1) {
  const values = batch(round);
  const names = [...times.keys()];
  const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
  for (const table of turned) {
    const time = await microseconds(table, values);
    if (round >= WARM_UP) times.get(table)?.push(time);
  }
}
const plain = median(times.get('plain') ?? []);
for (const [table, all] of times) {
  const [quartile, middle] = [quantile(all, 0.25), median(all)];
  const line = `${table.padEnd(8)} ${middle.toFixed(2)} us a record (quartile ${quartile.toFixed(2)}), ${((middle / plain - 1) * 100).toFixed(1)} %`;
  process.stdout.write(`${line}\n`);
}
await client.end();

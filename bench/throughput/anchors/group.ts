import { Pool } from 'pg';
import type { ConsumeMessage } from 'amqplib';
import { caseOf, idOf, type AnchorTask, type Line } from './line.ts';

const BATCH = 100;

/** Anchor (iii): up to a hundred messages a transaction; while one is written, the next gathers. */
export async function runGroup(line: Line, { databaseUrl }: AnchorTask): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 8 });
  const waiting: ConsumeMessage[] = [];
  let isRunning = false;
  async function run() {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      await store(pool, batch);
      for (const message of batch) line.pass(message);
    }
    isRunning = false;
  }
  await line.consume((message) => {
    waiting.push(message);
    if (isRunning) return;
    isRunning = true;
    setImmediate(() => void run());
  });
}

async function store(pool: Pool, batch: readonly ConsumeMessage[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: string }>({ ...SEEN, values: [batch.map(idOf)] });
    await client.query({ ...CASES, values: [batch.map(caseOf)] });
    const seen = new Set(rows.map(({ id }) => id));
    const fresh = batch.filter((message) => !seen.has(idOf(message)));
    const columns = [fresh.map(idOf), fresh.map(caseOf), fresh.map(({ content }) => content)];
    await client.query({ ...INSERT, values: columns });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

const SEEN = { name: 'seen', text: 'SELECT id FROM anchor_message WHERE id = ANY($1::text[])' };
const CASES = {
  name: 'cases',
  text: 'SELECT status FROM anchor_case WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE',
};
const INSERT = {
  name: 'insert',
  text: `INSERT INTO anchor_message (id, case_id, at, body)
    SELECT id, case_id, now(), body FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t(id, case_id, body)`,
};

import { Pool } from 'pg';
import type { ConsumeMessage } from 'amqplib';
import { caseOf, idOf, type AnchorTask, type Line } from './line.ts';

/** Anchor (ii): one durable transaction of five round trips a message, as many at once as the pool has connections. */
export async function runTransaction(line: Line, { databaseUrl }: AnchorTask): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 8 });
  await line.consume((message) => {
    store(pool, message).then(
      () => line.pass(message),
      (error: unknown) => fail(error),
    );
  });
}

async function store(pool: Pool, message: ConsumeMessage): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rowCount } = await client.query({ ...SEEN, values: [idOf(message)] });
    await client.query({ ...CASE, values: [caseOf(message)] });
    if (rowCount === 0)
      await client.query({ ...INSERT, values: [idOf(message), caseOf(message), message.content] });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

const SEEN = { name: 'seen', text: 'SELECT at FROM anchor_message WHERE id = $1' };
const CASE = { name: 'case', text: 'SELECT status FROM anchor_case WHERE id = $1 FOR NO KEY UPDATE' };
const INSERT = {
  name: 'insert',
  text: 'INSERT INTO anchor_message (id, case_id, at, body) VALUES ($1, $2, now(), $3)',
};

/** An anchor that stumbles would measure nothing. */
function fail(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
}

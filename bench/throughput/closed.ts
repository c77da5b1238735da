import type { Contender } from './contenders.ts';
import { startGenerator } from './rounds.ts';
import { stepsBefore } from './work.ts';
import { speakerOf } from './request.ts';
import { withClient, type Stage } from './stage.ts';

/** Which column names the case, and what else must be another one in each copy. */
const TABLES: readonly (readonly [table: string, column: string, others?: string])[] = [
  ['case_file', 'number'],
  ['case_event', 'case_number'],
  ['case_content', 'case_number'],
  ['case_original', 'case_number'],
  ['case_party', 'case_number'],
  ['message', 'case_number', `'id', r.id || '-' || n, 'receipt_id', gen_random_uuid()`],
  ['delivery', 'chain', `'case_number', $2 || n, 'id', gen_random_uuid()`],
  // So old that no root looks for it any more.
  ['evidence', 'chain', `'written_by', 0`],
];

const COPY = 'REQ-1999-';
const RUN = 'closed';

/**
 * One case goes through the hub to its end, and is copied with all that lies beside it. The copies bear the marks of the first one
 * and cannot be opened: they are there to be in the way of what is looked for, and nobody asks for them.
 */
export async function fillWithClosed(stage: Stage, contender: Contender, count: number): Promise<void> {
  const generator = startGenerator();
  const kinds = [...stepsBefore({ kind: 'close', size: '4', history: 0 }), 'close' as const];
  const steps = kinds.map((kind) => ({ kind, way: contender.ways[speakerOf(kind)] }));
  await generator.obey({ kind: 'open', steps, size: '4', run: RUN, count: 1 });
  generator.stop();
  await withClient(stage.databaseUrl, async (client) => {
    const { rows } = await client.query<{ number: string }>('SELECT number FROM case_file');
    const number = rows[0]?.number;
    for (const [table, column, others] of TABLES) {
      const changed = [`'${column}', $2 || n`, ...(others === undefined ? [] : [others])].join(', ');
      await client.query(
        `INSERT INTO ${table} SELECT c.* FROM ${table} r CROSS JOIN generate_series(1, $3::int) n
           CROSS JOIN LATERAL jsonb_populate_record(r, jsonb_build_object(${changed})) c WHERE r.${column} = $1`,
        [number, COPY, count],
      );
      await client.query(`VACUUM ANALYZE ${table}`);
    }
    const { rows: found } = await client.query<{ count: string }>(`SELECT count(*) FROM case_file WHERE status = 'closed'`);
    if (Number(found[0]?.count) !== count + 1) throw new Error('the database is not filled as wanted');
  });
} // prettier-ignore

import { readFileSync } from 'node:fs';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authoritiesIn } from '../../domain/directory/directory.ts';
import { openPrisma, type Prisma } from '../../adapters/store/prisma.ts';
import { builtFrom, readDirectory } from '../../adapters/store/read-directory.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage('directory');
let pool: Pool;
let prisma: Prisma;

beforeAll(() => {
  pool = new Pool({ connectionString: stage().databaseUrl, max: 2 });
  prisma = openPrisma(pool);
});
afterAll(async () => {
  await prisma.$disconnect();
  await pool.end();
});

/** Copies of one authority of the training directory, made in the database. */
async function crowd(count: number): Promise<void> {
  const [one] = JSON.parse(readFileSync('training/directory.json', 'utf8')).authorities;
  await pool.query(
    `insert into authority (id, country, body)
     select 'PT-' || n, 'PT', $1::jsonb || jsonb_build_object('id', 'PT-' || n) from generate_series(1, $2::int) n`,
    [JSON.stringify(one), count],
  );
}

test('a large directory is read whole, while the process goes on with its work', async () => {
  await crowd(12_600);
  let isReading = true;
  let turns = 0;
  function work(): void {
    turns += 1;
    if (isReading) setTimeout(work, 0);
  }
  work();
  const directory = await builtFrom(3, (await readDirectory(prisma)).pages);
  isReading = false;
  expect(directory.authorities.size).toBe(12_600);
  expect(authoritiesIn(directory, { country: 'PT', area: 'PQ' })).toHaveLength(12_600);
  // At least once for every five hundred rows; counted, since a busy machine says nothing by its clock.
  expect(turns).toBeGreaterThan(25);
});

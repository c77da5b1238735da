import { Pool, type PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRoots } from '../../adapters/store/roots.ts';
import { rootsCovering, verifyInclusion } from '../../hub/evidence/inclusion.ts';
import { gatherHeads } from '../../hub/evidence/roots.ts';
import { verifyRoots, type RootWithHeads } from '../../hub/evidence/verify-roots.ts';
import type { RootStore } from '../../hub/evidence/root-store.ts';
import { writeAtRandom, writeRecord } from '../support/chain-writers.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage('roots');
const clock = { now: () => new Date().toISOString() };
/** Ahead of every transaction there will be. */
const NEVER = '4611686018427387904';

let pool: Pool;
let roots: RootStore;
beforeAll(() => {
  // As the hub's own pool: statements are planned once, without their values.
  const options = '-c plan_cache_mode=force_generic_plan';
  pool = new Pool({ connectionString: stage().databaseUrl, max: 16, options });
  roots = openRoots(pool);
});
afterAll(() => pool.end());

const open: PoolClient[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.release(true);
});
beforeEach(() => pool.query('TRUNCATE evidence, evidence_root, evidence_root_head'));

const gather = async () => (await gatherHeads(roots, clock)).length;

/** A transaction that has written a record and has not ended yet. */
async function writeLate(chain: string, seq: number): Promise<{ commit(): Promise<unknown> }> {
  const client = await pool.connect();
  open.push(client);
  await client.query('BEGIN');
  await writeRecord(client, chain, seq);
  return { commit: () => client.query('COMMIT') };
}

async function allRoots(): Promise<readonly RootWithHeads[]> {
  const all = await roots.rootsAfter(0, 10_000);
  return Promise.all(
    all.map(async ({ number, statement }) => ({ statement, heads: await roots.headsUnder(number) })),
  );
}

/** How long each chain is by the newest root that covers it. */
async function covered(): Promise<ReadonlyMap<string, number>> {
  const heads = (await allRoots()).flatMap((root) => root.heads);
  return new Map(heads.map(({ chain, seq }) => [chain, seq]));
}

test('new heads come under one root, the newest of each chain; without news there is no root', async () => {
  await writeRecord(pool, 'A', 1);
  await writeRecord(pool, 'A', 2);
  await writeRecord(pool, 'B', 1);
  expect([await gather(), await gather()]).toEqual([1, 0]);
  await writeRecord(pool, 'A', 3);
  expect([await gather(), await gather()]).toEqual([1, 0]);
  const made = await allRoots();
  expect(made.map(({ heads }) => heads.map(({ chain, seq }) => `${chain} ${seq}`).sort())).toEqual([
    ['A 2', 'B 1'],
    ['A 3'],
  ]);
  expect(verifyRoots(made)).toEqual([]);
  const covering = await rootsCovering(roots, 'A');
  expect(covering.map(verifyInclusion)).toMatchObject([
    { statement: { number: 1 } },
    { statement: { number: 2 } },
  ]);
});

test('what is committed only after a root was made comes under the next, and holds up nobody else', async () => {
  const late = await writeLate('LATE', 1);
  await writeRecord(pool, 'SOON', 1);
  expect(await gather()).toBe(1);
  await writeRecord(pool, 'SOON', 2);
  expect(await gather()).toBe(1);
  expect(await covered()).toEqual(new Map([['SOON', 2]]));
  await late.commit();
  expect(await gather()).toBe(1);
  expect(await covered()).toEqual(new Map([['SOON', 2], ['LATE', 1]])); // prettier-ignore
  expect(await gather()).toBe(0);
});

test('whoever commits when, and however many make roots at once: nothing is missed, nothing covered twice', async () => {
  let isWriting = true;
  const runners = Array.from({ length: 3 }, async () => {
    let made = 0;
    while (isWriting) made += await gather();
    return made;
  });
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const written = await Promise.all(
    names.map((name) => writeAtRandom(pool, { name, transactions: 60, chains: 5 })),
  ).finally(() => {
    isWriting = false;
  });
  const during = (await Promise.all(runners)).reduce((sum, made) => sum + made, 0);
  const after = await gather();
  const made = await allRoots();
  expect(during).toBeGreaterThan(10);
  expect(made).toHaveLength(during + after);
  expect(verifyRoots(made)).toEqual([]);
  const lengths = new Map(written.flatMap((chains) => [...chains]));
  expect(lengths.size).toBeGreaterThan(20);
  expect(await covered()).toEqual(lengths);
});

test('every head under a root is the record that was committed', async () => {
  await writeAtRandom(pool, { name: 'x', transactions: 20, chains: 3 });
  await gather();
  const { rows } = await pool.query<{ lost: number }>(
    `SELECT count(*)::int AS lost FROM evidence_root_head h LEFT JOIN evidence e USING (chain, seq, hash) WHERE e.chain IS NULL`,
  );
  expect(rows).toEqual([{ lost: 0 }]);
  expect((await covered()).size).toBeGreaterThan(0);
});

test.for([
  ['a cluster that has not come as far', `UPDATE evidence_root SET horizon = ${NEVER}`, NEVER],
  // What was written there before the first look may bear numbers before the horizon.
  ['another cluster, further on', 'UPDATE evidence_root SET cluster = cluster + 1', '5'],
] as const)('after a dump was restored in %s, everything new is found and nothing old again', async ([, restored, writtenBy]) => {
  await writeRecord(pool, 'OLD', 1);
  await gather();
  await writeRecord(pool, 'UNCOVERED', 1);
  await pool.query(`UPDATE evidence SET written_by = ${writtenBy}`);
  await pool.query(restored);
  await writeRecord(pool, 'NEW', 1);
  expect(await gather()).toBe(1);
  expect(await covered()).toEqual(new Map([['OLD', 1], ['NEW', 1], ['UNCOVERED', 1]])); // prettier-ignore
  const late = await writeLate('NEW', 2);
  expect(await gather()).toBe(0);
  await late.commit();
  expect(await gather()).toBe(1);
  expect(verifyRoots(await allRoots())).toEqual([]);
  expect((await covered()).get('NEW')).toBe(2);
}); // prettier-ignore

test('after a dump was restored without news, the horizon means something again from the first look', async () => {
  await writeRecord(pool, 'OLD', 1);
  await gather();
  await pool.query(`UPDATE evidence_root SET horizon = ${NEVER}`);
  expect(await gather()).toBe(0);
  const { rows } = await pool.query<{ is_right: boolean }>(
    'SELECT horizon <= pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS is_right FROM evidence_root',
  );
  expect(rows).toEqual([{ is_right: true }]);
  await writeRecord(pool, 'NEW', 1);
  expect(await gather()).toBe(1);
});

test('a crowd of new heads is shared among several roots, each of a size that can be proven', async () => {
  await pool.query(
    `INSERT INTO evidence (chain, seq, kind, at, body, prev, hash, case_seq, mac)
     SELECT 'CROWD-' || n, 1, 'Test', now(), '{}', '', sha256(n::text::bytea), 1, '' FROM generate_series(1, 20000) n`,
  );
  expect(await gather()).toBe(2);
  const made = await allRoots();
  expect(made.map(({ heads }) => heads.length)).toEqual([16_384, 3616]);
  expect(verifyRoots(made)).toEqual([]);
  const [inclusion] = await rootsCovering(roots, made[1]?.heads.at(-1)?.chain ?? '');
  expect(inclusion && verifyInclusion(inclusion)).toMatchObject({ statement: { number: 2, size: 3616 } });
  expect(await gather()).toBe(0);
});

test('roots are sealed oldest first, by one worker at a time; the first seal stays', async () => {
  await writeRecord(pool, 'A', 1);
  await gather();
  await writeRecord(pool, 'A', 2);
  await gather();
  const now = clock.now();
  const taken = await Promise.all([1, 2, 3].map(() => roots.takeUnsealed(now)));
  expect(taken.flatMap((root) => (root === undefined ? [] : [root.number]))).toEqual([1]);
  await roots.giveBackRoot(1, now);
  expect(await roots.takeUnsealed(now)).toMatchObject({ number: 1 });
  // Its worker has died: two minutes later it is free again.
  const later = new Date(Date.parse(now) + 121_000).toISOString();
  expect(await roots.takeUnsealed(later)).toMatchObject({ number: 1 });
  await roots.giveBackRoot(1, now);
  expect(await roots.takeUnsealed(later)).toBeUndefined();
  expect(await roots.keepSeal(1, { signature: Buffer.from('first'), at: later })).toBe(true);
  expect(await roots.keepSeal(1, { signature: Buffer.from('second'), at: later })).toBe(false);
  expect(await roots.takeUnsealed(later)).toMatchObject({ number: 2 });
  // Its worker's clock was an hour ahead, and has been put right.
  const putRight = new Date(Date.parse(now) - 3_600_000).toISOString();
  expect(await roots.takeUnsealed(putRight)).toMatchObject({ number: 2 });
  const [first, second] = await roots.rootsAfter(0, 10);
  expect([Buffer.from(first?.signature ?? []).toString(), second?.signature]).toEqual(['first', undefined]);
});

test('it is known since when evidence waits for a sealed root', async () => {
  expect(await roots.unsealedSince()).toBeUndefined();
  await writeRecord(pool, 'A', 1);
  const since = await roots.unsealedSince();
  expect(Math.abs(Date.now() - Date.parse(since ?? ''))).toBeLessThan(30_000);
  await gather();
  expect(await roots.unsealedSince()).toBeDefined();
  await roots.keepSeal(1, { signature: Buffer.of(1), at: clock.now() });
  expect(await roots.unsealedSince()).toBeUndefined();
});

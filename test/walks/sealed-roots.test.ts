import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRoots } from '../../adapters/store/roots.ts';
import { rootsCovering, verifyInclusion, type Inclusion } from '../../hub/evidence/inclusion.ts';
import { verifyRoots } from '../../hub/evidence/verify-roots.ts';
import type { RootStore } from '../../hub/evidence/root-store.ts';
import { verifyBeside } from '../../signing/verifier.ts';
import { verifyChains } from '../support/chains.ts';
import { openGate, type Gate } from '../support/gate.ts';
import { usePreparedHub } from '../support/hub.ts';
import { command, request, YES } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { startWorkerHere, type WorkerHere } from '../support/workers.ts';

let gate: Gate | undefined;
const hub = usePreparedHub('sealed_roots', async () => {
  gate = await openGate();
  return { ...gate.environment, SIGNING_HTTP_ATTEMPTS: '1', EVIDENCE_ROOT_SECONDS: '1' };
});
const tables = useTables(hub);
const open = useSystems(hub);
const workers: WorkerHere[] = [];
let pool: Pool;
let roots: RootStore;
beforeAll(() => {
  pool = new Pool({ connectionString: hub().stage.databaseUrl, max: 2 });
  roots = openRoots(pool);
});
afterAll(async () => {
  await stopAll();
  await pool.end();
  await gate?.close();
});

async function startWorker(): Promise<WorkerHere> {
  const worker = await startWorkerHere(hub().config);
  workers.push(worker);
  return worker;
}

async function stopAll(): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
}

const unsealed = () => tables().count('evidence_root WHERE sealed_at IS NULL');
const uncovered = () =>
  tables().count(
    'case_file c WHERE NOT EXISTS (SELECT 1 FROM evidence_root_head h WHERE h.chain = c.number AND h.hash = c.chain_head)',
  );
const allSealed = async () => (await uncovered()) + (await unsealed()) === 0;

/** The two systems of an exchange, for the time of a test; each plays as many as are wanted. */
async function openExchange(): Promise<() => Promise<string>> {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  return async () => {
    const sent = await german.send(request(german.id));
    const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
    await greek.send(command(greek.id, 'request.reply', { case: accepted, data: YES }));
    return sent.case ?? '';
  };
}

/** What a stranger makes of it, who has it and the trust anchor alone. */
function judge({ statement, signature }: Inclusion) {
  const trust = gate === undefined ? [] : [gate.root];
  return verifyBeside(Buffer.from(statement), {
    signature: signature ?? new Uint8Array(),
    trust,
    demand: 'B-T',
  });
}

async function problems(): Promise<readonly unknown[]> {
  const all = [];
  for (const { number, statement } of await roots.rootsAfter(0, 1000))
    all.push({ statement, heads: await roots.headsUnder(number) });
  return verifyRoots(all);
}

test('within a moment every chain lies under a root that is sealed and time-stamped, and any head proves it', async () => {
  await Promise.all([startWorker(), startWorker()]);
  const number = await (await openExchange())();
  await until('everything is under sealed roots', allSealed);
  const covering = await rootsCovering(roots, number);
  expect(covering.length).toBeGreaterThan(0);
  for (const inclusion of covering) {
    expect(verifyInclusion(inclusion)).toMatchObject({ statement: { size: inclusion.size } });
    expect(judge(inclusion)).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-T' });
    const forged = inclusion.statement.replace('"size":', '"size":1');
    expect(judge({ ...inclusion, statement: forged })).toMatchObject({ subIndication: 'HASH_FAILURE' });
  }
  const [head] = await tables().rows<{ hash: string }>(
    `SELECT encode(chain_head, 'hex') AS hash FROM case_file WHERE number = $1`,
    [number],
  );
  expect(covering.at(-1)?.leaf).toMatchObject({ chain: number, hash: head?.hash });
  expect(await problems()).toEqual([]);
});

test('while the authority is away roots go on unsealed, survive their workers, and are sealed in order afterwards', async () => {
  const exchange = await openExchange();
  gate?.shut();
  await exchange();
  await until('every head is under a root', async () => (await uncovered()) === 0);
  await exchange();
  await until('the later heads as well', async () => (await uncovered()) === 0);
  const waiting = await unsealed();
  expect(waiting).toBeGreaterThanOrEqual(2);
  expect(await tables().count('evidence_root WHERE sealed_at IS NULL AND signature IS NOT NULL')).toBe(0);
  await stopAll();
  gate?.open();
  expect(await unsealed()).toBe(waiting);
  await startWorker();
  await until('all of them are sealed', allSealed);
  const sealed = await tables().rows<{ number: number }>(
    'SELECT number FROM evidence_root ORDER BY sealed_at, number',
  );
  expect(sealed.map(({ number }) => number)).toEqual(sealed.map((_, index) => index + 1));
  expect(await problems()).toEqual([]);
});

test('a case that has been erased is still proven: roots know hashes only', async () => {
  const { client } = tables();
  const number = await (await openExchange())();
  await until('everything is under sealed roots', allSealed);
  await client.query('DELETE FROM case_content WHERE case_number = $1', [number]);
  await client.query('DELETE FROM case_attachment WHERE case_number = $1', [number]);
  await client.query('UPDATE case_file SET wrapped_key = NULL WHERE number = $1', [number]);
  const covering = await rootsCovering(roots, number);
  for (const inclusion of covering) {
    expect(verifyInclusion(inclusion)).toHaveProperty('statement');
    expect(judge(inclusion)).toMatchObject({ indication: 'TOTAL-PASSED' });
  }
  expect((await verifyChains(client)).problems).toEqual([]);
});

test('those who watch see how old the oldest evidence without a sealed root is', async () => {
  const exchange = await openExchange();
  await until('everything is under sealed roots', allSealed);
  const { metrics } = (await startWorker()).assembled;
  const age = async () =>
    Number(/^imi_evidence_unsealed_seconds (\S+)/m.exec((await metrics.expose()).text)?.[1]);
  expect(await age()).toBe(0);
  gate?.shut();
  await exchange();
  await until('it grows', async () => (await age()) > 1);
  gate?.open();
  await until('it is 0 again', async () => (await age()) === 0);
  expect(await unsealed()).toBe(0);
});

test('a head that was forged under a root does not verify', async () => {
  const [first] = await tables().rows<{ chain: string }>(
    'SELECT chain FROM evidence_root_head WHERE number = 1',
  );
  await tables().client.query(`UPDATE evidence_root_head SET hash = sha256('forged') WHERE number = 1`);
  const [inclusion] = await rootsCovering(roots, first?.chain ?? '');
  expect(inclusion && verifyInclusion(inclusion)).toEqual({ problem: 'ROOT_DIFFERS' });
  expect(await problems()).toContainEqual({ place: 0, problem: 'ROOT_DIFFERS' });
});

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyPdf } from '../../signing/verify/verify-pdf.ts';
import { verifyChainsNow } from '../support/chains.ts';
import { openGate, type Gate } from '../support/gate.ts';
import { useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, request } from '../support/requests.ts';
import { openSystem } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { startWorkerHere } from '../support/workers.ts';

const SYSTEM = 'de-anerkennung';

let gate: Gate | undefined;
const hub = useHub('keeping', async () => {
  gate = await openGate();
  return { ...gate.environment, SIGNING_HTTP_ATTEMPTS: '1' };
});
const tables = useTables(hub);
afterAll(() => gate?.close());

type Held = { readonly id: string; readonly caseNumber: string; readonly pdf: Buffer };
let extended: Held;
let other: Held;

beforeAll(async () => {
  const german = await openSystem(hub(), SYSTEM);
  async function report(): Promise<Held> {
    const sent = await german.send(request(german.id));
    await german.send(command(german.id, 'report.order', { case: sent, data: { kind: 'full' } }));
    const news = await german.next('report.issued', { subject: sent.case ?? '', timeout: 40_000 });
    const [row] = await tables().rows<{ id: string }>('SELECT id FROM report WHERE case_number = $1', [
      sent.case,
    ]);
    return { id: row?.id ?? '', caseNumber: sent.case ?? '', pdf: reportIn(news.message.data) };
  }
  [extended, other] = [await report(), await report()];
  await german.close();
}, 90_000);

/** Two workers at once, each of which looks after the reports as soon as it starts. */
async function withWorkers(done: () => Promise<void>): Promise<void> {
  const workers = await Promise.all([startWorkerHere(hub().config), startWorkerHere(hub().config)]);
  try {
    await done();
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

test('how long the stamps of a report hold is known when it is issued', async () => {
  const rows = await tables().rows<{ end: Date }>('SELECT stamps_end_at AS end FROM report');
  expect(rows.map(({ end }) => end.toISOString())).toEqual(Array(2).fill('2049-12-31T00:00:00.000Z'));
});

test('while the time-stamp authority is away, a report whose stamps end soon waits as if never taken', async () => {
  gate?.shut();
  const soon = `UPDATE report SET stamps_end_at = now() + interval '10 days' WHERE id = $1`;
  await tables().rows(soon, [extended.id]);
  await withWorkers(async () => {
    await until('the authority has been asked', async () => (gate?.refused() ?? 0) >= 1);
    const asBefore = 'report WHERE extending_at IS NULL AND earlier IS NULL AND id = $1';
    await until(
      'the report is given back',
      async () => (await tables().count(asBefore, [extended.id])) === 1,
    );
  });
  expect(await tables().count(`case_event WHERE type = 'report.extended'`)).toBe(0);
  gate?.open();
});

test('when it is back the report is extended once, and the case and its evidence say so', async () => {
  await withWorkers(() =>
    until('the report is extended', async () => {
      return (await tables().count('report WHERE cardinality(earlier) = 1 AND id = $1', [extended.id])) === 1;
    }),
  );
  const events = await tables().rows<{ case_number: string; by: string; facts: object }>(
    `SELECT case_number, by, facts FROM case_event WHERE type = 'report.extended'`,
  );
  const pdf = await fetched(extended.id);
  const facts = { report: extended.id, sha256: digest(pdf), size: pdf.length };
  expect(events).toEqual([{ case_number: extended.caseNumber, by: 'urn:imi-hub', facts }]);
  expect((await verifyChainsNow(tables().client)).problems).toEqual([]);
  expect(await tables().count(`evidence WHERE body LIKE '%report.extended%'`)).toBe(1);
  const left = "report WHERE stamps_end_at < now() + interval '90 days' OR extending_at IS NOT NULL";
  expect(await tables().count(left)).toBe(0);
});

test('what the hub keeps is the old file with one more time stamp, and both are good', async () => {
  const pdf = await fetched(extended.id);
  expect(pdf.subarray(0, extended.pdf.length).equals(extended.pdf)).toBe(true);
  const trust = gate === undefined ? [] : [gate.root];
  for (const [file, stamps] of [[extended.pdf, 1], [pdf, 2]] as const) {
    const found = verifyPdf(file, { trust, demand: 'B-LTA' });
    expect(found).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
    expect(found.timeStamps).toHaveLength(stamps);
  }
}); // prettier-ignore

test('whoever holds the file of before, or the file of now, finds its digest', async () => {
  const answer = await fetch(new URL(`/verify/${extended.id}`, hub().httpUrl));
  expect(await answer.json()).toEqual({
    report: extended.id,
    sha256: digest(extended.pdf),
    issuedAt: expect.any(String),
    extended: [digest(await fetched(extended.id))],
  });
});

test('after thirty days the bytes are gone from the database, and the digests stay', async () => {
  expect(await filesOfSize(other.pdf.length)).toBe(2);
  const kept = await fetched(extended.id);
  await tables().rows('UPDATE report SET expires_at = now() WHERE id = $1', [extended.id]);
  const gone = 'report WHERE id = $1 AND sealed IS NULL AND sha256 IS NOT NULL';
  await withWorkers(() =>
    until('the file is deleted', async () => (await tables().count(gone, [extended.id])) === 1),
  );
  expect(await filesOfSize(other.pdf.length)).toBe(1);
  expect((await get(`/api/v1/reports/${extended.id}`)).status).toBe(404);
  const answer = await fetch(new URL(`/verify/${extended.id}`, hub().httpUrl));
  expect(await answer.json()).toMatchObject({ sha256: digest(extended.pdf), extended: [digest(kept)] });
  expect((await fetched(other.id)).equals(other.pdf)).toBe(true);
  expect((await verifyChainsNow(tables().client)).problems).toEqual([]);
});

/** How many values there are in the whole database, in whatever table, that are long enough to be a report. */
async function filesOfSize(least: number): Promise<number> {
  const columns = await tables().rows<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type IN ('bytea', 'text', 'jsonb')`,
  );
  let total = 0;
  for (const { table, column } of columns)
    total += await tables().count(`"${table}" WHERE length("${column}"::text) >= $1`, [least]);
  return total;
}

async function fetched(id: string): Promise<Buffer> {
  const answer = await get(`/api/v1/reports/${id}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

function get(path: string): Promise<Response> {
  const secret = hub().credentials.get(SYSTEM) ?? '';
  const authorization = `Basic ${Buffer.from(`${SYSTEM}:${secret}`).toString('base64')}`;
  return fetch(new URL(path, hub().httpUrl), { headers: { authorization } });
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { isMissing, runProgram } from '../../signing/support/programs.ts';
import { useFolder, useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

const hub = useHub('access');
const tables = useTables(hub);
const open = useSystems(hub);
const folder = useFolder();

const [GERMAN, GREEK, STRANGER] = ['de-anerkennung', 'el-prosonta', 'fr-titres'];
const COORDINATOR = 'de-koordination';

let first = '';
let beforeAcceptance: unknown;
beforeAll(async () => {
  const [german, greek] = [await open(GERMAN), await open(GREEK)];
  const sent = await german.send(request(GERMAN));
  first = sent.case ?? '';
  beforeAcceptance = await bodyOf(GREEK, `/cases/${first}`);
  await greek.send(command(GREEK, 'request.accept', { case: sent }));
  await german.next('request.accepted', { subject: first });
});

test('a case is read as its reader may see it, with what he can do', async () => {
  expect(beforeAcceptance).toMatchObject({ case: { level: 'withoutPersonalData' } });
  expect(JSON.stringify(beforeAcceptance)).not.toContain('Musterfrau');
  expect(await bodyOf(GREEK, `/cases/${first}`)).toMatchObject({
    authority: 'EL-T-EKPAIDEFSI',
    workflow: 'request',
    case: { number: first, level: 'full', commands: expect.arrayContaining(['request.reply']) },
  });
  expect(JSON.stringify(await bodyOf(COORDINATOR, `/cases/${first}`))).not.toContain('Musterfrau');
});

test('whoever reads personal data leaves a record that his own side can read, and the other does not', async () => {
  await bodyOf(GERMAN, `/cases/${first}`);
  await bodyOf(GERMAN, `/cases/${first}`);
  await bodyOf(COORDINATOR, `/cases/${first}`);
  // Once within a minute, and never who sees no personal data.
  const looks = `evidence WHERE chain = $1 AND kind = 'DataAccess' AND strpos(body, $2) > 0`;
  expect(await tables().count(looks, [first, GERMAN])).toBe(1);
  expect(await tables().count(looks, [first, COORDINATOR])).toBe(0);
  const said = { authority: 'DE-T-LEHRAMT', system: GERMAN };
  // That a message was handed over is written down a moment later.
  await expect
    .poll(() => accessesOf(GERMAN), { timeout: 20_000 })
    .toEqual([
      { ...said, at: expect.any(String), way: 'detail' },
      { ...said, at: expect.any(String), way: 'message' },
    ]);
  expect(JSON.stringify(await bodyOf(GREEK, `/cases/${first}/accesses`))).not.toContain(GERMAN);
});

test.skipIf(isMissing('pdftotext'))('the person concerned can be told who has seen the data, on both sides', async () => {
  const german = await open(GERMAN);
  const read = await bodyOf(GERMAN, `/cases/${first}`);
  const { case: { version } } = read as { readonly case: { readonly version: number } };
  const ordered = await german.send(command(GERMAN, 'report.order', { case: { case: first, version }, data: { kind: 'dataSubject' } }));
  expect(ordered.outcome).toBe('accepted');
  const news = await german.next('report.issued', { subject: first, timeout: 30_000 });
  const pdf = join(folder(), 'report.pdf');
  writeFileSync(pdf, reportIn(news.message.data));
  const text = runProgram('pdftotext', ['-layout', pdf, '-']);
  const [, seen = ''] = text.split('Wer die Daten gesehen hat');
  expect(seen).toContain('Der Vorgang wurde aufgerufen');
  expect(seen.match(/Eine Nachricht mit dem Vorgang wurde zugestellt/g)?.length).toBe(2);
  expect(seen).toContain('– Griechenland');
}, 60_000); // prettier-ignore

test('nothing is shown while it cannot be recorded', async () => {
  await tables().rows('ALTER TABLE evidence RENAME TO evidence_away');
  const answer = await call(GREEK, `/cases/${first}`);
  await tables().rows('ALTER TABLE evidence_away RENAME TO evidence');
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(await answer.text()).not.toContain('Musterfrau');
});

test('who takes a record away is noticed', async () => {
  await tables().rows(`DELETE FROM evidence WHERE chain = $1 AND kind = 'DataAccess'`, [first]);
  const answer = await call(GERMAN, `/cases/${first}/accesses`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toContain('detail');
});

test.each([
  [STRANGER, () => `/cases/${first}`, 404, 'CASE_UNKNOWN'],
  [STRANGER, () => `/cases/${first}/accesses`, 404, 'CASE_UNKNOWN'],
  [GERMAN, () => '/cases/REQ-1999-000001', 404, 'CASE_UNKNOWN'],
  [COORDINATOR, () => `/cases/${first}/accesses`, 403, 'NOT_ALLOWED'],
  [GERMAN, () => "/cases/a'b", 404, 'NOT_FOUND'],
])('%s is refused', async (system, path, ...[status, code]) => {
  const answer = await call(system, path());
  expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
});

async function accessesOf(system: string): Promise<readonly object[]> {
  const { accesses } = (await bodyOf(system, `/cases/${first}/accesses`)) as { readonly accesses: readonly { readonly way: string }[] };
  return accesses.toSorted((one, other) => (one.way < other.way ? -1 : 1));
} // prettier-ignore

async function bodyOf(system: string, path: string): Promise<unknown> {
  const answer = await call(system, path);
  expect(answer.status).toBe(200);
  return answer.json();
}

function call(system: string, path: string): Promise<Response> {
  const secret = hub().credentials.get(system) ?? '';
  const authorization = `Basic ${Buffer.from(`${system}:${secret}`).toString('base64')}`;
  return fetch(new URL(`/api/v1${path}`, hub().httpUrl), { headers: { authorization } });
}

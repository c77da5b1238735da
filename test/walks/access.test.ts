import { beforeAll, expect, test } from 'vitest';
import { useHub } from '../support/hub.ts';
import { command, request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

const hub = useHub('access');
const tables = useTables(hub);
const open = useSystems(hub);

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
  const before = await tables().count('access WHERE case_number = $1', [first]);
  await bodyOf(GERMAN, `/cases/${first}`);
  await bodyOf(COORDINATOR, `/cases/${first}`);
  expect(await tables().count('access WHERE case_number = $1', [first])).toBe(before + 1);
  const said = { authority: 'DE-T-LEHRAMT', system: GERMAN, way: 'detail' };
  expect(await bodyOf(GERMAN, `/cases/${first}/accesses`)).toMatchObject({ accesses: [said] });
  expect(JSON.stringify(await bodyOf(GREEK, `/cases/${first}/accesses`))).not.toContain(GERMAN);
});

test('nothing is shown while it cannot be recorded', async () => {
  await tables().rows('ALTER TABLE access RENAME TO access_away');
  const answer = await call(GERMAN, `/cases/${first}`);
  await tables().rows('ALTER TABLE access_away RENAME TO access');
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(await answer.text()).not.toContain('Musterfrau');
});

test('a record that somebody has written is believed by nobody', async () => {
  await tables().rows(`UPDATE access SET way = 'report' WHERE case_number = $1 AND system = $2`, [first, GERMAN]);
  expect(await bodyOf(GERMAN, `/cases/${first}/accesses`)).toEqual({ accesses: [] });
}); // prettier-ignore

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

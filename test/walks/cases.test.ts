import * as fc from 'fast-check';
import { Pool } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { openLog } from '../../adapters/log.ts';
import { openMacs } from '../../adapters/store/macs.ts';
import { GONE, goneColumns, partyColumns, partyQueries, PARTIES } from '../../adapters/store/parties.ts';
import { runTogether } from '../../adapters/store/together.ts';
import { strikeDue } from '../../hub/clock/strike.ts';
import { listCases } from '../../hub/case/list.ts';
import type { CaseParts } from '../../hub/ports/records.ts';
import type { CasesWanted } from '../../hub/ports/store.ts';
import { listedOf } from '../../hub/testing/memory-parts.ts';
import { openHub } from '../../worker/hub.ts';
import { problemsAhead } from '../support/audit.ts';
import { useHub } from '../support/hub.ts';
import { command, request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = useHub('cases');
const tables = useTables(hub);
const open = useSystems(hub);

const [GERMAN, GREEK, STRANGER] = ['de-anerkennung', 'el-prosonta', 'fr-titres'];
const COORDINATOR = 'de-koordination';

type Line = {
  readonly case: string;
  readonly authority: string;
  readonly status: string;
  readonly waitsForIt: boolean;
  readonly parties: readonly string[];
  readonly countries: readonly string[];
};
type Page = { readonly cases: readonly Line[]; readonly next?: string };

let first = '';
let onArrival: readonly Line[] = [];
beforeAll(async () => {
  const [german, greek] = [await open(GERMAN), await open(GREEK)];
  const sent = await german.send(request(GERMAN));
  first = sent.case ?? '';
  onArrival = await linesOf(GREEK, '/tasks');
  await greek.send(command(GREEK, 'request.accept', { case: sent }));
});

test('a request stands in the action list of whom it waits for, and of nobody else', async () => {
  expect(onArrival).toMatchObject([
    { case: first, status: 'awaitingAcceptance', parties: ['responding authority'], countries: ['DE'] },
  ]);
  expect(await linesOf(GREEK, '/tasks')).toMatchObject([
    { case: first, status: 'accepted', waitsForIt: true },
  ]);
  expect(await linesOf(GERMAN, '/tasks')).toEqual([]);
  expect(await linesOf(GERMAN, '/cases')).toMatchObject([
    {
      case: first,
      parties: ['requesting authority'],
      status: 'accepted',
      waitsForIt: false,
      countries: ['EL'],
    },
  ]);
});

test('a coordinator finds the cases of those that are linked to it, and they do not stand in its action list', async () => {
  expect(await linesOf(COORDINATOR, '/cases')).toMatchObject([
    { case: first, authority: 'DE-T-LEHRAMT', status: 'accepted' },
    { case: first, authority: 'DE-T-KOORDINIERUNG', parties: ['requesting coordinator'] },
  ]);
  expect(await linesOf(COORDINATOR, '/tasks')).toEqual([]);
});

test('a draft waits for who writes it, and its coordinators do not know of it', async () => {
  const german = await open(GERMAN);
  const saved = await german.send({
    ...request(GERMAN, { area: 'PQ' }),
    type: 'request.save',
    dataschema: 'urn:imi-hub:schema:1.0:request.save',
  });
  const drafts = await linesOf(GERMAN, '/cases?status=draft');
  expect(drafts).toMatchObject([{ case: saved.case, authority: 'DE-T-LEHRAMT', waitsForIt: true }]);
  expect(await linesOf(COORDINATOR, '/cases?status=draft')).toEqual([]);
});

test('cases are found by every criterion, and by all of them together', async () => {
  const all =
    '/cases?status=accepted&country=EL&area=PQ&workflow=request&from=2020-01-01T00:00:00%2B01:00&before=2999-01-01T00:00:00Z';
  expect((await linesOf(GERMAN, all)).map(({ case: number }) => number)).toEqual([first]);
  for (const other of [
    'status=closed',
    'country=FR',
    'area=SERVICES',
    'before=2020-01-01T00:00:00Z',
    'from=2999-01-01T00:00:00Z',
  ])
    expect(await linesOf(GERMAN, `/cases?${other}`)).toEqual([]);
  expect(
    (await linesOf(GERMAN, '/cases?status=closed&status=accepted')).map(({ case: number }) => number),
  ).toEqual([first]);
});

test('pages hold together while cases are added: nothing comes twice, and nothing is left out', async () => {
  const german = await open(GERMAN);
  const send = () => german.send(request(GERMAN, requestData({ country: 'EL' })));
  for (let index = 0; index < 6; index += 1) await send();
  const before = await linesOf(GERMAN, '/cases?limit=100');
  const seen: Line[] = [];
  let next: string | undefined;
  do {
    const page: Page = await pageOf(GERMAN, `/cases?limit=2${next === undefined ? '' : `&after=${next}`}`);
    seen.push(...page.cases);
    ({ next } = page);
    await send();
  } while (next !== undefined);
  expect(seen).toEqual(before);
});

test.each([
  ['/cases?authority=EL-T-EKPAIDEFSI', 403, 'NOT_YOUR_AUTHORITY'],
  ['/tasks?authority=EL-T-EKPAIDEFSI', 403, 'NOT_YOUR_AUTHORITY'],
  ['/cases?after=bm9uc2Vuc2U', 400, 'REQUEST_INVALID'],
  [
    `/cases?after=${Buffer.from('["0000-01-01T00:00:00.000Z","REQ-1","X"]').toString('base64url')}`,
    400,
    'REQUEST_INVALID',
  ],
  [
    `/cases?after=${Buffer.from('["2026-02-31T00:00:00.000Z","REQ-1","X"]').toString('base64url')}`,
    400,
    'REQUEST_INVALID',
  ],
  ['/cases?from=yesterday', 400, 'REQUEST_INVALID'],
  ['/cases?from=2026-02-30T00:00:00Z', 400, 'REQUEST_INVALID'],
  ['/cases?before=0000-01-01T00:00:00Z', 400, 'REQUEST_INVALID'],
  ['/cases?limit=0', 400, 'REQUEST_INVALID'],
  ['/cases?area=XX', 400, 'REQUEST_INVALID'],
  ['/cases?workflow=nope', 400, 'REQUEST_INVALID'],
  ["/cases?status=a'b", 400, 'REQUEST_INVALID'],
])('%s is answered with %i', async (path, status, code) => {
  const answer = await call(GERMAN, path);
  expect(answer.status).toBe(status);
  const { code: said } = (await answer.json()) as { readonly code?: string };
  expect(said).toBe(code);
});

test('who has none of the user roles that are to act has no tasks', async () => {
  const { hub: own, close } = await openHub(hub().config, openLog('silent', 'cases'));
  const authorities = ['EL-T-EKPAIDEFSI'];
  const tasks = async (roles: readonly string[]) =>
    (await listCases(own, authorities, { waitsFor: roles, limit: 99 })).cases.map(({ number }) => number);
  expect(await tasks(['request handler'])).toContain(first);
  for (const roles of [['request viewer'], ['allocator'], ['referral handler'], []])
    expect(await tasks(roles)).toEqual([]);
  await close();
});

test('a case of which no list knows yet is asked once, erased or not, and is found again', async () => {
  const german = await open(GERMAN);
  const sent = await german.send(request(GERMAN));
  const justification = { text: 'Hat sich erledigt.', language: 'de' };
  await german.send(command(GERMAN, 'request.withdraw', { case: sent, data: { justification } }));
  const { hub: own, close } = await openHub(hub().config, openLog('silent', 'cases'));
  const inAYear = { ...own, clock: { now: () => new Date(Date.now() + 366 * 86_400_000).toISOString() } };
  await strikeDue(inAYear, { signal: { aborted: false } });
  expect(await tables().count('case_file WHERE number = $1 AND erased_at IS NOT NULL', [sent.case])).toBe(1);
  const before = await linesOf(GERMAN, '/cases?limit=100');
  await tables().rows('DELETE FROM case_party');
  await tables().rows('DELETE FROM area_asked');
  await strikeDue(own, { signal: { aborted: false } });
  expect(await linesOf(GERMAN, '/cases?limit=100')).toEqual(before);
  expect(before.map(({ case: number }) => number)).toContain(sent.case);
  expect(await foundByAudit()).toEqual([]);
  await close();
});

test('rows that are not believed neither end a list nor hide others', async () => {
  const before = await linesOf(GERMAN, '/cases?limit=100');
  await forged(
    `UPDATE case_party SET status = 'closed' WHERE authority = 'DE-T-LEHRAMT' AND case_number IN (SELECT case_number FROM case_party
    WHERE authority = 'DE-T-LEHRAMT' ORDER BY since DESC LIMIT 3)`,
    async () => {
      const seen: Line[] = [];
      let next: string | undefined;
      do {
        const page: Page = await pageOf(
          GERMAN,
          `/cases?limit=2${next === undefined ? '' : `&after=${next}`}`,
        );
        seen.push(...page.cases);
        ({ next } = page);
      } while (next !== undefined);
      expect(seen).toEqual(before.slice(3));
    },
  );
});

test.each([
  ['another workflow', `workflow = 'echo'`],
  ['another area', `area = 'XX'`],
  ['another country', `countries = '{FR}'`],
  ['no country', `countries = '{NULL}'`],
  ['another moment', `since = 'infinity'`],
  ['another status', `status = 'closed'`],
  ['a role that waits', `waits_for = 'allocator'`],
])(
  '%s that somebody has written is found by the audit, and put right by the next event',
  async (_, change) => {
    const german = await open(GERMAN);
    const sent = await german.send(request(GERMAN));
    const mine = `case_number = '${sent.case}' AND authority = 'DE-T-LEHRAMT'`;
    await tables().rows(`UPDATE case_party SET ${change} WHERE ${mine}`);
    expect((await linesOf(GERMAN, '/cases?limit=100')).map(({ case: number }) => number)).not.toContain(
      sent.case,
    );
    expect(await foundByAudit()).toContainEqual(
      expect.stringMatching(new RegExp(`^CASE_(FORGED|DIFFERS) ${sent.case}`)),
    );
    await german.send(command(GERMAN, 'report.order', { case: sent, data: { kind: 'full' } }));
    expect((await linesOf(GERMAN, '/cases?limit=100')).map(({ case: number }) => number)).toContain(
      sent.case,
    );
    await until(
      'all is handed over',
      async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0,
    );
    expect(await foundByAudit()).toEqual([]);
  },
);

test('a row that somebody has written into the table is believed by nobody, and the alarm is raised', async () => {
  const columns =
    'case_number, parties, workflow, area, status, waits_for, since, others, countries, shared, mac';
  await tables().rows(
    `INSERT INTO case_party (authority, ${columns}) SELECT 'FR-T-SANTE', ${columns} FROM case_party WHERE case_number = $1 LIMIT 1`,
    [first],
  );
  expect(await linesOf(STRANGER, '/cases')).toEqual([]);
  await tables().rows(
    `UPDATE case_party SET status = 'closed', waits_for = NULL WHERE case_number = $1 AND authority = 'EL-T-EKPAIDEFSI'`,
    [first],
  );
  expect((await linesOf(GREEK, '/cases')).map(({ case: number }) => number)).not.toContain(first);
  const metrics = await (await fetch(new URL('/metrics', hub().operationsUrl))).text();
  expect(metrics).toMatch(/imi_unsound_rows_total\{[^}]*table="case_party"[^}]*\} [1-9]/);
});

async function foundByAudit(): Promise<readonly string[]> {
  await until(
    'all is handed over',
    async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0,
  );
  const problems = await problemsAhead(tables().client, { key: hub().config.HUB_MASTER_KEY });
  return problems.map(({ code: word, chain }) => `${word} ${chain ?? ''}`);
}

/** Forges, looks, and puts everything back. */
async function forged(forgery: string, look: () => Promise<void>): Promise<void> {
  await tables().rows('CREATE TABLE kept_party AS SELECT * FROM case_party');
  await tables().rows(forgery);
  await look();
  await tables().rows('DELETE FROM case_party');
  await tables().rows('INSERT INTO case_party SELECT * FROM kept_party');
}

const code = (values: readonly string[]) => fc.constantFrom(...values);
const some = (values: readonly string[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
const [AUTHORITIES, STATUSES, AREAS, COUNTRIES] = [
  ['XA', 'XB', 'XC'],
  ['new', 'done'],
  ['PQ', 'ZZ'],
  ['DE', 'EL', 'PT'],
];
const instant = fc.integer({ min: 0, max: 5 }).map((day) => `2030-01-0${day + 1}T00:00:00.000Z`);

const [LATE, PERSONS] = [['acceptance', 'reply'], ['p-1', 'p-2']]; // prettier-ignore
const role = code(['handler', 'referee']);

const part = fc.record(
  {
    authority: code(AUTHORITIES),
    parties: fc.uniqueArray(code(['asks', 'answers']), { minLength: 1 }),
    status: code(STATUSES),
    waitsFor: role,
    since: instant,
    others: fc.uniqueArray(code(AUTHORITIES)),
    countries: fc.uniqueArray(code(COUNTRIES)),
    late: code(LATE),
    persons: fc.uniqueArray(code(PERSONS), { minLength: 1 }),
    isShared: fc.boolean(),
  },
  { requiredKeys: ['authority', 'parties', 'status', 'since', 'others', 'countries', 'isShared'] },
);
const parts = fc.uniqueArray(part, { selector: ({ authority }) => authority, minLength: 1 });
const wanted: fc.Arbitrary<CasesWanted> = fc.record(
  {
    viewpoints: fc.uniqueArray(
      fc.record(
        {
          authority: code(AUTHORITIES),
          into: fc.record({ workflow: fc.constant('any'), area: code(AREAS) }),
        },
        { requiredKeys: ['authority'] },
      ),
      { selector: ({ authority }) => authority, minLength: 1 },
    ),
    limit: fc.integer({ min: 1, max: 6 }),
    waitsFor: fc.uniqueArray(role),
    statuses: some(STATUSES).map((one) => one ?? STATUSES),
    areas: some(AREAS).map((one) => one ?? AREAS),
    countries: some(COUNTRIES).map((one) => one ?? COUNTRIES),
    parties: some(['asks', 'answers']).map((one) => one ?? []),
    others: some(AUTHORITIES).map((one) => one ?? AUTHORITIES),
    number: fc.integer({ min: 1, max: 9 }).map((n) => `X-${n}`),
    late: some(LATE).map((one) => one ?? LATE),
    person: fc.record({
      number: code(PERSONS),
      allocatedAreas: fc.subarray(AREAS.map((area) => `any/${area}`)),
      allocates: fc.boolean(),
    }),
    from: instant,
    before: instant,
    after: fc.record({
      since: instant,
      number: fc.integer({ min: 1, max: 8 }).map((n) => `X-${n}`),
      authority: code(AUTHORITIES),
    }),
  },
  { requiredKeys: ['viewpoints', 'limit'] },
);

async function find(query: string): Promise<readonly string[]> {
  return (await linesOf(GERMAN, `/cases?${query}`)).map((line) => line.case);
}

test('cases are found by what one is in them, by whom they are with, and by their number', async () => {
  expect(await find('party=requesting%20authority')).toContain(first);
  expect(await find('party=responding%20authority')).not.toContain(first);
  expect(await find(`case=${first}`)).toEqual([first]);
  expect(await find(`case=${first}&party=responding%20authority`)).toEqual([]);
  expect(await find(`case=${first}&counterpart=EL-T-EKPAIDEFSI`)).toEqual([first]);
  expect(await find('counterpart=XX-NONE')).toEqual([]);
});

test('the database finds what a list in memory finds, whatever is asked for, and forgets who takes part no more', async () => {
  const macs = openMacs(Buffer.alloc(32, 7));
  const strange: unknown[] = [];
  await tables()
    .rows(`INSERT INTO case_file (number, workflow, area, status, version, seq, chain_seq, chain_head, opened_at, updated_at, mac)
    SELECT 'X-' || n, 'any', 'PQ', 'new', 1, 1, 1, '\\x00', now(), now(), '\\x00' FROM generate_series(1, 8) n`);
  const pool = new Pool({ connectionString: hub().stage.databaseUrl, max: 1 });
  try {
    const store = partyQueries(pool, { macs, alarm: (what) => strange.push(what) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(parts, { minLength: 8, maxLength: 8 }),
        fc.array(wanted, { minLength: 4, maxLength: 8 }),
        async (all, questions) => {
          const cases: readonly CaseParts[] = all.map((lines, index) => ({
            number: `X-${index + 1}`,
            workflow: 'any',
            area: AREAS[index % 2] ?? '',
            parts: lines,
          }));
          const client = await pool.connect();
          await runTogether(client, [
            { ...PARTIES, columns: partyColumns(cases, macs) },
            { ...GONE, columns: goneColumns({ parts: cases, cases: [] }) },
          ]);
          client.release();
          const kept = new Map(cases.map((one) => [one.number, one]));
          for (const question of questions)
            expect(await store.cases(question)).toEqual(listedOf(kept, question));
        },
      ),
      { numRuns: 40 },
    );
  } finally {
    await pool.end();
  }
  expect(strange).toEqual([]);
}, 120_000);

async function linesOf(system: string, path: string): Promise<readonly Line[]> {
  return (await pageOf(system, path)).cases;
}

async function pageOf(system: string, path: string): Promise<Page> {
  const answer = await call(system, path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
}

function call(system: string, path: string): Promise<Response> {
  const secret = hub().credentials.get(system) ?? '';
  const authorization = `Basic ${Buffer.from(`${system}:${secret}`).toString('base64')}`;
  return fetch(new URL(`/api/v1${path}`, hub().httpUrl), { headers: { authorization } });
}

import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { openMacs } from '../adapters/store/macs.ts';
import { partyColumns, partyQueries, PARTIES } from '../adapters/store/parties.ts';
import { runTogether } from '../adapters/store/together.ts';
import { migrate } from '../prisma/migrate.ts';
import type { CaseParts, PartLine } from '../hub/ports/records.ts';
import type { CasesWanted } from '../hub/ports/store.ts';

/**
 * How long an action list and a search take with many cases: of an authority with a tenth of its country's cases, of an ordinary
 * one, and of a coordinator that looks into forty others. In a database of its own beside the one that `DATABASE_URL` names.
 */
const SIZES = [100_000, 1_000_000] as const;
const BATCH = 5000;
const ASKED = 400;
const COUNTRIES = ['AT', 'BG', 'DE', 'EL', 'FR', 'PT', 'PL', 'SE', 'IT', 'ES'];
const STATUSES = [
  'awaitingAcceptance',
  'accepted',
  'replyProvided',
  'closed',
  'closed',
  'closed',
  'closed',
  'closed',
  'withdrawn',
];
const FIRST = Date.UTC(2024, 0);

const PAGE = 51;

function at(round: number): string {
  return COUNTRIES[round % COUNTRIES.length] ?? '';
}

/** A page of the list, and then one far behind. */
const QUESTIONS: readonly (readonly [string, (round: number) => CasesWanted])[] = [
  ['my open tasks, large authority', (round) => ({ viewpoints: [{ authority: `${at(round)}-0` }], waitsFor: ['request handler'], limit: PAGE })],
  ['my open tasks, ordinary authority', (round) => ({ viewpoints: [{ authority: `${at(round)}-${1 + (round % 300)}` }], waitsFor: ['request handler'], limit: PAGE })],
  ['all cases, large authority', (round) => ({ viewpoints: [{ authority: `${at(round)}-0` }], limit: PAGE })],
  ['status, country, area and month, large', (round) => ({
    viewpoints: [{ authority: `${at(round)}-0` }], statuses: ['withdrawn'], countries: [at(round + 2)], areas: ['SV'],
    from: new Date(FIRST).toISOString(), before: new Date(FIRST + 30 * 86_400_000).toISOString(), limit: PAGE,
  })],
  ['what there is none of, large authority', (round) => ({ viewpoints: [{ authority: `${at(round)}-0` }], statuses: ['refused'], limit: PAGE })],
  ['far behind in the list, large authority', (round) => ({
    viewpoints: [{ authority: `${at(round)}-0` }], limit: PAGE,
    after: { since: new Date(FIRST + 20 * 86_400_000).toISOString(), number: 'REQ-1', authority: `${at(round)}-0` },
  })],
  ['closed cases of forty linked authorities', (round) => ({
    viewpoints: Array.from({ length: 40 }, (_, index) => ({ authority: `${at(round)}-${index}`, into: { workflow: 'request', area: 'PQ' } })),
    statuses: ['closed'], limit: PAGE,
  })],
]; // prettier-ignore

const url = process.env['DATABASE_URL'];
if (url === undefined) throw new TypeError('DATABASE_URL is missing.');
const name = `imi_lists_${randomBytes(4).toString('hex')}`;
const own = new URL(url);
own.pathname = `/${name}`;
await onServer(`CREATE DATABASE ${name}`);
try {
  await migrate(own.href);
  const pool = new Pool({ connectionString: own.href, max: 4 });
  await measure(pool).finally(() => pool.end());
} finally {
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
}

async function onServer(text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

async function measure(pool: Pool): Promise<void> {
  const macs = openMacs(Buffer.alloc(32, 1));
  const store = partyQueries(pool, { macs, alarm: () => undefined });
  process.stdout.write('     cases  question                                        p50 ms  p99 ms\n');
  let filled = 0;
  for (const size of SIZES) {
    for (; filled < size; filled += BATCH) await fill(pool, macs, filled);
    await pool.query('VACUUM ANALYZE case_party');
    for (const [question, ask] of QUESTIONS) {
      const times: number[] = [];
      for (let round = 0; round < ASKED; round += 1) {
        const wanted = ask(round);
        const begun = performance.now();
        await store.cases(wanted);
        times.push(performance.now() - begun);
      }
      times.sort((one, other) => one - other);
      const timeAt = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1).padStart(7);
      process.stdout.write(
        `${String(size).padStart(10)}  ${question.padEnd(46)} ${timeAt(0.5)} ${timeAt(0.99)}\n`,
      );
    }
  }
}

/** The first of a country has a tenth of its cases, the others share the rest. */
function authorityOf(country: string, index: number): string {
  const dice = (index * 2_654_435_761) % 3000;
  return dice < 300 ? `${country}-0` : `${country}-${1 + (dice % 300)}`;
}

async function fill(pool: Pool, macs: ReturnType<typeof openMacs>, from: number): Promise<void> {
  await pool.query(
    `INSERT INTO case_file (number, workflow, area, status, version, seq, chain_seq, chain_head, opened_at, updated_at, mac)
     SELECT 'REQ-' || n, 'request', 'PQ', 'closed', 1, 1, 1, '\\x00', now(), now(), '\\x00' FROM generate_series($1::int, $2::int) n`,
    [from, from + BATCH - 1],
  );
  const client = await pool.connect();
  const cases = Array.from({ length: BATCH }, (_, index) => caseAt(from + index));
  await runTogether(client, [{ ...PARTIES, columns: partyColumns(cases, macs) }]);
  client.release();
}

function caseAt(index: number): CaseParts {
  const asking = COUNTRIES[index % COUNTRIES.length] ?? '';
  const answering = COUNTRIES[(index + 1 + (((index * 7919) % 101) % 9)) % COUNTRIES.length] ?? '';
  const status = STATUSES[((index * 2_246_822_519) % 9973) % STATUSES.length] ?? '';
  const since = new Date(FIRST + index * 60_000).toISOString();
  const [asks, answers] = [authorityOf(asking, index), authorityOf(answering, index + 3)];
  const line = { status, since, isShared: true };
  const parts: readonly PartLine[] = [
    {
      ...line,
      authority: asks,
      parties: ['requesting authority'],
      ...(status === 'replyProvided' ? { waitsFor: 'request handler' } : {}),
      others: [answers],
      countries: [answering],
    },
    {
      ...line,
      authority: answers,
      parties: ['responding authority'],
      ...(status === 'accepted' ? { waitsFor: 'request handler' } : {}),
      others: [asks],
      countries: [asking],
    },
  ].filter((part, place, all) => all.findIndex(({ authority }) => authority === part.authority) === place);
  return { number: `REQ-${index}`, workflow: 'request', area: index % 3 === 0 ? 'SV' : 'PQ', parts };
}

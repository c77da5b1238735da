import { expect, test } from 'vitest';
import { strikeDue } from '../../hub/clock/strike.ts';
import { countsQuery } from '../../adapters/store/statistics.ts';
import { openLog } from '../../adapters/log.ts';
import { openHub } from '../../worker/hub.ts';
import { useHub } from '../support/hub.ts';
import { command, request, requestData, YES } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

/** What is counted of requests, through broker and database to the answer of the gateway. */

const hub = useHub('statistics');
const tables = useTables(hub);
const open = useSystems(hub);

type Lines = readonly { readonly key: string; readonly sent: number; readonly received: number }[];

function day(count: number): string {
  return new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
}

async function statistics(system: string, query = ''): Promise<{ readonly status: number; readonly lines: Lines }> {
  const { httpUrl, amqpUrlFor } = hub();
  const { password } = new URL(amqpUrlFor(system));
  const answer = await fetch(`${httpUrl}/api/v1/statistics?from=${day(-2)}&to=${day(2)}${query}`, {
    headers: { authorization: `Basic ${Buffer.from(`${system}:${password}`).toString('base64')}` },
  });
  const { lines = [] }: { lines?: Lines } = JSON.parse(await answer.text());
  return { status: answer.status, lines };
} // prettier-ignore

test('counts, times and ratings by country, and by authority for those concerned; kept when all else is erased', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: YES }));
  const rating = { timeliness: 'positive', effort: 'negative' };
  const closed = await german.send(command(german.id, 'request.close', { case: replied, data: { rating } }));
  expect(closed.status).toBe('closed');
  await german.send(request(german.id, requestData({ country: 'BG' })));

  const germanLine = { key: 'DE', sent: 2, received: 0 };
  const greekLine = {
    sent: 0, received: 1, accepted: 1, answered: 1, ratings: 2,
    acceptedInTime: { value: 100, colour: 'green' }, averageDaysToAnswer: { value: 0, colour: 'green' },
    answeredInTime: { value: 100, colour: 'green' }, negativeRatings: { value: 50, colour: 'red' },
  };
  const { lines } = await statistics('de-anerkennung');
  expect(lines.map(({ key }) => key)).toEqual(['BG', 'DE', 'EL']);
  expect(lines[1]).toMatchObject(germanLine);
  // Of a single case only its count is everybody's.
  expect(lines[2]).toEqual({ key: 'EL', sent: 0, received: 1, accepted: 1, answered: 1, ratings: 2 });
  expect((await statistics('fr-titres')).lines).toEqual(lines);

  const own = await statistics('el-prosonta', '&by=authority');
  expect(own.lines).toEqual([{ key: 'EL-T-EKPAIDEFSI', ...greekLine }]);
  // Their coordinator sees them as well, and others none.
  expect((await statistics('el-syntonismos', '&by=authority')).lines).toEqual(own.lines);
  expect((await statistics('fr-titres', '&by=authority')).lines).toEqual([]);
  expect((await statistics('fr-titres', '&area=PQ&by=month')).lines).toMatchObject([{ sent: 2, received: 2 }]);
  expect((await statistics('fr-titres', '&by=person')).status).toBe(400);

  // As a case of before there were statistics is when its area has another version: it is asked what is due.
  await tables().rows(`UPDATE case_file SET measured = NULL, due_at = now() WHERE number = $1`, [sent.case]);
  expect((await statistics('el-prosonta', '&by=authority')).lines).toEqual([]);
  const here = await openHub(hub().config, openLog('silent', 'console'));
  await strikeDue(here.hub, { signal: { aborted: false } });
  expect((await statistics('el-prosonta', '&by=authority')).lines).toEqual(own.lines);
  const later = new Date(Date.now() + 214 * 86_400_000).toISOString();
  await strikeDue({ ...here.hub, clock: { now: () => later } }, { signal: { aborted: false } });
  await here.close();
  expect(await tables().count('case_file WHERE number = $1 AND wrapped_key IS NULL', [sent.case])).toBe(1);
  expect((await statistics('el-prosonta', '&by=authority')).lines).toEqual(own.lines);
}, 60_000); // prettier-ignore

test('the cases of a period are found by an index, and not by going through all that there ever were', async () => {
  const { text, values } = countsQuery({
    workflow: 'request', by: 'country', from: '2026-10-31T23:00:00.000Z', before: '2026-11-30T23:00:00.000Z',
    at: '2026-12-01T00:00:00.000Z', today: '2026-12-01', daysToAccept: 7, timeZone: 'Europe/Brussels',
  });
  // So few as there are here it would go through them all the same.
  await tables().rows('SET enable_seqscan = off');
  const plan = await tables().rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
  await tables().rows('RESET enable_seqscan');
  const lines = plan.map((row) => row['QUERY PLAN'].trim());
  expect(lines).toContainEqual(expect.stringContaining('using case_file_counted'));
  expect(lines).toContainEqual(expect.stringMatching(/^Index Cond: .*'sent'.* >= .* AND .*'sent'.* </));
}); // prettier-ignore

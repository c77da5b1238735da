import { expect, test } from 'vitest';
import { BERLIN, BONN, PORTO } from '../../domain/testing/cast.ts';
import { echo } from '../../domain/testing/echo/index.ts';
import { hail } from '../../domain/testing/hail/index.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { makeCatalogue } from '../../schemas/catalogue.ts';
import { process } from '../intake/settle.ts';
import type { FreshNews } from '../case/consequences.ts';
import type { Hub } from '../hub.ts';
import { aMessage, NOW, openStage, receiptOf, submitted, weekdaysIn, type Stage } from '../testing/stage.ts';
import { strikeDue, type Struck } from './strike.ts';

/** The clock, over a workflow with a deadline. Times are those of the stage (NOW) and of days after. */

const catalogue = makeCatalogue([...WORKFLOWS, echo, hail]);
const GOING_ON = { aborted: false };
const DAY_5 = '2026-11-26T09:30:00.000Z';
const BEFORE_DAY_5 = '2026-11-26T09:29:59.999Z';
const YEARS_LATER = '2031-01-01T00:00:00.000Z';

function openEchoes(): Stage {
  return openStage({}, { catalogue, says: { echo: { mostDays: 30 } } });
}

async function called(stage: Stage, days = 5): Promise<string> {
  const data = { area: 'PQ', called: [BERLIN, BONN], days, words: 'Is anybody there?' };
  const [outcome] = await process(stage.hub, [submitted(aMessage({ authority: PORTO, type: 'echo.call', data }))]);
  return receiptOf(outcome).case ?? '';
} // prettier-ignore

function at(hub: Hub, now: string): Hub {
  return { ...hub, clock: { now: () => now } };
}

function strike({ hub }: Stage, now: string, more: Partial<Parameters<typeof strikeDue>[1]> = {}): Promise<Struck> {
  return strikeDue(at(hub, now), { signal: GOING_ON, ...more });
} // prettier-ignore

const NOTHING = { done: 0, gone: 0, refused: 0, failed: 0 };

function statusOf({ tables }: Stage, number: string): string | undefined {
  return tables.cases.get(number)?.status;
}

test('what is due is done when its moment has come, and not before', async () => {
  const stage = openEchoes();
  const number = await called(stage);
  await strike(stage, BEFORE_DAY_5);
  expect(await strike(stage, BEFORE_DAY_5)).toEqual(NOTHING);
  expect(statusOf(stage, number)).toBe('called');
  expect(await strike(stage, DAY_5)).toEqual({ ...NOTHING, done: 1 });
  expect(statusOf(stage, number)).toBe('expired');
  expect(await strike(stage, DAY_5)).toEqual(NOTHING);
});

test('what it sets off is told at once, to everybody whom it concerns', async () => {
  const stage = openEchoes();
  await called(stage);
  const told: string[] = [];
  const tell = (news: readonly FreshNews[]) => {
    for (const { outgoing } of news)
      if ('authority' in outgoing.about) told.push(`${outgoing.type} > ${outgoing.about.authority}`);
  };
  await strike(stage, DAY_5, { tell });
  expect(told.toSorted()).toEqual([BERLIN, BONN, PORTO].map((one) => `echo.expired > ${one}`).toSorted());
}); // prettier-ignore

test('what follows no longer from the case is due no more, and nothing has to be cancelled', async () => {
  const stage = openEchoes();
  const number = await called(stage);
  const closing = aMessage({ authority: PORTO, type: 'echo.close', subject: number, caseversion: 1 });
  await process(stage.hub, [submitted(closing)]);
  await strike(stage, BEFORE_DAY_5);
  expect(await strike(stage, DAY_5)).toEqual(NOTHING);
  expect(statusOf(stage, number)).toBe('closed');
});

test('after a long silence one thing after the other is done: the deadline, then the erasure', async () => {
  const stage = openEchoes();
  const number = await called(stage);
  expect(await strike(stage, YEARS_LATER)).toMatchObject({ done: 1, failed: 0 });
  expect(await strike(stage, '2032-01-01T00:00:00.000Z')).toMatchObject({ done: 1, failed: 0 });
  expect(stage.tables.erased).toContain(number);
  expect(stage.tables.cases.get(number)?.dueAt).toBeUndefined();
});

test('several workers at once do each thing once', async () => {
  const stage = openEchoes();
  await called(stage);
  const struck = await Promise.all([1, 2, 3].map(() => strike(stage, DAY_5)));
  expect(struck.reduce((sum, { done }) => sum + done, 0)).toBe(1);
  expect(stage.tables.events.filter(({ event }) => event.type === 'echo.expired')).toHaveLength(1);
});

test('a law that has changed asks its cases anew, each once', async () => {
  const stage = openEchoes();
  const number = await called(stage);
  await strike(stage, DAY_5);
  expect(stage.tables.cases.get(number)?.dueAt).toBe('2027-05-26T00:00:00.000Z');
  const areas = new Map([...stage.hub.areas.current()].map(([code, area]) => [code, { ...area, version: '9.9.9', retention: { personalDataMonths: 1 } }]));
  const hub = { ...stage.hub, areas: { current: () => areas } };
  const now = '2026-12-01T00:00:00.000Z';
  expect(await strikeDue(at(hub, now), { signal: GOING_ON })).toEqual({ ...NOTHING, gone: 1 });
  expect(stage.tables.cases.get(number)?.dueAt).toBe('2026-12-26T00:00:00.000Z');
  expect(await strikeDue(at(hub, now), { signal: GOING_ON })).toEqual(NOTHING);
  expect(await strikeDue(at(hub, '2026-12-26T00:00:00.000Z'), { signal: GOING_ON })).toMatchObject({ done: 1 });
}); // prettier-ignore

test('workers of two versions of a law, side by side, do not have all cases asked for ever', async () => {
  const stage = openEchoes();
  await called(stage);
  await strike(stage, NOW);
  const areas = new Map([...stage.hub.areas.current()].map(([code, area]) => [code, { ...area, version: '9.9.9' }]));
  const newer = { ...at(stage.hub, NOW), areas: { current: () => areas } };
  expect(await strikeDue(newer, { signal: GOING_ON })).toEqual({ ...NOTHING, gone: 1 });
  expect(await strike(stage, NOW)).toEqual(NOTHING);
  expect(await strikeDue(newer, { signal: GOING_ON })).toEqual(NOTHING);
}); // prettier-ignore

test('what its own rule refuses is a mistake of ours: it is told and counted, and keeps no other', async () => {
  const stage = openEchoes();
  const number = await called(stage);
  const other = await called(stage, 4);
  const broken = { ...echo, commands: echo.commands.map((one) => (one.name === 'echo.expire' ? { ...one, when: [] } : one)) };
  const half = makeCatalogue([...WORKFLOWS, broken]);
  const counts: string[] = [];
  const struck = await strikeDue({ ...at(stage.hub, DAY_5), catalogue: half }, {
    signal: GOING_ON, meter: { struck: (outcome, count) => void counts.push(`${outcome} ${count}`) },
  });
  expect(struck).toEqual({ ...NOTHING, refused: 2 });
  expect(counts).toContain('refused 2');
  expect(stage.logged.filter((line) => line.startsWith('what is due is refused'))).toHaveLength(2);
  expect([statusOf(stage, number), statusOf(stage, other)]).toEqual(['called', 'called']);
  expect(await strike(stage, DAY_5)).toMatchObject({ done: 2 });
}); // prettier-ignore

test('a case whose law is gone fails alone', async () => {
  const stage = openEchoes();
  await called(stage);
  const hub = { ...at(stage.hub, DAY_5), areas: { current: () => new Map() } };
  expect(await strikeDue(hub, { signal: GOING_ON })).toEqual({ ...NOTHING, failed: 1 });
});

test('working days are reckoned by the calendar that is handed in, and a changed one asks its cases anew', async () => {
  const stage = openEchoes();
  const words = 'Is anybody there?';
  // NOW is a Saturday; the third working day is the Wednesday, and ten o'clock in Brussels is nine.
  await process(stage.hub, [submitted(aMessage({ authority: PORTO, type: 'hail.send', data: { to: BERLIN, words } }))]);
  await process(stage.hub, [submitted(aMessage({ authority: PORTO, type: 'hail.send', data: { to: BONN, words } }))]);
  expect(stage.tables.cases.get('HAIL-1')?.dueAt).toBe('2026-11-25T09:00:00.000Z');
  await strike(stage, '2026-11-25T08:59:59.999Z');
  expect(statusOf(stage, 'HAIL-1')).toBe('hailed');
  const changed = { ...stage, hub: { ...stage.hub, calendar: weekdaysIn('Europe/Brussels', '2026-11-24') } };
  expect(await strike(changed, '2026-11-25T08:59:59.999Z')).toEqual({ ...NOTHING, gone: 2 });
  expect(await strike(changed, '2026-11-25T12:00:00.000Z')).toEqual(NOTHING);
  expect(await strike(changed, '2026-11-26T09:00:00.000Z')).toEqual({ ...NOTHING, done: 2 });
  expect(statusOf(stage, 'HAIL-2')).toBe('passed');
}); // prettier-ignore

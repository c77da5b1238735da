import { expect, test } from 'vitest';
import { BERLIN, BONN, PORTO } from '../../domain/testing/cast.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import type { Ask } from '../../domain/kernel/effects.ts';
import { echo } from '../../domain/testing/echo/index.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { makeCatalogue } from '../../schemas/catalogue.ts';
import { auditEvidence } from '../evidence/audit/audit.ts';
import { process } from '../intake/settle.ts';
import { auditSourceOver, rowsOn, type KeptRows } from '../testing/memory-audit.ts';
import { canonical, sha256 } from '../testing/plain-codec.ts';
import { eraseDue } from '../testing/erase-due.ts';
import { aMessage, NOW, openStage, receiptOf, submitted, type Scene, type Stage } from '../testing/stage.ts';
import { strikeDue, type Struck } from './strike.ts';

/** A call that is closed to be made again: the closed case asks for a new one, and that one asks to be linked. */

const catalogue = makeCatalogue([...WORKFLOWS, echo]);
const SAYS = { echo: { mostDays: 5 } };

function openEchoes(scene: Scene = {}): Stage {
  return openStage({}, { catalogue, says: SAYS, ...scene });
}

async function closed(stage: Stage): Promise<string> {
  const data = { area: 'PQ', called: [BERLIN, BONN], days: 5, words: 'Is anybody there?' };
  const [called] = await process(stage.hub, [submitted(aMessage({ authority: PORTO, type: 'echo.call', data }))]);
  const { case: subject = '' } = receiptOf(called);
  const closing = aMessage({ authority: PORTO, type: 'echo.close', subject, caseversion: 1, data: { again: true } });
  const [answer] = await process(stage.hub, [submitted(closing)]);
  expect(receiptOf(answer)).toMatchObject({ outcome: 'accepted', status: 'closed' });
  return subject;
} // prettier-ignore

function strike({ hub }: Pick<Stage, 'hub'>): Promise<Struck> {
  return strikeDue(hub, { signal: { aborted: false } });
}

function judge() {
  return { indication: 'TOTAL-PASSED', text: '', level: 'B-T' } as const;
}

function typesOf({ tables }: Stage, number: string): readonly string[] {
  return tables.events.filter(({ caseNumber }) => caseNumber === number).map(({ event }) => event.type);
}

test('what a case asks of another is due at once, and opens it with all that every case has', async () => {
  const stage = openEchoes();
  const first = await closed(stage);
  expect(stage.tables.cases.get(first)?.dueAt).toBe(NOW);
  expect(await strike(stage)).toMatchObject({ done: 2, refused: 0, failed: 0 });
  const next = 'ECHO-2';
  expect(typesOf(stage, next)).toEqual(['echo.called', 'case.asked']);
  expect(typesOf(stage, first)).toEqual(['echo.called', 'echo.closed', 'case.asked', 'echo.linked']);
  expect(stage.tables.cases.get(next)).toMatchObject({ workflow: 'echo', area: 'PQ', status: 'called', version: 1 });
  const told = [...stage.tables.deliveries.values()].filter(({ chain }) => chain === next);
  expect(told.map(({ type }) => type)).toEqual(['echo.heard', 'echo.heard']);
  expect([...stage.tables.parts.keys()].filter((key) => key.includes(next))).not.toEqual([]);
}); // prettier-ignore

test('each of the two knows the other in its evidence', async () => {
  const stage = openEchoes();
  const first = await closed(stage);
  await strike(stage);
  const bodies = stage.tables.evidence.map(({ chain, body }) => ({ chain, more: JSON.parse(body).extensions ?? JSON.parse(body) }));
  const asked = bodies.filter(({ more }) => JSON.stringify(more).includes('"askedBy"')).map(({ chain }) => chain);
  expect(asked).toEqual(['ECHO-2', first]);
}); // prettier-ignore

test('it is carried out once, however often and by how many the clock strikes', async () => {
  const stage = openEchoes();
  await closed(stage);
  await Promise.all([strike(stage), strike(stage), strike(stage)]);
  await strike(stage);
  expect([...stage.tables.cases.keys()].filter((number) => number.startsWith('ECHO'))).toEqual(['ECHO-1', 'ECHO-2']);
}); // prettier-ignore

test('a transaction that fails leaves nothing, and the next one does it', async () => {
  const stage = openEchoes();
  const first = await closed(stage);
  const { hub } = stage;
  const store = {
    ...hub.store,
    transaction: <T>(work: Parameters<typeof hub.store.transaction<T>>[0]) =>
      hub.store.transaction<T>((unit) => work({ ...unit, write: () => Promise.reject(new Error('cut')) })),
  };
  expect(await strike({ hub: { ...hub, store } })).toMatchObject({ done: 0, failed: 1 });
  expect(typesOf(stage, first)).toEqual(['echo.called', 'echo.closed']);
  expect(await strike(stage)).toMatchObject({ done: 2 });
});

test('what the other case refuses is not asked for ever: the case keeps why, and it is an error', async () => {
  const stage = openEchoes();
  const first = await closed(stage);
  const without = [...stage.hub.areas.current()].map(
    ([code, area]) => [code, { ...area, workflows: new Map() }] as const,
  );
  const areas = { current: () => new Map(without) };
  expect(await strike({ hub: { ...stage.hub, areas } })).toMatchObject({ done: 0, refused: 1 });
  const last = stage.tables.events.at(-1)?.event;
  expect(last).toMatchObject({ type: 'case.asked', facts: { refused: ['WORKFLOW_NOT_IN_AREA'] } });
  expect(stage.logged.join()).toContain('what a case asks of another is refused');
  expect(await strike(stage)).toMatchObject({ done: 0, refused: 0 });
  expect(typesOf(stage, first)).toEqual(['echo.called', 'echo.closed', 'case.asked']);
});

/** An echo that asks something odd when it is closed. */
function asking(...asks: readonly Ask[]): Stage {
  const plain = echo as unknown as Workflow;
  const odd: Workflow = {
    ...plain,
    evolve(state, event) {
      const next = plain.evolve(state, event);
      const { at: since, seq } = event;
      const pending = asks.map((ask, place) => ({ ...ask, since, event: seq, place }));
      return event.type === 'echo.closed' ? { ...next, pending } : next;
    },
  };
  return openEchoes({ catalogue: makeCatalogue([...WORKFLOWS, odd]) });
}

const GOOD: Ask = { of: { opens: 'echo', area: 'PQ' }, command: 'echo.repeat', data: { caller: PORTO, called: [BERLIN], after: 'ECHO-1', words: 'Again.' } }; // prettier-ignore

test.each<[string, Ask, string]>([
  ['a workflow that there is not', { ...GOOD, of: { opens: 'nothing' } }, 'AREA_UNKNOWN'],
  ['an area that is not published', { ...GOOD, of: { opens: 'echo', area: 'XX' } }, 'AREA_UNKNOWN'],
  ['a command that the other case has not', { ...GOOD, command: 'request.send' }, 'COMMAND_UNKNOWN'],
  ['what the command does not say', { ...GOOD, data: { odd: 1 } }, 'SCHEMA'],
  ['itself', { of: { case: 'ECHO-1' }, command: 'echo.link', data: { to: 'X-1' } }, 'CASE_UNKNOWN'],
  ['a case that there is not', { of: { case: 'ECHO-9' }, command: 'echo.link', data: { to: 'X-1' } }, 'CASE_UNKNOWN'],
  ['a command that another may give', { ...GOOD, command: 'echo.call', data: { area: 'PQ', called: [BERLIN], days: 1, words: 'x' } }, 'NOT_ALLOWED'],
])('who asks %s is refused, and keeps neither the next ask nor the erasure', async (_, odd, code) => {
  const stage = asking(odd, GOOD);
  const first = await closed(stage);
  await strike(stage);
  await strike(stage);
  const said = stage.tables.events.filter(({ caseNumber, event }) => caseNumber === first && event.type === 'case.asked');
  expect(said.map(({ event }) => event.facts)).toMatchObject([{ place: 0, refused: [code] }, { place: 1, case: expect.stringMatching(/^ECHO-[23]$/) }]);
  const later = { ...stage.hub, clock: { now: () => '2027-06-01T00:00:00.000Z' } };
  await eraseDue(later, { aborted: false });
  expect(typesOf(stage, first)).toContain('content.erased');
}); // prettier-ignore

test('a rule that fails is a refusal, too', async () => {
  const failing = echo.commands.map((one) => (one.name === 'echo.repeat' ? { ...one, decide: () => { throw new Error('bug'); } } : one)); // prettier-ignore
  const stage = openEchoes({ catalogue: makeCatalogue([...WORKFLOWS, { ...echo, commands: failing }]) });
  const first = await closed(stage);
  expect(await strike(stage)).toMatchObject({ done: 0, refused: 1, failed: 0 });
  expect(typesOf(stage, first)).toEqual(['echo.called', 'echo.closed', 'case.asked']);
  expect(stage.logged.join()).toContain('a rule failed at what was asked');
});

test('the audit finds a case whose asking somebody has put off', async () => {
  const stage = openEchoes();
  await closed(stage);
  let looks = 0;
  await strikeDue(stage.hub, { signal: { get aborted() { return (looks += 1) > 1; } } }); // prettier-ignore
  const codec = { canonical, digest: (value: unknown) => sha256(canonical(value)) };
  const problems = async (rows: KeptRows) => {
    const audit = await auditEvidence(auditSourceOver(rows), { codec, judge, workflows: catalogue.workflows });
    return audit.problems.map(({ code, what }) => `${code} ${what ?? ''}`).filter((one) => one.includes('dueAt'));
  };
  expect(await problems(await rowsOn(stage))).toEqual([]);
  for (const { dueAt: _, ...row } of stage.tables.cases.values())
    if (row.number === 'ECHO-2') stage.tables.cases.set(row.number, row);
  expect(await problems(await rowsOn(stage))).toEqual(['CASE_DIFFERS dueAt']);
  for (const row of stage.tables.cases.values())
    if (row.number === 'ECHO-2') stage.tables.cases.set(row.number, { ...row, dueAt: '2099-01-01T00:00:00.000Z' });
  expect(await problems(await rowsOn(stage))).toEqual(['CASE_DIFFERS dueAt']);
}); // prettier-ignore

test('what was to be said and is erased is asked no more', async () => {
  const stage = openEchoes();
  const first = await closed(stage);
  const erased = { ...stage.hub, clock: { now: () => '2027-06-01T00:00:00.000Z' } };
  const broken = { ...erased, catalogue: makeCatalogue([...WORKFLOWS, { ...echo, due: notAsking }]) };
  await eraseDue(broken, { aborted: false });
  expect(typesOf(stage, first)).toContain('content.erased');
  await strike({ hub: erased });
  expect([...stage.tables.cases.keys()].filter((number) => number.startsWith('ECHO'))).toEqual([first]);
});

/** As if the hub had not come to it in all the months. */
const notAsking: typeof echo.due = (state, world) => {
  const { pending: _, ...rest } = state;
  return echo.due(rest, world);
};

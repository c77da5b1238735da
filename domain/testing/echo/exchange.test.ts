import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { readPhrases } from '../../../schemas/phrases.ts';
import type { Area } from '../../area/area.ts';
import type { Workflow } from '../../case/workflow.ts';
import { handle, record } from '../../kernel/handle.ts';
import { byOf, isRefusal, type CaseState, type Recorded } from '../../kernel/workflow.ts';
import { coded } from '../../reports/testing/order.ts';
import { areaOf } from '../areas.ts';
import { CALENDAR } from '../calendar.ts';
import { BERLIN, directoryWith, handler, PARIS, PORTO, reader } from '../cast.ts';
import { comment, document } from '../papers.ts';
import { echo as declared } from './index.ts';

/** A second workflow that exchanges comments and documents, of parties that are none of a request's. */

const echo: Workflow = declared;
const pq = areaOf(compileAreas('schemas/areas'));
const area: Area = { ...pq, workflows: new Map(pq.workflows).set('echo', { mostDays: 9 }) };
const world = { area, directory: directoryWith(), calendar: CALENDAR };
const AT = '2026-11-21T09:30:00.000Z';
const caller = reader(PORTO, 'request handler');
const CALL = { area: 'PQ', called: [BERLIN, PARIS], days: 5, words: 'Is anybody there?' };
const ANSWER = {
  words: 'Here we are.',
  comment: comment('And glad of it.'),
  attachments: [document('doc-1')],
};

type Moment = { readonly state: CaseState; readonly events: readonly Recorded[] };
type Given = { readonly command: string; readonly by: string; readonly data: unknown };

/** What a command leads to, or its faults as `CODE /path`. */
function tried({ state, events }: Moment, { command: name, by, data }: Given): Moment | readonly string[] {
  const command = echo.commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  const actor = handler(by);
  const circumstances = { ...world, at: AT, actor, fresh: 'ECHO-2026-000001' };
  const decision = handle(echo, state, { command, data, circumstances });
  if (isRefusal(decision)) return decision.refused.map(({ code, path }) => `${code} ${path}`);
  const happened = { events: decision.events, at: AT, by: byOf(actor) };
  const { recorded, state: now } = record(echo, { state, seq: events.length }, happened);
  return { state: now, events: [...events, ...recorded] };
}

function after(before: Moment, given: Given): Moment {
  const now = tried(before, given);
  if ('state' in now) return now;
  throw new Error(`refused in the prologue: ${now.join(' ')}`);
}

const called = after({ state: echo.initial, events: [] }, { command: 'echo.call', by: PORTO, data: CALL });
const answered = after(called, { command: 'echo.answer', by: BERLIN, data: ANSWER });

test('an answer brings its comment and its documents to the caller, and to nobody else that was called', () => {
  expect(echo.view(answered.state, caller, world)).toMatchObject({
    answers: [{ by: BERLIN, words: ANSWER.words, comment: ANSWER.comment }],
    attachments: [{ id: 'doc-1', by: 'called', name: document('doc-1').name }],
  });
  const other = echo.view(answered.state, reader(PARIS, 'request handler'), world);
  expect(other).toMatchObject({ answers: [], attachments: [] });
});

test('who does not see who is concerned sees a document only counted', () => {
  const { id, mediaType, size } = document('doc-1');
  const seen = echo.view(answered.state, { ...caller, withoutPersonalData: true }, world);
  expect(seen).toHaveProperty('attachments', [{ id, mediaType, size, by: 'called' }]);
});

test('documents are held against the rules of the area, and against those that came before', () => {
  const attachments = [document('doc-1'), document('doc-2', { mediaType: 'text/html' })];
  const data = { ...ANSWER, attachments };
  expect(tried(answered, { command: 'echo.answer', by: PARIS, data })).toEqual([
    'ATTACHMENT_TWICE /data/attachments/0/id',
    'ATTACHMENT_TYPE /data/attachments/1/mediaType',
  ]);
});

test('the documents themselves go along with the news to the caller', () => {
  const told = answered.events.slice(-1).flatMap((event) => echo.setsOff(event, answered.state));
  expect(told).toEqual([{ do: 'tell', to: PORTO, type: 'echo.answered', attachments: ['doc-1'] }]);
});

test('the report has the comment with its language, and the documents', () => {
  const choice = { kind: 'full', parts: [] };
  const view = echo.reports.view(answered.state, { choice, reader: caller }, world);
  const { sections } = echo.reports.page(view ?? {}, {
    id: 'R-1', workflow: 'echo', choice, at: AT, issuer: 'Hub', readerName: PORTO, isTraining: false, accesses: [],
    chain: { head: '0', records: 2 }, attachments: [], phrases: coded(readPhrases('schemas/texts', 'Europe/Brussels')('de')),
  }); // prettier-ignore
  const blocks = sections.flatMap((section) => section.blocks);
  expect(blocks.map(({ kind }) => kind)).toEqual(['note', 'note', 'text', 'documents']);
  expect(blocks[2]).toMatchObject({ text: { text: 'And glad of it.', language: 'en' } });
});

test('of documents that were erased types and sizes are left', () => {
  const event = { seq: 3, type: 'content.erased', at: AT, by: 'urn:imi-hub', facts: {} };
  const left = echo.evolve(answered.state, event);
  expect(JSON.stringify(left)).not.toMatch(/glad|Here we are|Quakenbrink/);
  expect(left).toHaveProperty('attachments.length', 1);
});

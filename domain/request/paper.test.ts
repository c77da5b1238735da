import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { isSaid } from '../../schemas/catalogue.ts';
import { areaOf } from '../testing/areas.ts';
import { handler, PORTO } from '../testing/cast.ts';
import { given } from '../testing/given.ts';
import { ASKED, aDraft, aRequest, BECAUSE, FIRST_ANSWER, OPINION } from '../testing/papers.ts';
import { request } from './index.ts';

/** What the shape of a command demands, before any rule is asked. */

function isTaken(command: string, data: object): boolean {
  const says = request.commands.find(({ name }) => name === command);
  if (says === undefined) throw new Error(`there is no command ${command}`);
  return isSaid(says, data);
}

const WHOLE = aRequest({ attachments: undefined });
const COMMENT = BECAUSE.justification;

/** With a reason each is taken; what else it takes stands before it. */
const WITH_REASON: readonly (readonly [string, object])[] = [
  ['request.refuse', {}],
  ['request.forward', { to: 'DE-KMK' }],
  ['request.split', { to: 'DE-KMK', questions: [{ question: 'PQ-GQ-009' }] }],
  ['request.askAdditionalInformation', {}],
  ['request.rejectAdditionalInformation', {}],
  ['request.refer', {}],
  ['request.uphold', {}],
  ['request.withdraw', {}],
];

test.each(WITH_REASON)('%s is given with a justification', (command, data) => {
  expect(isTaken(command, { ...data, justification: COMMENT })).toBe(true);
  expect(isTaken(command, data)).toBe(false);
  expect(isTaken(command, { ...data, justification: { ...COMMENT, text: '' } })).toBe(false);
});

test.each(['request.findUnsatisfactory', 'request.findSatisfactory'])('%s is given with an opinion', (command) => {
  expect(isTaken(command, OPINION)).toBe(true);
  expect(isTaken(command, {})).toBe(false);
}); // prettier-ignore

test.each(['request.return', 'reply.return'])('%s says what is to be changed', (command) => {
  expect(isTaken(command, { comment: COMMENT })).toBe(true);
  expect(isTaken(command, {})).toBe(false);
});

describe('a request', () => {
  test('asks at least one question', () => {
    expect(isTaken('request.send', WHOLE)).toBe(true);
    const none = given({ area: areaOf(compileAreas('schemas/areas')) }).when(
      handler(PORTO),
      'request.send',
      aRequest({ questions: [] }),
    );
    expect(none.outcome).toEqual(['QUESTIONS_MISSING /data/questions']);
    expect(isTaken('request.send', { ...WHOLE, questions: undefined })).toBe(false);
  });

  test('is of one legislative area and of one question set', () => {
    expect(isTaken('request.send', { ...WHOLE, area: undefined })).toBe(false);
    expect(isTaken('request.send', { ...WHOLE, area: ['PQ', 'SD'] })).toBe(false);
    expect(isTaken('request.send', { ...WHOLE, questionSet: undefined })).toBe(false);
    expect(isTaken('request.send', { ...WHOLE, questionSet: [WHOLE.questionSet, WHOLE.questionSet] })).toBe(false);
  }); // prettier-ignore

  test('goes to one authority, by name or by what it is competent for', () => {
    const criteria = { country: 'DE', keywords: ['physiotherapist'] };
    expect(isTaken('request.send', { ...WHOLE, addressee: { criteria } })).toBe(true);
    expect(isTaken('request.send', { ...WHOLE, addressee: { authority: 'DE-ZAB', criteria } })).toBe(false);
    expect(isTaken('request.send', { ...WHOLE, addressee: { criteria: { country: 'DE' } } })).toBe(false);
    expect(isTaken('request.send', { ...WHOLE, addressee: undefined })).toBe(false);
  });

  test('is kept as a draft with anything missing but the area', () => {
    const { attachments: _, ...draft } = aDraft();
    expect(isTaken('request.save', draft)).toBe(true);
    expect(isTaken('request.save', { area: 'PQ' })).toBe(true);
    expect(isTaken('request.save', { ...draft, area: undefined })).toBe(false);
  });
});

/** Where free text can stand, in what is content without it. */
const FREE_TEXT: readonly (readonly [string, string, (comment: unknown) => object])[] = [
  ['of a question', 'request.send', (comment) => ({ ...WHOLE, questions: [{ ...ASKED[1], comment }] })],
  ['of an answer', 'request.reply', (comment) => ({ answers: [{ ...FIRST_ANSWER, comment }] })],
  ['of a reply', 'request.reply', (comment) => ({ answers: [FIRST_ANSWER], comment })],
  ['of a message', 'request.addMessage', (comment) => ({ topic: 'clarification', comment })],
  ['of a justification', 'request.refer', (justification) => ({ justification })],
];

test.each(FREE_TEXT)('free text %s names its language', (_, command, around) => {
  expect(isTaken(command, around({ text: 'Since 1994.', language: 'de' }))).toBe(true);
  expect(isTaken(command, around({ text: 'Since 1994.' }))).toBe(false);
  expect(isTaken(command, around({ text: 'Since 1994.', language: 'german' }))).toBe(false);
});

test('a message says by a pre-defined comment what it is about', () => {
  expect(isTaken('request.addMessage', { topic: 'clarification' })).toBe(true);
  expect(isTaken('request.addMessage', { comment: COMMENT })).toBe(false);
  expect(isTaken('request.addMessage', { topic: 'gossip', comment: COMMENT })).toBe(false);
});

test.each<readonly [string, unknown, boolean]>([
  ['chosen', { option: 'yes' }, true],
  ['written', { text: 'Since 1994.' }, true],
  ['both', { option: 'yes', text: 'Since 1994.' }, false],
  ['neither', undefined, false],
])('an answer is chosen or written: %s', (_, value, taken) => {
  expect(isTaken('request.reply', { answers: [{ question: 'PQ-GQ-001', value }] })).toBe(taken);
});

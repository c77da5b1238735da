import { describe, expect, test } from 'vitest';
import type { Fault } from '../kernel/refusals.ts';
import { SMALL_SET } from '../testing/questions.ts';
import { AROUND } from '../testing/values.ts';
import { checkAnswers, isFull, isRuledOut, type Answering } from './answers.ts';
import { together } from './asked.ts';
import type { Answer } from './content.ts';

/** Answers against what was asked, in no workflow at all. */

const YES: Answer = { question: 'isKnown', value: { option: 'yes' } };
const NO: Answer = { question: 'isKnown', value: { option: 'no' } };
const SINCE: Answer = { question: 'sinceWhen', value: { text: '1994' } };
const OF_FIRST: Answer = { question: 'isGenuine', attachment: 'doc-1', value: { option: 'yes' } };

const BEFORE: Answering = {
  asked: [
    { question: 'isKnown' },
    { question: 'sinceWhen' },
    { question: 'isGenuine', attachment: 'doc-1' },
    { question: 'isGenuine', attachment: 'doc-9' },
  ],
  answers: [],
  answered: [],
};

function texts(faults: readonly Fault[]): readonly string[] {
  return faults.map(({ code, path }) => `${code} ${path}`);
}

function wrongIn(answers: readonly Answer[], before: Answering = BEFORE): readonly string[] {
  return texts(checkAnswers({ set: SMALL_SET, around: AROUND }, before, answers));
}

describe('an answer', () => {
  test('is to a question that was asked, of the document of which it was asked', () => {
    expect(wrongIn([YES, OF_FIRST])).toEqual([]);
    const { attachment: _, ...ofNone } = OF_FIRST;
    const unknown: Answer = { question: 'isOfProfession', value: { option: 'yes' } };
    expect(wrongIn([unknown, ofNone, { ...OF_FIRST, attachment: 'doc-2' }])).toEqual([
      'ANSWER_NOT_ASKED /data/answers/0/question',
      'ANSWER_NOT_ASKED /data/answers/1/question',
      'ANSWER_NOT_ASKED /data/answers/2/question',
    ]);
  });

  test('is given once in a message', () => {
    expect(wrongIn([YES, NO])).toEqual(['ANSWER_TWICE /data/answers/1/question']);
  });

  test('to a question that depends on another needs the answer to that, before it or beside it', () => {
    expect(wrongIn([SINCE])).toEqual(['ANSWER_NOT_APPLICABLE /data/answers/0']);
    expect(wrongIn([SINCE, YES])).toEqual([]);
    expect(wrongIn([SINCE], { ...BEFORE, answers: [YES], answered: ['isKnown'] })).toEqual([]);
    expect(wrongIn([SINCE, NO], { ...BEFORE, answers: [YES], answered: ['isKnown'] })).toEqual([
      'ANSWER_NOT_APPLICABLE /data/answers/0',
    ]);
  });

  test('is of the type that the question asks for', () => {
    expect(wrongIn([{ ...YES, value: { option: 'perhaps' } }, { ...OF_FIRST, value: { text: 'x' } }])).toEqual([
      'OPTION_UNKNOWN /data/answers/0/value/option',
      'VALUE_NOT_OF_TYPE /data/answers/1/value',
    ]);
  }); // prettier-ignore

  test('that is given again takes the place of the one before', () => {
    expect(together([YES, OF_FIRST], [NO])).toEqual([OF_FIRST, NO]);
  });
});

describe('all is answered', () => {
  const both = [OF_FIRST, { ...OF_FIRST, attachment: 'doc-9' }];

  test('when what applies has its answer, of each document', () => {
    expect(isFull(SMALL_SET, BEFORE, [NO, OF_FIRST])).toBe(false);
    expect(isFull(SMALL_SET, BEFORE, [NO, ...both])).toBe(true);
    expect(isFull(SMALL_SET, BEFORE, [YES, ...both])).toBe(false);
    expect(isFull(SMALL_SET, BEFORE, [YES, SINCE, ...both])).toBe(true);
  });

  test('also when what was answered has been erased since', () => {
    const erased = { ...BEFORE, answered: ['isKnown', 'isGenuine@doc-1', 'isGenuine@doc-9'] };
    expect(isFull(SMALL_SET, erased, [])).toBe(true);
  });
});

test('a question is ruled out by the answer to another one about the same document alone', () => {
  const asked = ['doc-1', 'doc-9'].flatMap((attachment) => [
    { question: 'isGenuine', attachment },
    { question: 'why', attachment },
  ]);
  const isOut = (attachment: string) =>
    isRuledOut(SMALL_SET, asked, { key: { question: 'why', attachment }, answers: [OF_FIRST] });
  expect(isOut('doc-1')).toBe(true);
  expect(isOut('doc-9')).toBe(false);
});

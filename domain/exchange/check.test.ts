import { describe, expect, test } from 'vitest';
import type { Fault } from '../kernel/refusals.ts';
import { comment, document } from '../testing/papers.ts';
import { SMALL_SET } from '../testing/questions.ts';
import { checkAttachments, checkQuestions } from './check.ts';
import { missingInQuestions, missingOfSubject } from './missing.ts';

/** What is written against the law of the area, in no workflow at all. */

function texts(faults: readonly Fault[]): readonly string[] {
  return faults.map(({ code, path }) => `${code} ${path}`);
}

const BLANK = { name: 'profession', value: 'midwife' };

test('questions are of the set, each once, and carry what they can carry: all faults at once', () => {
  const questions = [
    { question: 'isOfProfession', blanks: [BLANK], comment: comment('Since when?') },
    { question: 'isGenuine', attachment: 'doc-1' },
    { question: 'isGenuine', attachment: 'doc-2' },
    { question: 'isKnown', attachment: 'doc-1', comment: comment('Really?') },
    { question: 'isKnown', blanks: [BLANK] },
    { question: 'isKnown', attachment: 'doc-1' },
    { question: 'isTall' },
  ];
  expect(texts(checkQuestions(SMALL_SET, questions, [{ id: 'doc-1' }]))).toEqual([
    'ATTACHMENT_UNKNOWN /data/questions/2/attachment',
    'QUESTION_TAKES_NO_ATTACHMENT /data/questions/3/attachment',
    'QUESTION_TAKES_NO_COMMENT /data/questions/3/comment',
    'BLANK_UNKNOWN /data/questions/4/blanks/0/name',
    'QUESTION_TWICE /data/questions/5/question',
    'QUESTION_TAKES_NO_ATTACHMENT /data/questions/5/attachment',
    'QUESTION_UNKNOWN /data/questions/6/question',
  ]);
});

describe('documents', () => {
  const RULE = { mediaTypes: ['application/pdf'], maxBytes: 1000, maxCount: 2 };

  test('are of the types and sizes of the area, and each has its own id', () => {
    const odd = [document('doc-1'), document('doc-2', { mediaType: 'text/html', size: 1001 })];
    expect(texts(checkAttachments(RULE, odd, []))).toEqual([
      'ATTACHMENT_TYPE /data/attachments/1/mediaType',
      'ATTACHMENT_TOO_LARGE /data/attachments/1/content',
    ]);
    expect(texts(checkAttachments(RULE, [document('doc-1'), document('doc-1')], []))).toEqual([
      'ATTACHMENT_TWICE /data/attachments/1/id',
    ]);
  });

  test('are counted together with those that came before', () => {
    const taken = [{ id: 'doc-1' }, { id: 'doc-2' }];
    expect(texts(checkAttachments(RULE, [], taken))).toEqual([]);
    expect(texts(checkAttachments(RULE, [document('doc-2')], taken))).toEqual([
      'ATTACHMENT_TOO_MANY /data/attachments',
      'ATTACHMENT_TWICE /data/attachments/0/id',
    ]);
  });
});

test('what is missing is no fault of what is there: blanks, documents to ask about, fields of the person', () => {
  expect(texts(missingInQuestions(SMALL_SET, [{ question: 'isOfProfession' }, { question: 'isGenuine' }]))).toEqual([
    'BLANK_MISSING /data/questions/0',
    'QUESTION_NEEDS_ATTACHMENT /data/questions/1',
  ]);
  expect(texts(missingOfSubject(SMALL_SET, [{ name: 'givenName', value: 'Xanthippe' }]))).toEqual([
    'SUBJECT_FIELD_MISSING /data/subject',
  ]);
}); // prettier-ignore

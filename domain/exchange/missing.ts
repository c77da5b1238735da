import type { QuestionSet } from '../area/area.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import type { AskedQuestion, SubjectField } from './content.ts';

/** What is not wrong, but has to be there before it is sent. A draft may lack all of it. */

export const QUESTIONS_MISSING_REFUSALS = [
  'QUESTIONS_MISSING',
  'QUESTION_FIXED',
  'QUESTION_NEEDS_ATTACHMENT',
  'BLANK_MISSING',
] as const satisfies readonly RefusalCode[];

export function missingInQuestions(set: QuestionSet, asked: readonly AskedQuestion[]): readonly Fault[] {
  const ids = new Set(asked.map(({ question }) => question));
  const fixed = [...set.questions.values()].filter(({ id, isFixed }) => isFixed === true && !ids.has(id));
  return [
    ...(asked.length === 0 && set.questions.size > 0 ? [fault('QUESTIONS_MISSING', '/data/questions')] : []),
    ...fixed.map(({ id }) => fault('QUESTION_FIXED', '/data/questions', { question: id })),
    ...missingInEach(set, asked),
  ];
}

function missingInEach(set: QuestionSet, asked: readonly AskedQuestion[]): readonly Fault[] {
  return asked.flatMap(({ question: id, attachment, blanks = [] }, index) => {
    const path = `/data/questions/${index}`;
    const question = set.questions.get(id);
    const filled = new Set(blanks.map(({ name }) => name));
    const open = (question?.blanks ?? []).filter((blank) => !filled.has(blank));
    const needsAttachment = question?.perAttachment === true && attachment === undefined;
    return [
      ...(needsAttachment ? [fault('QUESTION_NEEDS_ATTACHMENT', path, { question: id })] : []),
      ...open.map((blank) => fault('BLANK_MISSING', path, { question: id, blank })),
    ];
  });
}

export const SUBJECT_MISSING_REFUSALS = ['SUBJECT_FIELD_MISSING'] as const satisfies readonly RefusalCode[];

export function missingOfSubject(set: QuestionSet, subject: readonly SubjectField[]): readonly Fault[] {
  return set.subject.fields
    .filter(({ name, required }) => required && !subject.some((field) => field.name === name))
    .map(({ name }) => fault('SUBJECT_FIELD_MISSING', '/data/subject', { field: name }));
}

import type { QuestionSet } from '../area/area.ts';
import { setIn, settingsIn } from '../area/settings.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import type { Circumstances } from '../world.ts';
import type { AskedQuestion, SubjectField } from './content.ts';
import type { WholeRequest } from './paper.ts';
import { SETTINGS } from './settings.ts';

export const MISSING_REFUSALS = [
  'QUESTION_NEEDS_ATTACHMENT', 'BLANK_MISSING', 'SUBJECT_FIELD_MISSING', 'JUSTIFICATION_REQUIRED', 'DEADLINE_REQUIRED',
] as const satisfies readonly RefusalCode[]; // prettier-ignore

/** What a request still lacks before it can be sent (handbook 5.3.1). A draft may lack all of it. */
export function missing(data: WholeRequest, { area }: Circumstances): readonly Fault[] {
  const { justification, deadline } = settingsIn(area, SETTINGS) ?? {};
  const set = setIn(area, SETTINGS, data.questionSet);
  return [
    ...(set === undefined ? [] : missingInQuestions(set, data.questions)),
    ...(set === undefined ? [] : missingOfSubject(set, data.subject)),
    ...(justification === 'required' && data.justification === undefined
      ? [fault('JUSTIFICATION_REQUIRED', '/data/justification')]
      : []),
    ...(deadline === 'required' && data.deadline === undefined
      ? [fault('DEADLINE_REQUIRED', '/data/deadline')]
      : []),
  ];
}

function missingInQuestions(set: QuestionSet, asked: readonly AskedQuestion[]): readonly Fault[] {
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

function missingOfSubject(set: QuestionSet, subject: readonly SubjectField[]): readonly Fault[] {
  return set.subject.fields
    .filter(({ name, required }) => required && !subject.some((field) => field.name === name))
    .map(({ name }) => fault('SUBJECT_FIELD_MISSING', '/data/subject', { field: name }));
}

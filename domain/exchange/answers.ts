import type { Condition, QuestionSet } from '../area/area.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import { checkValue, chosenIn } from '../values/value.ts';
import type { Around } from '../values/value-kind.ts';
import { keyOf, together, type Asked } from './asked.ts';
import { VALUE_REFUSALS } from './check.ts';
import type { Answer } from './content.ts';

export const ANSWER_REFUSALS = [
  'ANSWER_NOT_ASKED',
  'ANSWER_TWICE',
  'ANSWER_NOT_APPLICABLE',
  'ATTACHMENT_UNKNOWN',
  ...VALUE_REFUSALS,
] as const satisfies readonly RefusalCode[];

export const ANSWER_MISSING_REFUSALS = ['ANSWER_REQUIRED'] as const satisfies readonly RefusalCode[];

/** How far a case is with its questions. */
export type Answering = {
  readonly asked: readonly Asked[];
  /** Those given so far that have not been erased. */
  readonly answers: readonly Answer[];
  /** Keys (`keyOf`) of the questions answered so far. */
  readonly answered: readonly string[];
};

/** Faults of answers against the questions of the case. */
export function checkAnswers(
  { set, around }: { readonly set: QuestionSet; readonly around: Around },
  before: Pick<Answering, 'asked' | 'answers'>,
  answers: readonly Answer[],
): readonly Fault[] {
  const asked = new Set(before.asked.map(keyOf));
  const keys = answers.map(keyOf);
  const all = together(before.answers, answers);
  return answers.flatMap((answer, index) => {
    const path = `/data/answers/${index}`;
    const question = set.questions.get(answer.question);
    const facts = { question: answer.question };
    if (question === undefined || !asked.has(keyOf(answer)))
      return [fault('ANSWER_NOT_ASKED', `${path}/question`, facts)];
    if (keys.indexOf(keyOf(answer)) !== index) return [fault('ANSWER_TWICE', `${path}/question`, facts)];
    if (!applies(set, before.asked, { key: answer, answers: all })) {
      return [
        fault('ANSWER_NOT_APPLICABLE', path, { ...facts, condition: question.condition?.question ?? '' }),
      ];
    }
    return checkValue(question.answer, answer.value, { ...around, path: `${path}/value` });
  });
}

/** What has to be said at once, such as why nothing will be done, and was not (handbook 7.1(2)). */
export function missingAnswers(
  set: QuestionSet,
  { asked, answers }: Pick<Answering, 'asked' | 'answers'>,
  now: readonly Answer[],
): readonly Fault[] {
  const all = together(answers, now);
  const given = new Set(all.map(keyOf));
  return asked
    .filter((key) => set.questions.get(key.question)?.isRequired === true && !given.has(keyOf(key)))
    .filter((key) => applies(set, asked, { key, answers: all }))
    .map(({ question }) => fault('ANSWER_REQUIRED', '/data/answers', { question }));
}

/** Whether every question that applies has its answer: only such a reply is a full one (glossary, full reply). */
export function isFull(set: QuestionSet, before: Answering, answers: readonly Answer[]): boolean {
  const all = together(before.answers, answers);
  const answered = new Set([...before.answered, ...answers.map(keyOf)]);
  return before.asked.every(
    (asked) => answered.has(keyOf(asked)) || !applies(set, before.asked, { key: asked, answers: all }),
  );
}

/**
 * Whether a question is to be answered, given the answers so far. A condition on a question that was not asked does not
 * count; one on a question still open leaves the matter open, so the question applies only once it is met.
 */
export function applies(
  set: QuestionSet,
  asked: readonly Asked[],
  at: { readonly key: Asked; readonly answers: readonly Answer[] },
): boolean {
  const condition = set.questions.get(at.key.question)?.condition;
  const isMeant = (other: Asked) => dependsOn(set, at.key, other);
  if (condition === undefined || !asked.some(isMeant)) return true;
  const answer = at.answers.find(isMeant);
  if (answer === undefined) return false;
  return isMet(condition.is, chosenIn(answer.value));
}

/** Whether it hangs on the answer to the other question; of two about documents, on that about the same document. */
export function dependsOn(set: QuestionSet, key: Asked, other: Asked): boolean {
  return (
    other.question === set.questions.get(key.question)?.condition?.question &&
    (other.attachment === undefined || other.attachment === key.attachment)
  );
}

function isMet(is: Condition['is'], chosen: readonly string[]): boolean {
  if (is === 'answered') return true;
  return 'option' in is ? chosen.includes(is.option) : !chosen.includes(is.not);
}

/** Whether the answers so far leave no way in which the question could still come to apply. */
export function isRuledOut(
  set: QuestionSet,
  asked: readonly Asked[],
  at: { readonly key: Asked; readonly answers: readonly Answer[] },
): boolean {
  const before = asked.find((other) => dependsOn(set, at.key, other));
  if (before === undefined || applies(set, asked, at)) return false;
  // A condition names an earlier question only (schemas/area/check.ts), so this comes to an end.
  const isAnswered = at.answers.some((given) => keyOf(given) === keyOf(before));
  return isAnswered || isRuledOut(set, asked, { key: before, answers: at.answers });
}

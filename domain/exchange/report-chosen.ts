import { defined } from '../kernel/optional.ts';
import type { AttachmentView, QuestionView, StepView } from './shows.ts';

/** What a customised report leaves of a view, by the parts that were chosen (handbook 5.3.10). */

type Parts = ReadonlySet<string>;

/** Answers and comments say nothing without the questions, so they bring them along. */
export function chosenQuestions(questions: readonly QuestionView[], parts: Parts): QuestionView[] {
  if (!['questions', 'answers', 'comments'].some((part) => parts.has(part))) return [];
  return questions.map(({ comment, answer, ...question }) => ({
    ...question,
    ...defined('comment', parts.has('comments') ? comment : undefined),
    ...defined('answer', parts.has('answers') && answer !== undefined ? answerOf(answer, parts) : undefined),
  }));
}

type Answer = NonNullable<QuestionView['answer']>;

function answerOf({ comment, ...answer }: Answer, parts: Parts): Answer {
  return { ...answer, ...defined('comment', parts.has('comments') ? comment : undefined) };
}

export function chosenDocuments<P extends string>(
  attachments: readonly AttachmentView<P>[],
  parts: Parts,
): AttachmentView<P>[] {
  if (!parts.has('documents')) return [];
  return attachments.map(({ description, ...document }) => ({
    ...document,
    ...defined('description', parts.has('comments') ? description : undefined),
  }));
}

/** The time line, the messages, or no more than the steps from which the dates of the case are read. */
export function chosenSteps(
  history: readonly StepView[],
  { parts, dated }: { readonly parts: Parts; readonly dated: ReadonlySet<string> },
): StepView[] {
  return history
    .filter((step) => namesDoer(step, parts) || (parts.has('case') && dated.has(step.event)))
    .map((step) => ({
      seq: step.seq,
      event: step.event,
      at: step.at,
      ...(namesDoer(step, parts) ? { ...defined('by', step.by), ...defined('byName', step.byName) } : {}),
      ...(namesDoer(step, parts) ? { ...defined('to', step.to), ...defined('toName', step.toName) } : {}),
      ...(parts.has('messages')
        ? {
            ...defined('topic', step.topic),
            ...defined('questions', step.questions),
            ...defined('comment', step.comment),
          }
        : {}),
    }));
}

/** Who acted belongs to the time line, and who wrote to the message; a date alone names nobody. */
function namesDoer({ comment, topic }: StepView, parts: Parts): boolean {
  return parts.has('history') || (parts.has('messages') && (comment !== undefined || topic !== undefined));
}

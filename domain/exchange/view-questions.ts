import type { Question } from '../area/area.ts';
import { textIn, type Run } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import { isPersonal, showsValue } from '../values/value.ts';
import { isRuledOut, type Answering } from './answers.ts';
import { keyOf, type Asked } from './asked.ts';
import type { Answer, AskedQuestion } from './content.ts';
import { wordsFrom, type Seeing } from './seeing.ts';
import type { QuestionView } from './shows.ts';

/** What was asked and answered, so far as the reader is to know of it. */
export type Questioned = Answering & {
  /** What was written to the questions, in their order; nothing of it after erasure. */
  readonly written: readonly AskedQuestion[];
};

export function questionsSeen(so: Questioned, how: Seeing): QuestionView[] {
  return so.asked.map((asked, index) => question(asked, { so, written: so.written[index] }, how));
}

function question(
  asked: Asked,
  { so, written }: { readonly so: Questioned; readonly written: AskedQuestion | undefined },
  how: Seeing,
): QuestionView {
  const declared = how.set?.questions.get(asked.question);
  const given = so.answers.find((one) => keyOf(one) === keyOf(asked));
  const isOut = how.set !== undefined && isRuledOut(how.set, so.asked, { key: asked, answers: so.answers });
  // A condition that has turned makes the answer of before none: it is told to nobody as an answer.
  const answer = isOut ? undefined : given;
  return {
    question: asked.question,
    ...defined('attachment', asked.attachment),
    ...defined('category', categoryOf(declared, how)),
    text: filled(textIn(declared?.text ?? {}, how.language, asked.question), declared, written?.blanks ?? []),
    ...(isOut ? { applies: false } : {}),
    ...defined('comment', written?.comment),
    ...(given === undefined && so.answered.includes(keyOf(asked)) ? { erased: true } : {}),
    ...answered(answer, declared, how),
  };
}

function categoryOf(declared: Question | undefined, { set, language }: Seeing): Run | undefined {
  if (declared === undefined) return undefined;
  return textIn(set?.categories.get(declared.category) ?? {}, language, declared.category);
}

/** An answer that tells who somebody is stays with those who see everything, as what is said of the person does. */
function answered(
  answer: Answer | undefined,
  declared: Question | undefined,
  how: Seeing,
): Pick<QuestionView, 'answer' | 'hidden'> {
  if (answer === undefined) return {};
  if (!how.isFull && isPersonal(answer.value)) return { hidden: true };
  const words = wordsFrom(how.set?.options ?? new Map(), how);
  const text = declared && showsValue(declared.answer, answer.value, words);
  return { answer: { value: answer.value, ...defined('text', text), ...defined('comment', answer.comment) } };
}

function filled(
  text: Run,
  declared: Question | undefined,
  blanks: readonly { readonly name: string; readonly value: string }[],
): Run {
  const values = new Map(blanks.map(({ name, value }) => [name, value]));
  const known = declared?.blanks ?? [];
  return {
    ...text,
    text: text.text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      known.includes(name) ? (values.get(name) ?? '…') : whole,
    ),
  };
}

import type { Run } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import type { Block, QuestionRow } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { marked, plain, runOf } from '../reports/words.ts';
import { printValue } from '../values/value.ts';
import type { QuestionView } from './shows.ts';

type Numbered = { readonly question: QuestionView; readonly number: number };

/** Questions of a case, and the documents that they or their answers may speak of. */
type Questions = {
  readonly questions: readonly QuestionView[];
  readonly attachments: readonly { readonly id: string; readonly name?: string }[];
  /** Whether what has no answer will get none. */
  readonly hasEnded: boolean;
};

/** A table for each category, in the order in which the categories were first asked; numbers run through. */
export function questionBlocks(
  view: Questions,
  { withAnswers }: { readonly withAnswers: boolean },
  phrases: Phrases,
): readonly Block[] {
  if (view.questions.length === 0) return [{ kind: 'note', text: phrases.say('report.noQuestions') }];
  const asked = phrases.say('label.question');
  const columns = withAnswers ? ([asked, phrases.say('label.answer')] as const) : ([asked] as const);
  return byCategory(view.questions).map((group): Block => {
    const category = group[0]?.question.category;
    return {
      kind: 'questions',
      ...defined('heading', category === undefined ? undefined : runOf(category, phrases)),
      columns,
      rows: group.map((one) => row(one, view, phrases)),
    };
  });
}

function byCategory(questions: readonly QuestionView[]): readonly (readonly Numbered[])[] {
  const categories = [...new Set(questions.map(categoryOf))];
  const ordered = categories.flatMap((one) => questions.filter((question) => categoryOf(question) === one));
  const numbered = ordered.map((question, index) => ({ question, number: index + 1 }));
  return categories.map((one) => numbered.filter(({ question }) => categoryOf(question) === one));
}

function categoryOf({ category }: QuestionView): string {
  return category?.text ?? '';
}

function row({ question, number }: Numbered, view: Questions, phrases: Phrases): QuestionRow {
  const { answer, comment, text } = question;
  return {
    number: String(number),
    question: runOf(text, phrases),
    ...defined('about', about(question, view, phrases)),
    questionComments: marked(comment, phrases),
    ...defined('answer', answer === undefined ? undefined : answerRun(answer, view, phrases)),
    noAnswer: phrases.say(whyNone(question, view)),
    answerComments: marked(answer?.comment, phrases),
  };
}

function whyNone(
  { applies, erased, hidden }: QuestionView,
  { hasEnded }: Pick<Questions, 'hasEnded'>,
): string {
  if (applies === false) return 'label.notApplicable';
  if (erased === true) return 'label.erased';
  if (hidden === true) return 'label.hidden';
  return hasEnded ? 'label.notAnswered' : 'label.noAnswer';
}

/** The document that the question is about. */
function about({ attachment }: QuestionView, view: Questions, phrases: Phrases): Run | undefined {
  if (attachment === undefined) return undefined;
  return phrases.say('label.documentNamed', { document: documentName(attachment, view) });
}

function answerRun(answer: NonNullable<QuestionView['answer']>, view: Questions, phrases: Phrases): Run {
  if (answer.text !== undefined) return runOf(answer.text, phrases);
  const nameOfDocument = (id: string) => documentName(id, view);
  return plain(printValue(answer.value, { phrases, nameOfDocument }), phrases);
}

/** By name where the reader may see it. */
export function documentName(id: string, { attachments }: Pick<Questions, 'attachments'>): string {
  const name = attachments.find((document) => document.id === id)?.name;
  return name === undefined ? id : `${name} [${id}]`;
}

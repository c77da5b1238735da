import type { Run } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import type { Block, QuestionRow } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { printValue } from '../values/value.ts';
import { ENDS, marked, plain, runOf } from './report-words.ts';
import type { RequestView } from './shows.ts';

type Question = RequestView['questions'][number];
type Numbered = { readonly question: Question; readonly number: number };

/** A table for each category, in the order in which the categories were first asked; numbers run through. */
export function questionBlocks(
  view: RequestView,
  parts: ReadonlySet<string>,
  phrases: Phrases,
): readonly Block[] {
  if (view.questions.length === 0) return [{ kind: 'note', text: phrases.say('report.noQuestions') }];
  const asked = phrases.say('label.question');
  const columns = parts.has('answers') ? ([asked, phrases.say('label.answer')] as const) : ([asked] as const);
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

function byCategory(questions: readonly Question[]): readonly (readonly Numbered[])[] {
  const categoryOf = ({ category }: Question) => category?.text ?? '';
  const categories = [...new Set(questions.map(categoryOf))];
  const ordered = categories.flatMap((one) => questions.filter((question) => categoryOf(question) === one));
  const numbered = ordered.map((question, index) => ({ question, number: index + 1 }));
  return categories.map((one) => numbered.filter(({ question }) => categoryOf(question) === one));
}

function row({ question, number }: Numbered, view: RequestView, phrases: Phrases): QuestionRow {
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

function whyNone({ applies, erased, hidden }: Question, { status }: RequestView): string {
  if (applies === false) return 'label.notApplicable';
  if (erased === true) return 'label.erased';
  if (hidden === true) return 'label.hidden';
  return ENDS.has(status) ? 'label.notAnswered' : 'label.noAnswer';
}

/** The document that the question is about. */
function about({ attachment }: Question, view: RequestView, phrases: Phrases): Run | undefined {
  if (attachment === undefined) return undefined;
  return phrases.say('label.documentNamed', { document: documentName(attachment, view) });
}

function answerRun(answer: NonNullable<Question['answer']>, view: RequestView, phrases: Phrases): Run {
  if (answer.text !== undefined) return runOf(answer.text, phrases);
  const nameOfDocument = (id: string) => documentName(id, view);
  return plain(printValue(answer.value, { phrases, nameOfDocument }), phrases);
}

/** By name where the reader may see it. */
function documentName(id: string, { attachments }: RequestView): string {
  const name = attachments.find((document) => document.id === id)?.name;
  return name === undefined ? id : `${name} [${id}]`;
}

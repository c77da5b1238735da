import type { Run } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { plain, runOf } from '../reports/words.ts';
import { printValue } from '../values/value.ts';
import { documentName } from './report-questions.ts';
import type { FieldView } from './shows.ts';

type Said = {
  readonly fields: readonly FieldView[];
  readonly attachments: readonly { readonly id: string; readonly name?: string }[];
};

/** What the sender said besides asking: a table, since it may be long. */
export function fieldBlocks(view: Said, phrases: Phrases): readonly Block[] {
  if (view.fields.length === 0) return [{ kind: 'note', text: phrases.say('report.noFields') }];
  const columns = [phrases.say('label.field'), phrases.say('label.content')] as const;
  const rows = view.fields.map((field, index) => ({
    number: String(index + 1),
    question: runOf(field.label, phrases),
    questionComments: [],
    ...defined('answer', contentRun(field, view, phrases)),
    noAnswer: phrases.say('label.hidden'),
    answerComments: [],
  }));
  return [{ kind: 'questions', columns, rows }];
}

function contentRun({ value, text }: FieldView, view: Said, phrases: Phrases): Run | undefined {
  if (text !== undefined) return runOf(text, phrases);
  if (value === undefined) return undefined;
  const nameOfDocument = (id: string) => documentName(id, view);
  return plain(printValue(value, { phrases, nameOfDocument }), phrases);
}

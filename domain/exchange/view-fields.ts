import { textIn } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import { showsValue } from '../values/value.ts';
import type { FilledField } from './content.ts';
import { isOfPerson } from './fields.ts';
import { wordsFrom, type Seeing } from './seeing.ts';
import type { FieldView } from './shows.ts';

/** What the sender said besides asking. What is personal data there is shown to those who see who is concerned. */
export function fieldsSeen(fields: readonly FilledField[], how: Seeing): FieldView[] {
  const words = wordsFrom(how.set?.options ?? new Map(), how);
  return fields.map((filled) => {
    const { field, value } = filled;
    const rule = how.set?.fields.get(field);
    const named = { field, label: textIn(rule?.text ?? {}, how.language, field) };
    if (!how.isFull && isOfPerson(rule, filled)) return { ...named, hidden: true };
    return { ...named, value, ...defined('text', rule && showsValue(rule.answer, value, words)) };
  });
}

import { textIn } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import { showsLine } from '../values/value.ts';
import type { SubjectField } from './content.ts';
import { wordsFrom, type Seeing } from './seeing.ts';
import type { SubjectView } from './shows.ts';

/** What is said of the person. Whether the reader sees it at all is for the workflow to say. */
export function subjectSeen(subject: readonly SubjectField[], how: Seeing): SubjectView[] {
  return subject.map((field) => {
    const rule = how.world.area.subjectFields.get(field.name);
    const words = rule && wordsFrom(rule.optionTexts, how);
    return {
      ...field,
      type: rule?.value.type ?? 'text',
      label: textIn(rule?.title ?? {}, how.language, field.name),
      ...defined('text', words && showsLine(rule.value, field.value, words)),
    };
  });
}

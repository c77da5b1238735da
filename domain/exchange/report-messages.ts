import type { Run } from '../kernel/language.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { mark, plain, runOf } from '../reports/words.ts';
import type { Comment } from './content.ts';
import type { StepView } from './shows.ts';

/** A text that somebody wrote outside the questions. */
export function messageBlock(
  said: Comment,
  { label, byline }: { readonly label: string; readonly byline: Run },
  phrases: Phrases,
): Block {
  return {
    kind: 'text',
    label: phrases.say(label),
    byline,
    text: runOf(said, phrases),
    languageMark: mark(said, phrases),
  };
}

/** What was written with the steps of the case, each with its writer. */
export function stepMessages(
  history: readonly StepView[],
  writer: (step: StepView) => Run,
  phrases: Phrases,
): readonly Block[] {
  return history.flatMap((step) => {
    const { event, at, comment } = step;
    if (comment === undefined) return [];
    const byline = plain(`${writer(step).text} · ${phrases.instant(at)}`, phrases);
    return [messageBlock(comment, { label: `event.${event}`, byline }, phrases)];
  });
}

/** The messages; where there are none, or none any more, that is said. */
export function messageBlocks(
  messages: readonly Block[],
  { erased }: { readonly erased?: boolean },
  phrases: Phrases,
): readonly Block[] {
  if (messages.length > 0) return messages;
  return [{ kind: 'note', text: phrases.say(erased === true ? 'view.contentErased' : 'report.noMessages') }];
}

import type { Run } from '../kernel/language.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { mark, plain, runOf, suffixed } from '../reports/words.ts';
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
    const { event, at, topic, comment } = step;
    const byline = plain(`${writer(step).text} · ${phrases.instant(at)}`, phrases);
    const label = topic === undefined ? `event.${event}` : `topic.${topic}`;
    if (comment !== undefined) return [messageBlock(comment, { label, byline }, phrases)];
    // The pre-defined comment says it all.
    return topic === undefined
      ? []
      : [{ kind: 'note', text: suffixed(phrases.say(label), ` · ${byline.text}`) }];
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

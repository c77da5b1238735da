import { author } from '../exchange/report-history.ts';
import { messageBlock, messageBlocks, stepMessages } from '../exchange/report-messages.ts';
import type { StepView } from '../exchange/shows.ts';
import type { Run } from '../kernel/language.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { plain } from '../reports/words.ts';
import type { RequestView } from './shows.ts';

/** What the authorities wrote to one another outside the questions: the reason of the request first. */
export function requestMessages(view: RequestView, phrases: Phrases): readonly Block[] {
  const messages = [
    ...justification(view, phrases),
    ...stepMessages(view.history, (step) => writer(step, view, phrases), phrases),
  ];
  return messageBlocks(messages, view, phrases);
}

function justification(
  { justification: reason, requesting }: RequestView,
  phrases: Phrases,
): readonly Block[] {
  if (reason === undefined) return [];
  const byline =
    requesting === undefined ? phrases.say('label.requestingAuthority') : plain(requesting.name, phrases);
  return [messageBlock(reason, { label: 'label.justification', byline }, phrases)];
}

/** What stands in a reply was written by the responding authority, also where its coordinator let it out. */
function writer(step: StepView, { requesting, responding }: RequestView, phrases: Phrases): Run {
  const isReply = step.event === 'request.replied' || step.event === 'request.partiallyReplied';
  return isReply && responding !== undefined
    ? plain(responding.name, phrases)
    : author(step, [requesting, responding], phrases);
}

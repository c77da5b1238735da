import type { Run } from '../kernel/language.ts';
import { HUB } from '../kernel/message.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { mark, plain, runOf } from './report-words.ts';
import type { RequestView } from './shows.ts';

type Step = RequestView['history'][number];

export function historyBlocks(view: RequestView, phrases: Phrases): readonly Block[] {
  if (view.history.length === 0) return [{ kind: 'note', text: phrases.say('report.noHistory') }];
  const entries = view.history.map((step) => ({
    at: phrases.instant(step.at),
    what: phrases.say(`event.${step.event}`),
    who: author(step, view, phrases),
  }));
  return [{ kind: 'timeline', entries }];
}

/** What the authorities wrote to one another outside the questions: the reason of the request first. */
export function messageBlocks(view: RequestView, phrases: Phrases): readonly Block[] {
  const texts = [
    ...justification(view, phrases),
    ...view.history.flatMap((step) => message(step, view, phrases)),
  ];
  if (texts.length > 0) return texts;
  const reason = view.erased === true ? 'view.contentErased' : 'report.noMessages';
  return [{ kind: 'note', text: phrases.say(reason) }];
}

function justification(
  { justification: reason, requesting }: RequestView,
  phrases: Phrases,
): readonly Block[] {
  if (reason === undefined) return [];
  return [
    {
      kind: 'text',
      label: phrases.say('label.justification'),
      byline:
        requesting === undefined ? phrases.say('label.requestingAuthority') : plain(requesting.name, phrases),
      text: runOf(reason, phrases),
      languageMark: mark(reason, phrases),
    },
  ];
}

function message(step: Step, view: RequestView, phrases: Phrases): readonly Block[] {
  const { event, at, comment } = step;
  if (comment === undefined) return [];
  return [
    {
      kind: 'text',
      label: phrases.say(`event.${event}`),
      byline: plain(`${writer(step, view, phrases).text} · ${phrases.instant(at)}`, phrases),
      text: runOf(comment, phrases),
      languageMark: mark(comment, phrases),
    },
  ];
}

/** What stands in a reply was written by the responding authority, also where its coordinator let it out. */
function writer(step: Step, view: RequestView, phrases: Phrases): Run {
  const isReply = step.event === 'request.replied' || step.event === 'request.partiallyReplied';
  return isReply && view.responding !== undefined
    ? plain(view.responding.name, phrases)
    : author(step, view, phrases);
}

/** The authority that acted, by name; the hub where it was the clock. */
function author({ by, byName }: Step, { requesting, responding }: RequestView, phrases: Phrases): Run {
  if (by === HUB) return phrases.say('role.hub');
  const party = [requesting, responding].find((side) => side?.authority === by);
  return by === undefined ? phrases.say('label.notStated') : plain(byName ?? party?.name ?? by, phrases);
}

import type { CaseView } from './case-view.ts';
import { FIRST_REPLY, SECOND_REPLY } from './german.ts';
import { act, check, receive } from './stage.ts';
import type { Step } from './step.ts';

/** What is known at once, and what had to be asked for. */
export const answerRequest: Step = {
  title: 'Germany answers first in part, then fully',
  async play(stage, accepted) {
    const partial = { type: 'request.reply', data: FIRST_REPLY, on: accepted };
    const begun = await act(stage, 'de-anerkennung', partial);
    const some = await receive(stage, 'pt-sigen', { type: 'request.partiallyReplied', on: begun });
    check(stage, 'Portugal reads the first answers in Portuguese', isYesInPortuguese(some.view));

    const full = { type: 'request.reply', data: SECOND_REPLY, on: begun };
    const replied = await act(stage, 'de-anerkennung', full);
    const all = await receive(stage, 'pt-sigen', { type: 'request.replied', on: replied });
    check(stage, 'the reply is full: what is left open does not apply', isOpenOnly(all.view, 'PQ-GQ-011'));
    return replied;
  },
};

function isYesInPortuguese({ questions }: CaseView): boolean {
  const first = questions.find(({ question }) => question === 'PQ-GQ-001')?.answer;
  return first?.text?.text === 'Sim' && first.text.language === 'pt' && first.comment?.language === 'de';
}

function isOpenOnly({ questions }: CaseView, expected: string): boolean {
  const open = questions.filter(({ answer }) => answer === undefined);
  return open.length === 1 && open[0]?.question === expected;
}

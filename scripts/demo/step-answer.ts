import { readFile } from 'node:fs/promises';
import type { CaseView, QuestionView, Seen } from './case-view.ts';
import { checkDisclosed, checkNothingPersonal } from './disclosure.ts';
import { FIRST_REPLY, SECOND_REPLY } from './german.ts';
import { DIPLOMA } from './portuguese.ts';
import { act, check, note, receive, type Stage } from './stage.ts';
import type { Step } from './step.ts';

/** Germany takes responsibility first, and learns only then who is concerned. */
export const answerRequest: Step = {
  title: 'Germany reads the request in German, accepts it, and answers first in part, then fully',
  async play(stage, approved) {
    const arrived = await receive(stage, 'de-anerkennung', { type: 'request.arrived', on: approved });
    checkNothingPersonal(stage, 'de-anerkennung', arrived);
    checkGerman(stage, arrived);
    const accepted = await act(stage, 'de-anerkennung', { type: 'request.accept', data: {}, on: approved });
    const disclosed = await receive(stage, 'de-anerkennung', { type: 'request.disclosed', on: accepted });
    checkDisclosed(stage, disclosed, await readFile(DIPLOMA));
    await receive(stage, 'pt-sigen', { type: 'request.accepted', on: accepted });

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

function checkGerman(stage: Stage, { view }: Seen): void {
  const asked = view.questions.find(({ question }) => question === 'PQ-GQ-001');
  note(stage, `“${asked?.text.text ?? ''}”`);
  const isGerman = view.questions.every(({ text }) => text.language === 'de');
  check(stage, 'every question is in German, its blanks filled', isGerman && !hasOpenBlank(view.questions));
  const comment = view.questions.find(({ question }) => question === 'PQ-GQ-008')?.comment;
  check(stage, 'free text keeps its own language, and says which', comment?.language === 'pt');
}

function hasOpenBlank(questions: readonly QuestionView[]): boolean {
  return questions.some(({ text }) => /\{\w+\}/.test(text.text));
}

function isYesInPortuguese({ questions }: CaseView): boolean {
  const first = questions.find(({ question }) => question === 'PQ-GQ-001')?.answer;
  return first?.text?.text === 'Sim' && first.text.language === 'pt' && first.comment?.language === 'de';
}

function isOpenOnly({ questions }: CaseView, expected: string): boolean {
  const open = questions.filter(({ answer }) => answer === undefined);
  return open.length === 1 && open[0]?.question === expected;
}

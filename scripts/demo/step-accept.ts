import { readFile } from 'node:fs/promises';
import type { QuestionView, Seen } from './case-view.ts';
import { checkDisclosed, checkNothingPersonal } from './disclosure.ts';
import { DIPLOMA } from './portuguese.ts';
import { act, check, note, receive, type Stage } from './stage.ts';
import type { Step } from './step.ts';

/** Germany takes responsibility first, and learns only then who is concerned. */
export const acceptRequest: Step = {
  title: 'Germany reads the request in German and accepts it',
  async play(stage, forwarded) {
    const arrived = await receive(stage, 'de-anerkennung', { type: 'request.arrived', on: forwarded });
    checkNothingPersonal(stage, 'de-anerkennung', arrived);
    checkGerman(stage, arrived);
    const accepted = await act(stage, 'de-anerkennung', { type: 'request.accept', data: {}, on: forwarded });
    const disclosed = await receive(stage, 'de-anerkennung', { type: 'request.disclosed', on: accepted });
    checkDisclosed(stage, disclosed, await readFile(DIPLOMA));
    await receive(stage, 'pt-sigen', { type: 'request.accepted', on: accepted });
    return accepted;
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

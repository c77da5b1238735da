import { DE } from './german.ts';
import { PT } from './portuguese.ts';
import { act, check, receive } from './stage.ts';
import type { Step } from './step.ts';

/** What the two authorities write to one another before the reply (handbook 5.3.2.2). */
export const talkBefore: Step = {
  title: 'Germany asks back before it answers, and Portugal says what it means',
  async play(stage, accepted) {
    const asking = { topic: 'detailsWanted', comment: DE.askBack };
    const asked = await act(stage, 'de-anerkennung', { type: 'request.addMessage', data: asking, on: accepted });
    const question = await receive(stage, 'pt-sigen', { type: 'request.messageAdded', on: asked });
    check(stage, 'what it is about is a code that is understood in every language', question.view.history.at(-1)?.topic === 'detailsWanted');
    const answering = { topic: 'clarification', comment: PT.clarify };
    const answered = await act(stage, 'pt-sigen', { type: 'request.addMessage', data: answering, on: asked });
    await receive(stage, 'de-anerkennung', { type: 'request.messageAdded', on: answered });
    return answered;
  },
}; // prettier-ignore

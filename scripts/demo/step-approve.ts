import { readFile } from 'node:fs/promises';
import { checkNothingPersonal } from './disclosure.ts';
import { DIPLOMA, PT, requestData, SECOND_DEADLINE } from './portuguese.ts';
import { act, check, receive } from './stage.ts';
import { daysFromNow, type Step } from './step.ts';

/** Approval with its way back: returned to be changed, sent again, approved. */
export const approveRequest: Step = {
  title: 'The Portuguese coordinator returns the request, Portugal changes it, the coordinator approves',
  async play(stage, sent) {
    const first = await receive(stage, 'pt-coordination', { type: 'request.awaitsApproval', on: sent });
    checkNothingPersonal(stage, 'pt-coordination', first);
    const changes = { type: 'request.return', data: { comment: PT.changeThis }, on: sent };
    const returned = await act(stage, 'pt-coordination', changes);
    const back = await receive(stage, 'pt-sigen', { type: 'request.returned', on: returned });
    check(stage, 'pt-sigen can send it again', back.view.commands.includes('request.send'));

    const data = requestData(await readFile(DIPLOMA), daysFromNow(SECOND_DEADLINE), true);
    const again = await act(stage, 'pt-sigen', { type: 'request.send', data, on: returned });
    check(stage, 'it is the same case, changed', again.number === sent.number);
    const second = await receive(stage, 'pt-coordination', { type: 'request.awaitsApproval', on: again });
    checkNothingPersonal(stage, 'pt-coordination', second);
    check(stage, 'the questions wanted have been added', second.view.questions.length === 11);
    const approved = await act(stage, 'pt-coordination', { type: 'request.approve', data: {}, on: again });
    await receive(stage, 'pt-sigen', { type: 'request.approved', on: approved });
    return approved;
  },
};

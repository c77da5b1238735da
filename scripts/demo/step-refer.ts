import { DE, THIRD_REPLY } from './german.ts';
import { PT } from './portuguese.ts';
import { act, check, receive, type Stage, type Standing } from './stage.ts';
import type { Step } from './step.ts';

/** Referral where both coordinators take part (handbook 5.3.6, setting 3), to its good end. */
export const referRequest: Step = {
  title:
    'Portugal wants more, Germany declines, the coordinators give their opinion, Germany answers after all',
  async play(stage, replied) {
    const rejected = await askInVain(stage, replied);
    const returned = await opinions(stage, rejected);
    return answerAfterAll(stage, returned);
  },
};

async function askInVain(stage: Stage, replied: Standing): Promise<Standing> {
  const asking = {
    type: 'request.askAdditionalInformation',
    data: { justification: PT.askMore },
    on: replied,
  };
  const asked = await act(stage, 'pt-sigen', asking);
  await receive(stage, 'de-anerkennung', { type: 'request.additionalInformationRequested', on: asked });
  const declining = {
    type: 'request.rejectAdditionalInformation',
    data: { justification: DE.reject },
    on: asked,
  };
  const rejected = await act(stage, 'de-anerkennung', declining);
  const told = await receive(stage, 'pt-sigen', {
    type: 'request.additionalInformationRejected',
    on: rejected,
  });
  check(
    stage,
    'where coordinators referee, Portugal can refer',
    told.view.commands.includes('request.refer'),
  );
  return rejected;
}

async function opinions(stage: Stage, rejected: Standing): Promise<Standing> {
  const refer = { type: 'request.refer', data: { justification: PT.refer }, on: rejected };
  const referred = await act(stage, 'pt-sigen', refer);
  await receive(stage, 'pt-coordination', { type: 'request.referred', on: referred });
  const own = { type: 'request.findUnsatisfactory', data: { opinion: PT.opinion }, on: referred };
  const onward = await act(stage, 'pt-coordination', own);
  const theirs = await receive(stage, 'de-koordination', { type: 'request.referred', on: onward });
  check(stage, 'the German coordinator sees no person', theirs.view.subject === undefined);
  await receive(stage, 'pt-sigen', { type: 'request.foundUnsatisfactory', on: onward });
  const other = { type: 'request.findUnsatisfactory', data: { opinion: DE.opinion }, on: onward };
  const returned = await act(stage, 'de-koordination', other);
  await receive(stage, 'pt-sigen', { type: 'request.foundUnsatisfactory', on: returned });
  await receive(stage, 'de-anerkennung', { type: 'request.foundUnsatisfactory', on: returned });
  return returned;
}

async function answerAfterAll(stage: Stage, returned: Standing): Promise<Standing> {
  const yes = { type: 'request.acceptAdditionalInformation', data: {}, on: returned };
  const agreed = await act(stage, 'de-anerkennung', yes);
  await receive(stage, 'pt-sigen', { type: 'request.additionalInformationAccepted', on: agreed });
  const reply = { type: 'request.reply', data: THIRD_REPLY, on: agreed };
  const replied = await act(stage, 'de-anerkennung', reply);
  await receive(stage, 'pt-sigen', { type: 'request.replied', on: replied });
  const end = { type: 'request.close', data: { comment: PT.thanks }, on: replied };
  const closed = await act(stage, 'pt-sigen', end);
  check(stage, 'Portugal has closed the request', closed.answer.status === 'closed');
  for (const who of ['de-anerkennung', 'pt-coordination', 'de-koordination'] as const)
    await receive(stage, who, { type: 'request.closed', on: closed });
  return closed;
}

import { expect, test } from 'vitest';
import { BERLIN, LISBON, PORTO, BONN } from '../../domain/testing/cast.ts';
import { FULL } from '../../domain/testing/papers.ts';
import { compose } from '../outgoing/compose.ts';
import {
  aMessage,
  openStage,
  receiptOf,
  submitted,
  verdictIn,
  wireRequest,
  type Stage,
} from '../testing/stage.ts';
import { process } from './settle.ts';

/** What is held back from one side is so in the versions too: they are in every message, receipt and refusal. */

const REPLY = { answers: FULL.answers, comment: FULL.comment };
const MESSAGE = { topic: 'furtherDetails' };

type Step = readonly [authority: string, type: string, caseversion: number, data?: object];

async function says(stage: Stage, ...[authority, type, caseversion, data = {}]: Step) {
  const message = aMessage({ authority, type, subject: 'REQ-1', caseversion, data });
  return (await process(stage.hub, [submitted(message)]))[0];
}

/** Approved, accepted, answered: the reply is with the coordinator. */
async function held(): Promise<Stage> {
  const stage = openStage();
  await process(stage.hub, [
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })),
  ]);
  await says(stage, LISBON, 'request.approve', 1);
  await says(stage, BERLIN, 'request.accept', 1);
  const replied = await says(stage, BERLIN, 'request.reply', 2, REPLY);
  expect(receiptOf(replied)).toMatchObject({ status: 'replyAwaitingApproval', version: 3 });
  return stage;
}

test('who asks goes on with the version that it knows, and learns no other', async () => {
  const stage = await held();
  const wrong = await says(stage, PORTO, 'request.addMessage', 2, MESSAGE);
  expect(receiptOf(wrong).faults).toMatchObject([{ code: 'CASE_VERSION_STALE', text: expect.stringContaining('version 3') }]);
  // Nor can it find out by trying whether there is one.
  expect(verdictIn(await says(stage, PORTO, 'request.addMessage', 4, MESSAGE))).toContain('CASE_VERSION_STALE');
  const told = await says(stage, PORTO, 'request.addMessage', 3, MESSAGE);
  expect(receiptOf(told)).toMatchObject({ outcome: 'accepted', status: 'accepted', version: 4 });
}); // prettier-ignore

test('returned to be changed it knows as little', async () => {
  const stage = await held();
  await says(stage, BONN, 'reply.return', 3, { comment: FULL.comment });
  const withdrawn = await says(stage, PORTO, 'request.withdraw', 3, { justification: FULL.comment });
  expect(receiptOf(withdrawn)).toMatchObject({ outcome: 'accepted', status: 'withdrawn' });
});

test('its own side is stale by what has happened in its house', async () => {
  const stage = await held();
  expect(verdictIn(await says(stage, BERLIN, 'reply.save', 2))).toContain('CASE_VERSION_STALE');
});

test('once it is let go it is the next version for each', async () => {
  const stage = await held();
  const approved = await says(stage, BONN, 'reply.approve', 3);
  expect(receiptOf(approved)).toMatchObject({ version: 4 });
  const news = [...stage.tables.deliveries.values()].find(({ type }) => type === 'request.replied');
  expect(news && (await compose(stage.hub, news)).caseversion).toBe(4);
});

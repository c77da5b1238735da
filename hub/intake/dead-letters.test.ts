import { expect, test } from 'vitest';
import { PORTO } from '../../domain/testing/cast.ts';
import { bury } from './dead-letters.ts';
import { process } from './settle.ts';
import {
  aMessage, openStage, receiptOf, submitted, systemOfAuthority, verdictIn, wireRequest,
} from '../testing/stage.ts'; // prettier-ignore

const message = aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() });
const death = { queue: 'submissions', reason: 'delivery_limit', system: systemOfAuthority(PORTO) };

test('a message that could not be processed is kept, and its sender gets one receipt that says so', async () => {
  const stage = openStage();
  const submission = submitted(message);
  const [outcome] = await bury(stage.hub, submission, death);
  const [letter] = stage.tables.deadLetters;
  expect(letter).toMatchObject({ ...death, bytes: submission.bytes, diedAt: submission.receivedAt });
  expect(verdictIn(outcome)).toBe('UNDELIVERABLE');
  expect(receiptOf(outcome)).toMatchObject({
    message: message.id,
    faults: [{ text: expect.stringContaining(letter?.id ?? '-') }],
  });
  expect(stage.tables.cases.size).toBe(0);
});

test('one that had been accepted after all gets the receipt that it already has', async () => {
  const stage = openStage();
  const [accepted] = await process(stage.hub, [submitted(message)]);
  const [again] = await bury(stage.hub, submitted(message), death);
  expect(again?.receipt.said).toEqual(accepted?.receipt.said);
  expect(again?.receipt.outgoing.duplicate).toBe(true);
  expect(stage.tables.deadLetters).toHaveLength(1);
});

test('one that was buried stays buried: sent again, it gets the same receipt', async () => {
  const stage = openStage();
  const [buried] = await bury(stage.hub, submitted(message), death);
  const [again] = await process(stage.hub, [submitted(message)]);
  expect(again?.receipt.said).toEqual(buried?.receipt.said);
});

test('one that ends whoever reads it gets that answer again too, as the same message in whichever form', async () => {
  const stage = openStage();
  const [buried] = await bury(stage.hub, submitted(message, { messageId: message.id }), { ...death, isDeadly: true });
  expect(receiptOf(buried)).toMatchObject({ message: message.id, outcome: 'rejected' });
  // Nobody has read it: a digest of its bytes would be that of no message.
  expect(receiptOf(buried).digest).toBeUndefined();
  const [again] = await process(stage.hub, [submitted(message)]);
  const other = { contentType: 'application/cloudevents+json', bytes: Buffer.from(JSON.stringify(message, undefined, 2)) };
  const [reformatted] = await process(stage.hub, [submitted(message, other)]);
  for (const one of [again, reformatted]) {
    expect(one?.receipt.said).toEqual(buried?.receipt.said);
    expect(one?.receipt.outgoing).toMatchObject({ duplicate: true, about: buried?.receipt.outgoing.about });
  }
}); // prettier-ignore

test('one that had been accepted, and then ends whoever reads it, keeps its one receipt', async () => {
  const stage = openStage();
  const [accepted] = await process(stage.hub, [submitted(message)]);
  const [again] = await bury(stage.hub, submitted(message, { messageId: message.id }), { ...death, isDeadly: true });
  expect(again?.receipt.said).toEqual(accepted?.receipt.said);
}); // prettier-ignore

test('one that is wrong in its form is known by its bytes, buried or not', async () => {
  const stage = openStage();
  const broken = submitted(message, { bytes: Buffer.from('{'), messageId: 't-2' });
  const [buried] = await bury(stage.hub, broken, death);
  const [again] = await process(stage.hub, [broken]);
  expect(again?.receipt.said).toEqual(buried?.receipt.said);
});

test('one that cannot even be read is named by what the transport knows', async () => {
  const stage = openStage();
  const [named] = await bury(stage.hub, submitted(message, { bytes: Buffer.from('{'), messageId: 't-1' }), death);
  expect(receiptOf(named).message).toBe('t-1');
}); // prettier-ignore

test('one of which nobody knows who sent it is kept, and nobody is answered', async () => {
  const stage = openStage();
  expect(
    await bury(stage.hub, submitted(message), { queue: 'submissions', reason: 'delivery_limit' }),
  ).toEqual([]);
  expect(stage.tables.deadLetters).toHaveLength(1);
  expect(stage.tables.messages.size).toBe(0);
});

test('no personal data goes into the log', async () => {
  const stage = openStage();
  await bury(stage.hub, submitted(message), death);
  expect(stage.logged.join()).toContain('dead letter kept');
  expect(stage.logged.join()).not.toMatch(/Quakenbrink|Xanthippe/);
});

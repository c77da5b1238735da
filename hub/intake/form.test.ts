import { expect, test } from 'vitest';
import { BERLIN, handler, PARIS, PORTO, referee } from '../../domain/testing/cast.ts';
import { hail } from '../../domain/testing/hail/index.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { makeCatalogue } from '../../schemas/catalogue.ts';
import { isReceipt } from '../../schemas/receipt.ts';
import { eraseDue } from '../testing/erase-due.ts';
import { submitForm, type Form } from './form.ts';
import { process } from './settle.ts';
import { aMessage, NOW, openStage, receiptOf, submitted, wireRequest, type Stage } from '../testing/stage.ts';

const PERSON = 'p-17';
const OTHER = 'p-18';

function form(more: Partial<Form> & Pick<Form, 'id'>): Form {
  return {
    time: NOW,
    receivedAt: NOW,
    type: 'request.send',
    data: wireRequest(),
    by: { ...handler(PORTO), person: PERSON },
    ...more,
  };
}

async function verdict(stage: Stage, filled: Form): Promise<string> {
  const { outcome, faults = [] } = receiptOf(await submitForm(stage.hub, filled));
  return outcome === 'accepted' ? outcome : faults.map(({ code, path = '' }) => `${code} ${path}`.trim()).join(', ');
} // prettier-ignore

test('what a person sends for an authority opens a case like a message, and nobody is sent a receipt', async () => {
  const stage = openStage({});
  const answer = await submitForm(stage.hub, form({ id: 'f-1' }));
  expect(receiptOf(answer)).toMatchObject({ message: 'f-1', outcome: 'accepted', case: 'REQ-1', version: 1 });
  expect(answer.news.map(({ outgoing }) => outgoing.type)).toEqual(['request.arrived']);
  expect([...stage.tables.deliveries.values()].map(({ type }) => type)).toEqual(['request.arrived']);
});

test('history and evidence know the person by number, and the authority by name', async () => {
  const stage = openStage({});
  await submitForm(stage.hub, form({ id: 'f-1' }));
  expect(stage.tables.events[0]?.event).toMatchObject({ by: PORTO, person: PERSON });
  const [record] = stage.tables.evidence;
  expect(JSON.parse(record?.body ?? '')).toMatchObject({
    senderDetails: { person: PERSON, authority: PORTO },
  });
});

test('the same form sent twice is done once, and has the same receipt', async () => {
  const stage = openStage({});
  const once = await submitForm(stage.hub, form({ id: 'f-1' }));
  const again = await submitForm(stage.hub, form({ id: 'f-1' }));
  expect(again.receipt).toMatchObject({ said: once.receipt.said, isRepeated: true });
  expect(stage.tables.events).toHaveLength(1);
});

test('another form under a used id is refused, but not that of another person', async () => {
  const stage = openStage({});
  await submitForm(stage.hub, form({ id: 'f-1' }));
  expect(await verdict(stage, form({ id: 'f-1', data: wireRequest({ reference: 'B' }) }))).toBe('DUPLICATE_CONFLICT /id');
  expect(await verdict(stage, form({ id: 'f-1', by: { ...handler(PORTO), person: OTHER } }))).toBe('accepted');
}); // prettier-ignore

test('a form meets the demands of a message: schema, rights, the version of the case', async () => {
  const stage = openStage({});
  await submitForm(stage.hub, form({ id: 'f-1' }));
  const accept = { type: 'request.accept', subject: 'REQ-1', caseversion: 1, data: {} } as const;
  const berlin = { ...handler(BERLIN), person: OTHER };
  expect(await verdict(stage, form({ id: 'a', ...accept, by: berlin, data: { no: 1 } }))).toMatch(/^SCHEMA \/data/);
  expect(await verdict(stage, form({ id: 'b', ...accept, by: { ...handler(PARIS), person: OTHER } }))).toBe('CASE_UNKNOWN /subject');
  expect(await verdict(stage, form({ id: 'c', ...accept, by: { ...referee(BERLIN), person: OTHER } }))).toBe('NOT_ALLOWED /type');
  expect(await verdict(stage, form({ id: 'd', ...accept, caseversion: 7, by: berlin }))).toBe('CASE_VERSION_STALE /caseversion');
  expect(await verdict(stage, form({ id: 'e', type: 'report.issue', subject: 'REQ-1', caseversion: 1, data: {}, by: berlin }))).toBe('COMMAND_UNKNOWN /type');
  expect(await verdict(stage, form({ id: 'f', ...accept, by: berlin }))).toBe('accepted');
}); // prettier-ignore

test('persons and systems go on with the same case', async () => {
  const stage = openStage({});
  await submitForm(stage.hub, form({ id: 'f-1' }));
  const accept = aMessage({ authority: BERLIN, type: 'request.accept', subject: 'REQ-1', caseversion: 1 });
  const [accepted] = await process(stage.hub, [submitted(accept)]);
  expect(receiptOf(accepted)).toMatchObject({ outcome: 'accepted', version: 2 });
  const withdraw = { justification: { text: 'No longer needed.', language: 'en' } };
  const closing = form({
    id: 'f-2',
    type: 'request.withdraw',
    subject: 'REQ-1',
    caseversion: 2,
    data: withdraw,
  });
  expect(await verdict(stage, closing)).toBe('accepted');
});

test('a system cannot speak as a person', async () => {
  const stage = openStage({});
  const message = { ...aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }), source: `urn:imi-hub:person:${PERSON}` };
  const [refused] = await process(stage.hub, [submitted(message)]);
  expect(receiptOf(refused).faults?.[0]).toMatchObject({ code: 'SENDER_CONTRADICTION', path: '/source' });
}); // prettier-ignore

test('what a person filled in is erased with its case', async () => {
  const stage = openStage({});
  await submitForm(stage.hub, form({ id: 'f-1' }));
  const withdraw = { justification: { text: 'No longer needed.', language: 'en' } };
  await submitForm(stage.hub, form({ id: 'f-2', type: 'request.withdraw', subject: 'REQ-1', caseversion: 1, data: withdraw }));
  const hub = { ...stage.hub, clock: { now: () => '2027-06-01T00:00:00.000Z' } };
  await eraseDue(hub, { aborted: false });
  expect([...stage.tables.messages.values()].map(({ digest }) => digest)).toEqual([undefined, undefined]);
  expect(stage.tables.originals).toEqual([]);
}); // prettier-ignore

const INVITATION = 'inv-2026-7';
const catalogue = makeCatalogue([...WORKFLOWS, hail]);

function knock(more: Partial<Form> = {}): Form {
  return form({ id: 'k-1', type: 'hail.send', data: { to: BERLIN, words: 'May we come in?' }, by: { kind: 'stranger', invitation: INVITATION }, ...more });
} // prettier-ignore

test('who was invited can open a case before there is an authority to speak for, where the workflow admits it', async () => {
  const stage = openStage({}, { catalogue });
  const answer = await submitForm(stage.hub, knock());
  expect(receiptOf(answer)).toMatchObject({ message: 'k-1', outcome: 'accepted', case: 'HAIL-1', status: 'hailed' });
  const [event] = stage.tables.events;
  expect(event?.event).toMatchObject({ by: `urn:imi-hub:invitation:${INVITATION}` });
  expect(JSON.parse(stage.tables.evidence[0]?.body ?? '').senderDetails).toEqual({ invitation: INVITATION });
  expect([...stage.tables.deliveries.values()].map(({ type, about }) => [type, about])).toMatchObject([['hail.heard', { authority: BERLIN }]]);
  expect((await submitForm(stage.hub, knock())).receipt.isRepeated).toBe(true);
}); // prettier-ignore

test('a stranger has no other right, and another invitation sees nothing of the case', async () => {
  const stage = openStage({}, { catalogue });
  await submitForm(stage.hub, knock());
  const answering = { type: 'hail.answer', subject: 'HAIL-1', caseversion: 1, data: {} } as const;
  expect(await verdict(stage, knock({ id: 'k-2', ...answering }))).toBe('NOT_ALLOWED /type');
  const other = { kind: 'stranger', invitation: 'inv-2026-8' } as const;
  expect(await verdict(stage, knock({ id: 'k-3', ...answering, by: other }))).toBe('CASE_UNKNOWN /subject');
  expect(await verdict(stage, knock({ id: 'k-4', type: 'request.send', data: wireRequest() }))).toBe('CASE_UNKNOWN /subject');
  const [refused] = await process(stage.hub, [submitted({ ...aMessage({ authority: PORTO, type: 'hail.answer', subject: 'HAIL-1', caseversion: 1 }), source: `urn:imi-hub:invitation:${INVITATION}` })]);
  expect(receiptOf(refused).faults?.[0]).toMatchObject({ code: 'SENDER_CONTRADICTION', path: '/source' });
}); // prettier-ignore

test.each(['', 'a'.repeat(500), 'a\u202e', 'a\nb', 'a\u0000', '\ud800', 'ä'])('a form under the id %j is refused with a receipt that follows its schema', async (id) => {
  const stage = openStage({});
  const { said } = (await submitForm(stage.hub, form({ id }))).receipt;
  expect(said).toMatchObject({ outcome: 'rejected', message: expect.stringMatching(/^unreadable:[0-9a-f]{40}$/) });
  expect(isReceipt(said)).toBe(true);
}); // prettier-ignore

test('a person has a number that says nothing', async () => {
  const stage = openStage({});
  const named = form({ id: 'f-1', by: { ...handler(PORTO), person: 'Inventada-1' } });
  await expect(submitForm(stage.hub, named)).rejects.toThrow(TypeError);
});

test.each(['', 'ä', 'p/1', 'a'.repeat(80), 'a'.repeat(5000), 'a\u0000', '\ud800'])('nobody is let in as %j', async (number) => {
  const stage = openStage({}, { catalogue });
  await expect(submitForm(stage.hub, form({ id: 'f-1', by: { ...handler(PORTO), person: number } }))).rejects.toThrow(TypeError);
  await expect(submitForm(stage.hub, knock({ by: { kind: 'stranger', invitation: number } }))).rejects.toThrow(TypeError);
  expect(stage.tables.events).toEqual([]);
}); // prettier-ignore

import { afterAll, afterEach, expect, test } from 'vitest';
import { digestOf, messageFrom, newMessage, type Message } from './message.ts';
import { openSchemas } from './schemas.ts';
import { openNationalSystem, type NationalSystem } from './system.ts';
import { openFakeGateway, problem, type FakeGateway, type Script } from './testing/gateway.ts';
import { publishSchemas } from './testing/published.ts';

const published = publishSchemas();
afterAll(() => published.remove());
const schemas = openSchemas(published.folder);

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

const ACCEPT = { authority: 'DE-T-BAYERN', subject: 'REQ-2026-0000001', caseversion: 1, data: {} };

test('what is posted is answered with its receipt', async () => {
  const { system } = await start({ answer: receiptTo });
  const answer = await system.submit('request.accept', ACCEPT);
  expect(answer).toMatchObject({ outcome: 'accepted', case: 'REQ-2026-0000001' });
  expect(system.received).toHaveLength(1);
});

test('a receipt for another content than was sent is not believed', async () => {
  const { system } = await start({
    answer: (body) => receiptTo(body.replace('DE-T-BAYERN', 'DE-T-BERLIN')),
  });
  await expect(system.submit('request.accept', ACCEPT)).rejects.toMatchObject({ code: 'DIGEST_DIFFERS' });
});

test('a receipt that comes again without its digest, after an erasure, is believed', async () => {
  const { system } = await start({
    answer: (body) => erasedReceiptTo(body, { duplicate: 'DUPLICATE_SAME' }),
  });
  await expect(system.submit('request.accept', ACCEPT)).resolves.toMatchObject({ outcome: 'accepted' });
});

test('a first receipt without a digest is not', async () => {
  const { system } = await start({ answer: (body) => erasedReceiptTo(body, {}) });
  await expect(system.submit('request.accept', ACCEPT)).rejects.toMatchObject({ code: 'DIGEST_DIFFERS' });
});

test('what the gateway says instead of a receipt is passed on', async () => {
  const { system } = await start({ answer: () => problem(503, 'Come back later.') });
  await expect(system.submit('request.accept', ACCEPT)).rejects.toThrow('503: Come back later.');
});

test('the receipt of a message that was given up is told of, and never taken for the answer to another', async () => {
  const told: unknown[] = [];
  const { system, waiting } = await start({ answer: receiptTo }, { onTrouble: (error) => told.push(error) });
  const late = delivered('receipt', {
    message: 'given-up',
    outcome: 'accepted',
    receivedAt: '2026-11-21T09:00:00Z',
  });
  waiting.set(late.id, late);
  await expect.poll(() => told).toMatchObject([{ code: 'NOT_ASKED_FOR', facts: { id: late.id } }]);
  const again = newMessage('pt-1', 'request.accept', ACCEPT);
  const answers = await Promise.all([system.send(again), system.send(again)]);
  expect(answers.map(({ message }) => message)).toEqual([again.id, again.id]);
  expect((await system.next('receipt')).message).toEqual(late);
});

test('a message against its schema is not sent, unless it is sent as it is', async () => {
  const { system } = await start({ answer: receiptTo });
  const wrong = { ...ACCEPT, data: { nonsense: true } };
  await expect(system.submit('request.accept', wrong)).rejects.toMatchObject({ code: 'NOT_VALID' });
  const answer = await system.send(newMessage('pt-1', 'request.accept', wrong));
  expect(answer.outcome).toBe('accepted');
});

test('the inbox is read, and each message acknowledged after it has been kept', async () => {
  const kept: string[] = [];
  const news = delivered('report.issued', { report: {} });
  const { system, waiting } = await start({ answer: receiptTo }, { onKept: (id) => kept.push(id) });
  waiting.set(news.id, news);
  const { message } = await system.next('report.issued', { timeout: 2000 });
  expect(message).toEqual(news);
  expect(kept).toEqual([news.id]);
  await expect.poll(() => waiting.size).toBe(0);
});

type Hearing = { readonly onKept?: (id: string) => void; readonly onTrouble?: (error: Error) => void };

async function start({ answer }: Pick<Script, 'answer'>, { onKept, ...hearing }: Hearing = {}) {
  const waiting = new Map<string, unknown>();
  const gateway: FakeGateway = await openFakeGateway({ answer, waiting });
  open.push(gateway);
  const system: NationalSystem = await openNationalSystem({
    id: 'pt-1',
    channel: { kind: 'http', url: gateway.url },
    format: 'json',
    schemas,
    ...hearing,
    keep: ({ direction, message }) => {
      if (direction === 'received' && message !== undefined) onKept?.(message.id);
    },
  });
  open.push(system);
  return { system, waiting };
}

function receiptTo(body: string) {
  const message = messageFrom(JSON.parse(body));
  const receipt = {
    message: message.id,
    digest: digestOf(message),
    outcome: 'accepted',
    receivedAt: message.time,
    case: message.subject,
  };
  return { status: 200, type: 'application/cloudevents+json', body: delivered('receipt', receipt) };
}

function erasedReceiptTo(body: string, mark: object) {
  const { id: message, time: receivedAt } = messageFrom(JSON.parse(body));
  const receipt = delivered('receipt', { message, outcome: 'accepted', receivedAt });
  return { status: 200, type: 'application/cloudevents+json', body: { ...receipt, ...mark } };
}

function delivered(type: string, data: unknown): Message {
  const { authority: _, ...message } = newMessage('pt-1', type, { authority: '', data });
  return { ...message, source: 'urn:imi-hub', receiver: 'urn:imi-hub:system:pt-1' };
}

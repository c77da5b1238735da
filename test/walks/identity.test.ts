import { expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { useHub } from '../support/hub.ts';
import { bytesOf, openRaw, useRaw } from '../support/raw.ts';
import { request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

const hub = useHub('identity');
const tables = useTables(hub);
const open = useSystems(hub);
const bare = useRaw(hub);

test('a message without user-id is from nobody: it is kept as a dead letter, and nobody is answered', async () => {
  const german = await open('de-anerkennung');
  const raw = await bare('de-anerkennung');
  const message = request(german.id);
  await raw.publish(await bytesOf(message, 'json'), { messageId: message.id, isAnonymous: true });
  await until('the dead letter is kept', async () => (await tables().count('dead_letter')) === 1);

  expect(await tables().rows('SELECT system, message_id, queue FROM dead_letter')).toEqual([
    { system: null, message_id: null, queue: 'imi.submissions' },
  ]);
  expect(await tables().count('message')).toBe(0);
  // Whatever is answered next is answered to the next message.
  const next = await german.send(request(german.id));
  expect(german.received.map(({ message: { data } }) => data)).toMatchObject([{ message: next.message }]);
});

test('the broker does not take a message under the name of another user', async () => {
  const raw = await bare('de-anerkennung');
  const other = decodeURIComponent(new URL(hub().amqpUrlFor('pt-sigen')).username);
  const bytes = await bytesOf(request('pt-sigen'), 'json');
  await expect(raw.publish(bytes, { userId: other })).rejects.toThrow(/channel closed/);
  expect(await raw.complaint).toMatch(/406.*user_id/);
});

test('the broker does not let a system publish under the key of another', async () => {
  const raw = await bare('de-anerkennung');
  const bytes = await bytesOf(request('de-anerkennung'), 'json');
  await expect(raw.publish(bytes, { key: 'pt-sigen' })).rejects.toThrow(/channel closed/);
  expect(await raw.complaint).toMatch(/403/);
});

test('the broker does not let a system publish into inboxes, past the hub', async () => {
  const raw = await bare('de-anerkennung');
  raw.channel.publish('imi.inbox', 'pt-sigen', Buffer.from('{}'), { userId: raw.user });
  expect(await raw.complaint).toMatch(/403.*imi\.inbox/);
  const again = await bare('de-anerkennung');
  again.channel.sendToQueue('inbox.pt-sigen', Buffer.from('{}'), { userId: raw.user });
  expect(await again.complaint).toMatch(/403/);
});

test.for([
  ['inbox.pt-sigen'],
  ['inbox.de-koordination'],
  ['imi.submissions'],
  ['imi.dead.submissions'],
  ['imi.dead.deliveries'],
])('a system reads no other queue than its own inbox: not %s', async ([queue = '']) => {
  const raw = await bare('de-anerkennung');
  await expect(raw.channel.consume(queue, () => undefined)).rejects.toThrow(/403/);
  const getting = await bare('de-anerkennung');
  await expect(getting.channel.get(queue)).rejects.toThrow(/403/);
});

test('a system declares, empties, binds and deletes nothing', async () => {
  const deeds = [
    (raw: Bare) => raw.channel.assertQueue('inbox.mine'),
    (raw: Bare) => raw.channel.assertExchange('mine', 'fanout'),
    (raw: Bare) => raw.channel.deleteQueue('inbox.de-anerkennung'),
    (raw: Bare) => raw.channel.purgeQueue('inbox.pt-sigen'),
    (raw: Bare) => raw.channel.deleteExchange('imi.submit'),
    (raw: Bare) => raw.channel.bindQueue('inbox.de-anerkennung', 'imi.inbox', 'pt-sigen'),
    (raw: Bare) => raw.channel.bindQueue('inbox.de-anerkennung', 'imi.submit', '#'),
  ];
  for (const deed of deeds) await expect(deed(await bare('de-anerkennung'))).rejects.toThrow(/403/);
});

test('a message that names another system as its source is refused', async () => {
  const german = await open('de-anerkennung');
  const message = { ...request(german.id), source: 'urn:imi-hub:system:pt-sigen' };
  const receipt = await german.send(message);
  expect(receipt.outcome).toBe('rejected');
  expect(receipt.faults).toMatchObject([{ code: 'SENDER_CONTRADICTION', path: '/source' }]);
});

test('a system speaks only for its own authorities', async () => {
  const german = await open('de-anerkennung');
  const receipt = await german.send({ ...request(german.id), authority: 'DE-T-BAYERN' });
  expect(receipt.faults).toMatchObject([{ code: 'NOT_YOUR_AUTHORITY', path: '/authority' }]);
});

test('who borrows both the source and the authority of another still hears of both', async () => {
  const german = await open('de-anerkennung');
  const receipt = await german.send(request('bg-kvalifikatsii', requestData()));
  expect(receipt.faults?.map(({ code }) => code)).toEqual(['SENDER_CONTRADICTION', 'NOT_YOUR_AUTHORITY']);
});

test('a wrong password opens no connection', async () => {
  const url = new URL(hub().amqpUrlFor('de-anerkennung'));
  url.password = 'guess';
  await expect(openRaw({ amqpUrlFor: () => url.href }, 'de-anerkennung')).rejects.toThrow(/403|ACCESS/);
});

type Bare = Awaited<ReturnType<typeof bare>>;

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

test('a message without user-id is not obeyed, and its sender is told so', async () => {
  const german = await open('de-anerkennung');
  const raw = await bare('de-anerkennung');
  const message = request(german.id);
  const bytes = await bytesOf(message, 'json');
  await raw.publish(bytes, { messageId: message.id, isAnonymous: true });
  const { message: answer } = await german.next('receipt');

  expect(answer.data).toMatchObject({
    message: message.id,
    outcome: 'rejected',
    faults: [{ code: 'SENDER_UNPROVEN' }],
  });
  expect(await tables().count('case_file')).toBe(0);
  expect(await tables().count('dead_letter')).toBe(0);
});

test('sent again with its user-id, the same message is taken under the same id', async () => {
  const german = await open('de-anerkennung');
  const raw = await bare('de-anerkennung');
  const message = request(german.id);
  await raw.publish(await bytesOf(message, 'json'), { messageId: message.id, isAnonymous: true });
  await german.next('receipt');
  await raw.publish(await bytesOf(message, 'json'), { messageId: message.id });
  const { message: answer } = await german.next('receipt');

  expect(answer.data).toMatchObject({ message: message.id, outcome: 'accepted' });
});

test('a copy in the queue of another system, by a key that the broker does not check, is nobody else’s message', async () => {
  const [german, portuguese] = [await open('de-anerkennung'), await open('pt-sigen')];
  const raw = await bare('de-anerkennung');
  const message = request(german.id);
  // Newer brokers check these keys too, and close the channel.
  const CC = [portuguese.id];
  await raw
    .publish(await bytesOf(message, 'json'), { messageId: message.id, CC })
    .catch(async () => german.send(message));
  await until('it is answered', () => german.received.length > 0);
  expect((await portuguese.send(request(portuguese.id))).message).toBeDefined();

  expect(german.received.map(({ message: { data } }) => data)).toMatchObject([{ message: message.id }]);
  expect(portuguese.received).toHaveLength(1);
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
  ['submissions.pt-sigen'],
  ['submissions.de-anerkennung'],
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

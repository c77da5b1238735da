import { afterEach, expect, test } from 'vitest';
import { inboxBinding, inboxQueue } from '../../adapters/amqp/topology.ts';
import { connect, type ChannelModel } from 'amqplib';
import { useHub } from '../support/hub.ts';
import { bytesOf, useRaw } from '../support/raw.ts';
import { command, request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { keptId } from '../support/kept-id.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = useHub('outbox');
const tables = useTables(hub);
const open = useSystems(hub);
const bare = useRaw(hub);

const connections: ChannelModel[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
});

test('a delivery for an inbox that is gone waits, and arrives when the inbox is back', async () => {
  const german = await open('de-anerkennung');
  const keeper = await brokerKeeper();
  await keeper.deleteQueue('inbox.el-prosonta');
  const sent = await german.send(request(german.id));
  expect(sent.outcome).toBe('accepted');
  await until('it has been tried', async () => (await waiting('el-prosonta')) === 1);

  await restoreInbox(keeper, 'el-prosonta');
  const greek = await open('el-prosonta');
  const arrived = await greek.next('request.arrived', { subject: sent.case ?? '' });
  const [row] = await tables().rows<{ id: string }>('SELECT id FROM delivery WHERE system = $1', [greek.id]);
  expect(arrived.message.id).toBe(row?.id);
  await until('nothing waits any more', async () => (await waiting('el-prosonta')) === 0);
});

test('what was written by a clock that had jumped forward is handed over all the same', async () => {
  const [german, keeper] = [await open('de-anerkennung'), await brokerKeeper()];
  await keeper.deleteQueue('inbox.el-prosonta');
  const sent = await german.send(request(german.id));
  await until('it has been tried', async () => (await waiting('el-prosonta')) === 1);
  await tables().client.query(
    `UPDATE delivery SET held_until = now() + interval '3 years' WHERE handed_over IS NULL`,
  );
  await restoreInbox(keeper, 'el-prosonta');
  const greek = await open('el-prosonta');
  const arrived = await greek.next('request.arrived', { subject: sent.case ?? '' });
  expect(arrived.message.subject).toBe(sent.case);
  await until('nothing waits any more', async () => (await waiting('el-prosonta')) === 0);
});

test('one inbox that is gone holds up nobody else', async () => {
  const [german, keeper] = [await open('de-anerkennung'), await brokerKeeper()];
  await keeper.deleteQueue('inbox.bg-kvalifikatsii');
  const lost = Array.from({ length: 20 }, () => {
    const base = request(german.id);
    const criteria = { country: 'BG', keywords: ['secondary-school-teacher'] };
    return { ...base, data: { ...Object(base.data), addressee: { criteria } } };
  });
  const receipts = await Promise.all([...lost, request(german.id)].map((message) => german.send(message)));
  expect(receipts.every(({ outcome }) => outcome === 'accepted')).toBe(true);
  const greek = await open('el-prosonta');
  await greek.next('request.arrived', { subject: receipts.at(-1)?.case ?? '' });
  expect(await waiting('bg-kvalifikatsii')).toBe(20);
  await restoreInbox(keeper, 'bg-kvalifikatsii');
});

test('both receipts of a message that came twice at once wait for the inbox', async () => {
  const keeper = await brokerKeeper();
  const messages = Array.from({ length: 10 }, () => request('de-anerkennung'));
  const german = await bare('de-anerkennung');
  await keeper.deleteQueue('inbox.de-anerkennung');
  const bytes = await Promise.all(messages.map((message) => bytesOf(message, 'json')));
  const twice = messages.flatMap(({ id }, index) => [
    { messageId: id, bytes: bytes[index] ?? new Uint8Array() },
    { messageId: id, bytes: bytes[index] ?? new Uint8Array() },
  ]);
  await Promise.all(twice.map(({ bytes: body, messageId }) => german.publish(body, { messageId })));
  await until('all are done', async () => (await accepted(messages.map(({ id }) => id))) === messages.length);
  await restoreInbox(keeper, 'de-anerkennung');
  const system = await open('de-anerkennung');
  const answered = () =>
    messages.filter(({ id }) => system.received.some(({ bytes: body }) => Buffer.from(body).includes(id)));
  await until('all receipts are there', () => answered().length === messages.length);
  await until('every delivery is marked as handed over', async () => (await waiting('de-anerkennung')) === 0);
  expect(answered()).toHaveLength(messages.length);
});

test('a delivery that a system refuses is kept as a dead letter, sealed', async () => {
  const [german, greek] = [await open('de-anerkennung'), await bare('el-prosonta')];
  const refused: string[] = [];
  await greek.channel.consume('inbox.el-prosonta', (delivery) => {
    if (delivery === null) return;
    const mine = delivery.properties.type === 'request.arrived' && refused.length === 0;
    if (mine) refused.push(String(delivery.properties.messageId));
    if (mine) greek.channel.nack(delivery, false, false);
    else greek.channel.ack(delivery);
  });
  await german.send(request(german.id));
  await until('the dead letter is kept', async () => (await tables().count('dead_letter')) === 1);

  const letters = await tables().rows<{ sealed: Buffer }>(
    'SELECT system, message_id, reason, queue, sealed FROM dead_letter',
  );
  const [id] = refused;
  const kept = { system: 'el-prosonta', message_id: id, reason: 'rejected', queue: 'inbox.el-prosonta' };
  expect(letters).toMatchObject([kept]);
  expect(letters[0]?.sealed.includes('EL-T-EKPAIDEFSI')).toBe(false);
});

test('a delivery that is taken and never acknowledged comes again, with the same id and the same bytes', async () => {
  const [german, greek] = [await open('de-anerkennung'), await bare('el-prosonta')];
  const sent = await german.send(request(german.id));
  const first = await greek.channel.get('inbox.el-prosonta');
  await greek.close();
  const again = await bare('el-prosonta');
  await until('it comes again', async () => {
    const second = await again.channel.get('inbox.el-prosonta');
    if (first === false || second === false) return false;
    expect(second.properties.messageId).toBe(first.properties.messageId);
    expect(second.content.equals(first.content)).toBe(true);
    again.channel.ack(second);
    return true;
  });
  const system = await open('el-prosonta');
  const accept = await system.send(command(system.id, 'request.accept', { case: sent }));
  expect(accept.outcome).toBe('accepted');
});

async function brokerKeeper() {
  const connection = await connect(hub().stage.amqpUrl);
  connections.push(connection);
  return connection.createChannel();
}

async function restoreInbox(keeper: Awaited<ReturnType<typeof brokerKeeper>>, system: string): Promise<void> {
  const { exchange, queue, key } = inboxBinding(system);
  await keeper.assertQueue(queue, { durable: true, arguments: inboxQueue(system).arguments });
  await keeper.bindQueue(queue, exchange, key);
}

function waiting(system: string): Promise<number> {
  return tables().count('delivery WHERE system = $1 AND handed_over IS NULL', [system]);
}

function accepted(ids: readonly string[]): Promise<number> {
  return tables().count("message WHERE id = ANY($1) AND outcome = 'accepted'", [
    ids.map((id) => keptId(hub(), 'de-anerkennung', id)),
  ]);
}

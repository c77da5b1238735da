import type { ConsumeMessage } from 'amqplib';
import { expect, test } from 'vitest';
import { canonicalize } from '../../connector/canonical.ts';
import type { Message } from '../../connector/message.ts';
import { useHub } from '../support/hub.ts';
import { bytesOf, useRaw } from '../support/raw.ts';
import { publishDirectory } from '../support/publish-directory.ts';
import { request, requestData, wrongData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { useSecondWorker } from '../support/workers.ts';

const hub = useHub('answers');
const tables = useTables(hub);
const open = useSystems(hub);
const openRaw = useRaw(hub);
useSecondWorker(hub);

const GERMAN = 'de-anerkennung';

test('of many repeated messages over both channels at once, each submission gets one receipt and no more', async () => {
  const raw = await openRaw(GERMAN);
  const inbox = await takeInbox(GERMAN);
  const messages = Array.from({ length: 10 }, (_, index) =>
    request(GERMAN, index % 3 === 0 ? wrongData() : requestData()),
  );
  const copies = Array.from({ length: 6 }, () => messages).flat();
  const posts = Promise.all(copies.filter((_, index) => index % 2 === 0).map((message) => post(message)));
  const byQueue = copies.filter((_, index) => index % 2 === 1);
  for (const message of byQueue) await raw.publish(await bytesOf(message, 'json'), { messageId: message.id });
  const posted = await posts;
  await until('all are answered', () => receiptsIn(inbox).length >= byQueue.length);
  // The sweep would bring what is too much.
  await new Promise((resolve) => setTimeout(resolve, 8000));

  expect(receiptsIn(inbox)).toHaveLength(byQueue.length);
  const queued = receiptsIn(inbox).map(receiptIn);
  const all = [...posted, ...queued];
  expect(new Set(all.map(({ id }) => id)).size).toBe(copies.length);
  for (const { id } of messages) {
    const answers = all.filter(({ data }) => data.message === id);
    expect(answers).toHaveLength(6);
    expect(answers.filter(({ duplicate }) => duplicate === undefined)).toHaveLength(1);
    expect(new Set(answers.map(({ data }) => canonicalize(data))).size).toBe(1);
    expect(queued.filter(({ data }) => data.message === id)).toHaveLength(
      byQueue.filter((message) => message.id === id).length,
    );
  }
  expect(await tables().count('delivery WHERE system = $1 AND handed_over IS NULL', [GERMAN])).toBe(0);
});

test('a receipt bears the id of the message that it answers, and news the number of their case', async () => {
  const [raw, german, greek] = [
    await openRaw(GERMAN),
    await takeInbox(GERMAN),
    await takeInbox('el-prosonta'),
  ];
  const message = request(GERMAN);
  await raw.publish(await bytesOf(message, 'json'), { messageId: message.id });
  await until('both are told', () => german.length > 0 && greek.length > 0);
  const [receipt, news] = [german[0], greek[0]];
  expect(receipt?.properties).toMatchObject({ correlationId: message.id, type: 'receipt' });
  expect(news?.properties.correlationId).toMatch(/^REQ-/);
  expect(news?.properties.correlationId).toBe(subjectIn(news));
});

test.each([
  ['without a content type', { contentType: '' }, 'MESSAGE_FORMAT_UNKNOWN'],
  ['with one that is none of a message', { contentType: 'text/plain' }, 'MESSAGE_FORMAT_UNKNOWN'],
  ['that is packed', { contentEncoding: 'gzip' }, 'MESSAGE_CODED'],
])('a message %s is refused on the queue as over HTTP', async (_what, options, code) => {
  const [raw, inbox] = [await openRaw(GERMAN), await takeInbox(GERMAN)];
  const message = request(GERMAN);
  await raw.publish(await bytesOf(message, 'json'), { messageId: message.id, ...options });
  await until('it is answered', () => inbox.length > 0);
  expect(inbox.map(receiptIn).map(({ data }) => [data.message, data.faults?.[0]?.code])).toEqual([
    [message.id, code],
  ]);
});

test('a request for an authority that no system speaks for waits, and goes to the first that does', async () => {
  const german = await open(GERMAN);
  await publishDirectory(hub(), (systems) => systems.filter(({ id }) => id !== 'el-prosonta'));
  const waits = 'delivery WHERE system IS NULL AND authority IS NOT NULL AND handed_over IS NULL';
  let number = '';
  // The directory is read anew once a second.
  await until('a request finds nobody', async () => {
    number = (await german.send(request(german.id))).case ?? '';
    return (await tables().count(`${waits} AND case_number = $1`, [number])) === 1;
  });
  await publishDirectory(hub());
  const greek = await open('el-prosonta');
  expect((await greek.next('request.arrived', { subject: number })).message.subject).toBe(number);
  await until('nothing waits for nobody', async () => (await tables().count(waits)) === 0);
});

/** All that comes into an inbox, as the broker brings it. */
async function takeInbox(system: string): Promise<readonly ConsumeMessage[]> {
  const { channel } = await openRaw(system);
  const taken: ConsumeMessage[] = [];
  await channel.consume(`inbox.${system}`, (delivery) => {
    if (delivery === null) return;
    taken.push(delivery);
    channel.ack(delivery);
  });
  return taken;
}

type Receipt = {
  readonly id: string;
  readonly duplicate?: string;
  readonly data: { readonly message: string; readonly faults?: readonly { readonly code: string }[] };
};

function receiptsIn(inbox: readonly ConsumeMessage[]): readonly ConsumeMessage[] {
  return inbox.filter(({ properties }) => properties.type === 'receipt');
}

function receiptIn({ content }: Pick<ConsumeMessage, 'content'>): Receipt {
  const receipt: Receipt = JSON.parse(content.toString());
  return receipt;
}

/** The Greek system reads XML. */
function subjectIn(delivery: ConsumeMessage | undefined): string | undefined {
  return /REQ-[0-9A-Z-]+/.exec(delivery?.content.toString() ?? '')?.[0];
}

async function post(message: Message): Promise<Receipt> {
  const secret = hub().credentials.get(GERMAN) ?? '';
  const answer = await fetch(new URL('/api/v1/messages', hub().httpUrl), {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${GERMAN}:${secret}`).toString('base64')}`,
      'content-type': 'application/cloudevents+json',
    },
    body: Buffer.from(await bytesOf(message, 'json')),
  });
  return receiptIn({ content: Buffer.from(await answer.arrayBuffer()) });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ConfirmChannel } from 'amqplib';
import { messageId, messageIdIn, requestForm, type RequestForm } from './request.ts';

/** Where messages are put in, and where what comes out is taken. */
export type Way = {
  readonly amqpUrl: string;
  readonly exchange: string;
  readonly key: string;
  readonly user: string;
  /** The user that reads the queues. */
  readonly readerUrl: string;
  /** The queue in which each message is answered, and others that fill meanwhile. */
  readonly answers: string;
  readonly others: readonly string[];
};

export type Order =
  | { readonly kind: 'load'; readonly way: Way; readonly run: string; readonly count: number }
  | {
      readonly kind: 'pace';
      readonly way: Way;
      readonly run: string;
      readonly count: number;
      readonly rate: number;
      /** The first so many are not counted. */
      readonly lead: number;
    };

export type Done = { readonly alarms: number; readonly latencies: readonly number[] };

type Desk = { readonly form: RequestForm; alarms: number };

process.on('message', (order: Order) => {
  void answer(order);
});

async function answer(order: Order): Promise<void> {
  try {
    process.send?.(await obey(order));
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  }
}

async function obey(order: Order): Promise<Done> {
  const desk: Desk = { form: requestForm(new Date()), alarms: 0 };
  const latencies = order.kind === 'load' ? await load(desk, order) : await pace(desk, order);
  return { alarms: desk.alarms, latencies };
}

/** As fast as the broker takes them; back when it has confirmed all. */
async function load(desk: Desk, { way, run, count }: Order): Promise<readonly number[]> {
  const { channel, close } = await openChannel(desk, way.amqpUrl);
  for (let number = 0; number < count; number += 1) {
    const goesOn = publish(channel, way, { id: messageId(run, number), form: desk.form });
    if (!goesOn) await new Promise((resolve) => channel.once('drain', resolve));
  }
  await channel.waitForConfirms();
  await close();
  return [];
}

async function pace(desk: Desk, order: Extract<Order, { kind: 'pace' }>): Promise<readonly number[]> {
  const { way, run, count, rate, lead } = order;
  const sent = new Map<string, number>();
  const latencies: number[] = [];
  const reader = await readInboxes(desk, way, (content) => {
    const id = messageIdIn(content) ?? '';
    const since = sent.get(id);
    if (since === undefined) return;
    sent.delete(id);
    if (Number(id.split('-').at(-1)) >= lead) latencies.push(performance.now() - since);
  });
  const { channel, close } = await openChannel(desk, way.amqpUrl);
  const start = performance.now();
  for (let number = 0; number < count; number += 1) {
    const wait = start + (number * 1000) / rate - performance.now();
    if (wait > 0) await sleep(wait);
    const id = messageId(run, number);
    sent.set(id, performance.now());
    publish(channel, way, { id, form: desk.form });
  }
  await channel.waitForConfirms();
  for (let patience = 100; sent.size > 0 && patience > 0; patience -= 1) await sleep(100);
  if (sent.size > 0) throw new Error(`${sent.size} of ${count} messages have got no answer`);
  await Promise.all([close(), reader.close()]);
  return latencies;
}

async function readInboxes(desk: Desk, way: Way, take: (content: Buffer) => void) {
  const { channel, close } = await openChannel(desk, way.readerUrl);
  await channel.prefetch(500);
  for (const queue of [way.answers, ...way.others]) {
    await channel.consume(queue, (message) => {
      if (message === null) return;
      if (queue === way.answers) take(message.content);
      channel.ack(message);
    });
  }
  return { close };
}

async function openChannel(desk: Desk, url: string) {
  const connection = await connect(url, { noDelay: true });
  connection.on('blocked', () => {
    desk.alarms += 1;
  });
  const channel = await connection.createConfirmChannel();
  channel.on('return', () => {
    throw new Error('a message of the bench has no way');
  });
  return { channel, close: () => connection.close() };
}

function publish(
  channel: ConfirmChannel,
  { exchange, key, user }: Way,
  { id, form }: { readonly id: string; readonly form: RequestForm },
): boolean {
  const properties = { messageId: id, contentType: 'application/xml', userId: user };
  return channel.publish(exchange, key, form(id), { persistent: true, mandatory: true, ...properties });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ConfirmChannel } from 'amqplib';
import { answeredIn, formOf, messageId, messageIdIn, type Kind, type OpenCase, type RequestForm, type Size } from './request.ts'; // prettier-ignore

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

type Batch = {
  readonly way: Way;
  readonly kind: Kind;
  readonly size: Size;
  /** Where cases were opened for it under the same name, a message goes to each of them. */
  readonly run: string;
  readonly count: number;
};

export type Order =
  /** Steps that lead so many cases to where the next one can be measured, each with the way of who takes it. */
  | {
      readonly kind: 'open';
      readonly steps: readonly { readonly kind: Kind; readonly way: Way }[];
      readonly size: Size;
      readonly run: string;
      readonly count: number;
    }
  | { readonly kind: 'load'; readonly batch: Batch }
  | {
      readonly kind: 'pace';
      readonly batch: Batch;
      readonly rate: number;
      /** The first so many are not counted. */
      readonly lead: number;
    };

export type Done = { readonly alarms: number; readonly latencies: readonly number[] };

type Desk = { alarms: number };

const opened = new Map<string, readonly OpenCase[]>();

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
  const desk: Desk = { alarms: 0 };
  return { latencies: await latenciesOf(desk, order), alarms: desk.alarms };
}

async function latenciesOf(desk: Desk, order: Order): Promise<readonly number[]> {
  if (order.kind === 'pace') return pace(desk, order);
  if (order.kind === 'load') await load(desk, order.batch);
  else await open(desk, order);
  return [];
}

type Form = (number: number) => Letter;
type Letter = { readonly id: string; readonly body: Buffer };

function lettersOf({ kind, size, run }: Pick<Batch, 'kind' | 'size' | 'run'>, cases: readonly OpenCase[] | undefined): Form {
  const form: RequestForm = formOf(kind, { size, now: new Date() });
  return (number) => {
    const id = messageId(run, number);
    return { id, body: form(id, cases?.[number]) };
  };
} // prettier-ignore

/** As fast as the broker takes them; back when it has confirmed all. */
async function load(desk: Desk, batch: Batch): Promise<void> {
  const { channel, close } = await openChannel(desk, batch.way.amqpUrl);
  await publishAll(channel, batch, lettersOf(batch, opened.get(batch.run)));
  await close();
}

async function publishAll(
  channel: ConfirmChannel,
  { way, count }: Pick<Batch, 'way' | 'count'>,
  form: Form,
): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const goesOn = publish(channel, way, form(number));
    if (!goesOn) await new Promise((resolve) => channel.once('drain', resolve));
  }
  await channel.waitForConfirms();
}

/** Step after step, all cases at once; the next step goes by what the receipts of the one before have said. */
async function open(desk: Desk, { steps, size, run, count }: Extract<Order, { kind: 'open' }>) {
  let cases: readonly OpenCase[] | undefined;
  let line: Line | undefined;
  for (const [place, { kind, way }] of steps.entries()) {
    const ofStep = `${run}s${place}`;
    // A long history is made by one system: its connections stay.
    if (line?.way.key !== way.key) {
      await line?.close();
      line = await openLine(desk, way);
    }
    await line.publishAll(count, lettersOf({ kind, size, run: ofStep }, cases));
    const { said } = line;
    await until(`the receipts of step ${place} (${kind})`, () => said.size >= count);
    cases = Array.from({ length: count }, (_, number) => saidOf(said, messageId(ofStep, number)));
    said.clear();
  }
  await line?.quiet();
  await line?.close();
  opened.clear();
  if (cases !== undefined) opened.set(run, cases);
}

type Line = Awaited<ReturnType<typeof openLine>>;

async function openLine(desk: Desk, way: Way) {
  const said = new Map<string, OpenCase>();
  const reader = await readInboxes(desk, way, (content) => {
    const one = answeredIn(content);
    if (one !== undefined) said.set(one.id, one);
  });
  const { channel, close } = await openChannel(desk, way.amqpUrl);
  return {
    way,
    said,
    publishAll: (count: number, form: Form) => publishAll(channel, { way, count }, form),
    quiet: reader.quiet,
    close: async () => void (await Promise.all([close(), reader.close()])),
  };
}

function saidOf(said: ReadonlyMap<string, OpenCase>, id: string): OpenCase {
  const one = said.get(id);
  if (one === undefined) throw new Error(`${id} was not accepted`);
  return one;
}

async function pace(desk: Desk, { batch, rate, lead }: Extract<Order, { kind: 'pace' }>) {
  const { way, run, count } = batch;
  const form = lettersOf(batch, opened.get(run));
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
    const letter = form(number);
    const wait = start + (number * 1000) / rate - performance.now();
    if (wait > 0) await sleep(wait);
    sent.set(letter.id, performance.now());
    publish(channel, way, letter);
  }
  await channel.waitForConfirms();
  await until('an answer to every message', () => sent.size === 0);
  await reader.quiet();
  await Promise.all([close(), reader.close()]);
  return latencies;
}

const PATIENCE_MS = 300_000;

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const since = performance.now(); performance.now() - since < PATIENCE_MS; await sleep(20)) {
    if (isSo()) return;
  }
  throw new Error(`gave up waiting for ${what}`);
}

const QUIET_MS = 300;

/** Whatever comes is taken; `quiet` waits until nothing has come for a while: news of a message may be later than its receipt. */
async function readInboxes(desk: Desk, way: Way, take: (content: Buffer) => void) {
  const { channel, close } = await openChannel(desk, way.readerUrl);
  let last = performance.now();
  await channel.prefetch(500);
  for (const queue of [way.answers, ...way.others]) {
    await channel.consume(queue, (message) => {
      if (message === null) return;
      last = performance.now();
      if (queue === way.answers) take(message.content);
      channel.ack(message);
    });
  }
  return { close, quiet: () => until('silence', () => performance.now() - last > QUIET_MS) };
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

function publish(channel: ConfirmChannel, { exchange, key, user }: Way, { id, body }: Letter): boolean {
  const properties = { messageId: id, contentType: 'application/xml', userId: user };
  return channel.publish(exchange, key, body, { persistent: true, mandatory: true, ...properties });
}

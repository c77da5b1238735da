import { connect, type ConfirmChannel } from 'amqplib';
import { openDatabase } from './database.ts';
import { openReader } from './read.ts';
import { MOVES, openRules } from './rules.ts';
import { makeSeal, type Signer } from './seal.ts';
import { settle } from './settle.ts';
import { deliveryOf, receiptOf } from './write.ts';

/** What the contender is told on its command line, as JSON. */
export type InsteadTask = {
  readonly signer: Signer;
  readonly amqpUrl: string;
  readonly databaseUrl: string;
  readonly from: string;
  readonly receipts: string;
  readonly deliveries: string;
};

/** Twice as many as the pool has connections: more would wait in memory, and for longer than their transactions may. */
const PREFETCH = 20;

/**
 * Contender (iv): what one would write instead, with the usual libraries as their manuals show them. Each message by itself,
 * several at a time; after the transaction both messages out are published and confirmed, then the one that came is acknowledged.
 */
const task = JSON.parse(process.argv[2] ?? '') as InsteadTask;
const desk = {
  database: await openDatabase(task.databaseUrl),
  reader: openReader(Object.keys(MOVES)),
  rules: openRules(),
};
const seal = makeSeal(task.signer);
const connection = await connect(task.amqpUrl, { noDelay: true });
connection.on('blocked', () => process.send?.('alarm'));
const out = await connection.createConfirmChannel();
const channel = await connection.createChannel();
await channel.prefetch(PREFETCH);
await channel.consume(task.from, (message) => {
  if (message === null) return;
  answer(String(message.properties.messageId), message.content).then(() => channel.ack(message), fail);
});
process.send?.('ready');
process.once('SIGTERM', () => process.exit(0));

async function answer(id: string, bytes: Buffer): Promise<void> {
  const outcome = await settle(desk, { id, bytes });
  const delivery = deliveryOf(outcome);
  await Promise.all([
    publish(out, task.receipts, { id: `receipt-${id}`, body: receiptOf(outcome, seal) }),
    ...(delivery === undefined ? [] : [publish(out, task.deliveries, { id: `delivery-${id}`, body: delivery })]),
  ]);
} // prettier-ignore

function publish(
  to: ConfirmChannel,
  queue: string,
  { id, body }: { readonly id: string; readonly body: Buffer },
): Promise<void> {
  const options = { persistent: true, mandatory: true, messageId: id, contentType: 'application/xml' };
  return new Promise((resolve, reject) => {
    to.publish('', queue, body, options, (error: Error | null) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** In use it would give the message back; here a contender that stumbles would measure nothing. */
function fail(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
}

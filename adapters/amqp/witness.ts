import { randomUUID } from 'node:crypto';
import type { ChannelModel, ConsumeMessage, Options, RecoveringChannelModel } from 'amqplib';
import { hubFault } from '../../hub/faults.ts';
import { readWitness, writeWitness, type Witness } from '../../hub/epoch/witness.ts';
import { sayGoodbye } from './goodbye.ts';
import { WITNESS } from './topology.ts';

type Connection = Pick<RecoveringChannelModel | ChannelModel, 'createChannel' | 'createConfirmChannel'>;

/** As far back as is looked at a start; a start that finds nothing wrong adds the newest that there is. */
const NEWEST = 1000;
const PREFETCH = 500;
const PATIENCE_MS = 60_000;

/** A witness as a message: the epoch can be told without reading it. */
export function witnessParcel(witness: Witness): {
  readonly body: Buffer;
  readonly options: Options.Publish;
} {
  return {
    body: Buffer.from(writeWitness(witness)),
    options: { persistent: true, type: String(witness.epoch) },
  };
}

/** The newest witnesses, or all that are kept, oldest first. What lies in a stream stays there. */
export async function readWitnesses(
  connection: Connection,
  how: 'newest' | 'all',
): Promise<readonly Witness[]> {
  const mark = await leaveMark(connection);
  if (how === 'all') return readTo(connection, { from: 'first', mark });
  const end = await newestOffset(connection);
  return readTo(connection, { from: Math.max(0, end - NEWEST), mark });
}

/** A stream has no end to read to: what is read ends with a mark of our own. */
async function leaveMark(connection: Connection): Promise<string> {
  const channel = await connection.createConfirmChannel();
  const mark = randomUUID();
  channel.sendToQueue(WITNESS.name, Buffer.from('{}'), { persistent: true, messageId: mark });
  await channel.waitForConfirms();
  await sayGoodbye(channel);
  return mark;
}

/** Where the newest chunk begins; others may have added theirs since the mark, so it need not be the one that has it. */
async function newestOffset(connection: Connection): Promise<number> {
  let offset = 0;
  await read(connection, 'last', (message) => {
    offset = Number(message.properties.headers?.['x-stream-offset']);
    return true;
  });
  return offset;
}

async function readTo(
  connection: Connection,
  { from, mark }: { readonly from: number | 'first'; readonly mark: string },
): Promise<readonly Witness[]> {
  const witnesses: Witness[] = [];
  await read(connection, from, ({ content, properties }) => {
    const witness = readWitness(content);
    if (witness !== undefined) witnesses.push(witness);
    return properties.messageId === mark;
  });
  return witnesses;
}

/** Reads on until a message is the last one that is wanted. */
async function read(
  connection: Connection,
  from: number | string,
  isLast: (message: ConsumeMessage) => boolean,
): Promise<void> {
  const channel = await connection.createChannel();
  await channel.prefetch(PREFETCH);
  await new Promise<void>((resolve, reject) => {
    const lost = () => reject(hubFault('BROKER_UNAVAILABLE', 'the witnesses cannot be read to their end'));
    const timer = setTimeout(lost, PATIENCE_MS);
    channel.once('close', lost).once('error', lost);
    function take(message: ConsumeMessage | null) {
      if (message === null) return lost();
      channel.ack(message);
      if (!isLast(message)) return;
      clearTimeout(timer);
      resolve();
    }
    channel.consume(WITNESS.name, take, { arguments: { 'x-stream-offset': from } }).catch(reject);
  });
  await sayGoodbye(channel);
}

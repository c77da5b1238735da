import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { expect, test } from 'vitest';
import { submissionQueue } from '../../adapters/amqp/topology.ts';
import { useOwnBroker } from '../support/own-broker.ts';

const broker = useOwnBroker();

const MARK = 'Musterfrau-Beispiel, geboren 1990-03-14';
const SIZE = 16 * 1024;
/** Three files of the log: less than half of what a single one holds by default. */
const ENOUGH_BYTES = 100 * 1024 * 1024;

test(
  'what has been acknowledged is gone from the files of the broker once some traffic has followed',
  { timeout: 300_000 },
  async () => {
    const connection = await connect(broker().amqpUrl);
    const channel = await connection.createConfirmChannel();
    const { name, arguments: given } = submissionQueue('trial');
    await channel.assertQueue(name, { arguments: given });
    await channel.consume(name, (message) => {
      if (message !== null) channel.ack(message);
    });
    channel.sendToQueue(name, Buffer.from(MARK), { persistent: true });
    await channel.waitForConfirms();
    expect(filesWith(MARK)).not.toEqual([]);

    const filler = Buffer.alloc(SIZE, 'x');
    let sent = 0;
    while (filesWith(MARK).length > 0 && sent < ENOUGH_BYTES) {
      for (let count = 0; count < 500; count += 1) channel.sendToQueue(name, filler, { persistent: true });
      await channel.waitForConfirms();
      sent += 500 * SIZE;
    }
    expect(filesWith(MARK)).toEqual([]);
    await connection.close();
  },
);

function filesWith(text: string): readonly string[] {
  const all = readdirSync(join(broker().folder, 'data'), { recursive: true, encoding: 'utf8' });
  return all.filter((path) => {
    const file = join(broker().folder, 'data', path);
    const about = statSync(file, { throwIfNoEntry: false });
    return about?.isFile() === true && readFileSync(file).includes(text);
  });
}

import { expect, test } from 'vitest';
import { openBroker } from '../../adapters/amqp/broker.ts';
import { newestWitnesses } from '../../adapters/amqp/outside.ts';
import { WITNESS } from '../../adapters/amqp/topology.ts';
import { openLog } from '../../adapters/log.ts';
import { useStage } from '../support/stage.ts';
import { layWire } from '../support/wire.ts';

const stage = useStage('goodbye');

/** amqplib waits for the answer to a goodbye even when the connection has gone. */
test.each([1, 2, 3, 4, 5])(
  'a broker that goes away at goodbye number %i keeps nobody waiting who starts or looks',
  async (number) => {
    const ends = await Promise.all(
      [(url: string) => newestWitnesses(url), start].map((work) => cutAtGoodbye(number, work)),
    );
    expect(ends).not.toContain('still waiting');
  },
  30_000,
);

async function start(url: string): Promise<void> {
  const broker = await openBroker(url, openLog('silent', 'goodbye'));
  await broker.declare(['de-anerkennung']);
  await broker.witnesses();
  const consumer = await broker.consume({
    queue: WITNESS.name,
    prefetch: 1,
    arguments: { 'x-stream-offset': 'next' },
    take: ({ acknowledge }) => acknowledge(),
  });
  await broker.dismiss(consumer);
  await broker.close();
}

async function cutAtGoodbye(number: number, work: (url: string) => Promise<unknown>): Promise<string> {
  const wire = await layWire(stage().amqpUrl);
  let goodbyes = 0;
  wire.cutWhen((chunk) => {
    if (isGoodbye(chunk)) goodbyes += 1;
    if (goodbyes !== number) return false;
    // Whoever begins anew finds the broker there.
    goodbyes += 1;
    setTimeout(() => wire.mend(), 10);
    return true;
  });
  try {
    const done = work(wire.url).then(
      () => 'done',
      () => 'refused',
    );
    return await Promise.race([done, late()]);
  } finally {
    wire.close();
  }
}

function late(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('still waiting'), 15_000);
  });
}

/** Channel.Close (20, 40) or Connection.Close (10, 50) after the seven octets of a frame's head (AMQP 0-9-1, 2.3.5, 4.2.3). */
function isGoodbye(chunk: Buffer): boolean {
  return [Buffer.from([0, 20, 0, 40]), Buffer.from([0, 10, 0, 50])].some((id) => chunk.indexOf(id) === 7);
}

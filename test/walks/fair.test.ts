import type { Receipt } from '../../schemas/receipt.ts';
import { connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { submissionsOf } from '../../adapters/amqp/topology.ts';
import { LARGEST_MESSAGE } from '../../hub/intake/unread.ts';
import { usePreparedHub } from '../support/hub.ts';
import { useRaw, type Raw } from '../support/raw.ts';
import { request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { startWorkerHere, type WorkerHere } from '../support/workers.ts';

const hub = usePreparedHub('fair');
const tables = useTables(hub);
const open = useSystems(hub);
const bare = useRaw(hub);

const FLOOD = 20_000;
/** What may be answered first: the batch that is being written, the one that has been read by then, and half of the next. */
const MAY_COME_FIRST = 400;

let worker: WorkerHere | undefined;
beforeAll(async () => {
  // It declares the queues, and takes nothing while they are filled.
  await (await startWorkerHere(hub().config)).stop();
});
afterAll(() => worker?.stop());

test('what waits of one system by the thousands holds up no other', { timeout: 240_000 }, async () => {
  const [flooder, other] = [await bare('pt-sigen'), await open('de-anerkennung')];
  await flood(flooder);
  worker = await startWorkerHere(hub().config);
  await until('the flood is being answered', async () => (await refused()) > 500);
  const [before, begun] = [await refused(), performance.now()];
  const receipt = await other.send(request(other.id));
  const [waited, meanwhile] = [performance.now() - begun, (await refused()) - before];

  expect(receipt.outcome).toBe('accepted');
  expect(meanwhile).toBeLessThan(MAY_COME_FIRST);
  expect(await waitingIn(submissionsOf('pt-sigen'))).toBeGreaterThan(FLOOD / 2);
  // A second where nothing else runs.
  expect(waited).toBeLessThan(5000);
});

test('what is too large is refused unread, under the id that came beside it', async () => {
  const [large, other] = [await bare('bg-kvalifikatsii'), await open('de-anerkennung')];
  const bulgarian = await open('bg-kvalifikatsii');
  const bytes = Buffer.alloc(3 * LARGEST_MESSAGE, '<');
  for (let count = 0; count < 10; count += 1) await large.publish(bytes, { messageId: `large-${count}` });
  const begun = performance.now();
  expect((await other.send(request(other.id))).outcome).toBe('accepted');
  expect(performance.now() - begun).toBeLessThan(5000);

  const answered: string[] = [];
  for (let count = 0; count < 10; count += 1) {
    const { message: answer } = await bulgarian.next('receipt');
    expect(answer.data).toMatchObject({ outcome: 'rejected', faults: [{ code: 'MESSAGE_TOO_LARGE' }] });
    answered.push((answer.data as Receipt).message);
  }
  // Receipts of messages on no case keep no order among them.
  expect(answered.toSorted()).toEqual(Array.from({ length: 10 }, (_, count) => `large-${count}`));
  expect(await tables().count('dead_letter')).toBe(0);
});

async function flood(flooder: Raw): Promise<void> {
  const all = Array.from({ length: FLOOD }, (_, index) =>
    flooder.publish(Buffer.from(`{"wrong": ${index}}`)),
  );
  await Promise.all(all);
}

/** Messages of the flood that have been dealt with. */
function refused(): Promise<number> {
  return tables().count("message WHERE system = 'pt-sigen'");
}

async function waitingIn(queue: string): Promise<number> {
  const connection = await connect(hub().stage.amqpUrl);
  const { messageCount } = await (await connection.createChannel()).checkQueue(queue);
  await connection.close();
  return messageCount;
}

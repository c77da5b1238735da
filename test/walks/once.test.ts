import { expect, test } from 'vitest';
import type { Delivery, NationalSystem } from '../../connector/system.ts';
import { effectsOf } from '../support/effects.ts';
import { useHub } from '../support/hub.ts';
import { useRaw, bytesOf } from '../support/raw.ts';
import { command, request, requestData, wrongData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { keptId } from '../support/kept-id.ts';
import { useTables } from '../support/tables.ts';
import { useSecondWorker } from '../support/workers.ts';
import { repeated } from '../support/repeated.ts';

const hub = useHub('once');
const tables = useTables(hub);
const open = useSystems(hub);
const openRaw = useRaw(hub);
useSecondWorker(hub);

test('a message sent twice has one effect, and its receipt comes again as a delivery of its own, marked', async () => {
  const german = await open('de-anerkennung');
  const message = request(german.id);
  const first = await german.send(message);
  const again = await german.send(message);

  expect(again).toEqual(repeated(first, again));
  expect(again.delivery).not.toBe(first.delivery);
  expect(await effectsOf({ hub: hub(), tables: tables() }, [{ system: german.id, id: message.id }])).toBe(1);
  const [one, other] = receiptsOf(german, message.id);
  expect(other?.message.data).toEqual(one?.message.data);
});

test('a refused message sent twice is refused with the same receipt', async () => {
  const german = await open('de-anerkennung');
  const message = request(german.id, wrongData());
  const first = await german.send(message);
  const again = await german.send(message);

  expect(again).toEqual(repeated(first, again));
  expect(await tables().count('message WHERE id = $1', [keptId(hub(), german.id, message.id)])).toBe(1);
});

test('the same message in the other format is the same message', async () => {
  const greek = await open('el-prosonta');
  const message = request('el-prosonta', requestData({ country: 'BG' }));
  const byJson = { id: message.id, contentType: 'application/cloudevents+json' };
  const first = await greek.send({ ...byJson, bytes: await bytesOf(message, 'json') });
  const again = await greek.send(message);

  expect(again).toEqual(repeated(first, again));
  expect(await effectsOf({ hub: hub(), tables: tables() }, [{ system: greek.id, id: message.id }])).toBe(1);
});

test('the same id with other content is refused, as often as it comes, and the first message stands', async () => {
  const german = await open('de-anerkennung');
  const message = request(german.id);
  const first = await german.send(message);
  const other = { ...message, data: requestData({ country: 'BG' }) };
  const refused = await german.send(other);
  const again = await german.send(other);
  const original = await german.send(message);

  expect(refused).toMatchObject({ outcome: 'rejected', message: message.id });
  expect(refused.faults?.map(({ code, path }) => ({ code, path }))).toEqual([
    { code: 'DUPLICATE_CONFLICT', path: '/id' },
  ]);
  expect(again).toEqual(repeated(refused, again));
  expect(original).toEqual(repeated(first, original));
  expect(await effectsOf({ hub: hub(), tables: tables() }, [{ system: german.id, id: message.id }])).toBe(1);
});

test('two systems may use the same id for different messages', async () => {
  const [german, bulgarian] = [await open('de-anerkennung'), await open('bg-kvalifikatsii')];
  const message = request(german.id);
  const theirs = { ...request(bulgarian.id), id: message.id };
  const receipts = [await german.send(message), await bulgarian.send(theirs)];

  expect(receipts.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
  expect(receipts[0]?.case).not.toBe(receipts[1]?.case);
});

test('ten copies of each message at once, over two workers, have one effect and one receipt each', async () => {
  const german = await open('de-anerkennung');
  const raw = await openRaw('de-anerkennung');
  const messages = Array.from({ length: 12 }, () => request(german.id));
  const parcels = await Promise.all(
    messages.map(async (message) => ({ messageId: message.id, bytes: await bytesOf(message, 'json') })),
  );
  const copies = Array.from({ length: 10 }, () => parcels).flat();
  await Promise.all(copies.map(({ bytes, messageId }) => raw.publish(bytes, { messageId })));
  const answers: Delivery[] = [];
  while (answers.length < copies.length) answers.push(await german.next('receipt'));

  for (const { id } of messages) {
    const mine = receiptsOf(german, id);
    expect(mine).toHaveLength(10);
    expect(new Set(mine.map(({ message }) => message.id)).size).toBe(10);
    expect(new Set(mine.map(({ message }) => JSON.stringify(message.data))).size).toBe(1);
    expect(mine.filter(({ message }) => message.duplicate === undefined)).toHaveLength(1);
    expect(await effectsOf({ hub: hub(), tables: tables() }, [{ system: german.id, id }])).toBe(1);
  }
});

test('ten copies of a command on a case move the case once', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const accept = command(greek.id, 'request.accept', { case: sent });
  const answers = await Promise.all(Array.from({ length: 10 }, () => greek.send(accept)));

  expect(new Set(answers.map(({ delivery }) => delivery)).size).toBe(10);
  expect(answers.every(({ outcome, version }) => outcome === 'accepted' && version === 2)).toBe(true);
  expect(await effectsOf({ hub: hub(), tables: tables() }, [{ system: greek.id, id: accept.id }])).toBe(1);
  const [file] = await tables().rows<{ version: number }>('SELECT version FROM case_file WHERE number = $1', [
    sent.case,
  ]);
  expect(file?.version).toBe(2);
});

function receiptsOf(system: NationalSystem, messageId: string): readonly Delivery[] {
  return system.received.filter(
    ({ message }) => message.type === 'receipt' && JSON.stringify(message.data).includes(messageId),
  );
}

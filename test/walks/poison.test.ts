import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import { usePreparedHub } from '../support/hub.ts';
import { bytesOf, useRaw } from '../support/raw.ts';
import { request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { keptId } from '../support/kept-id.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { startWorkerHere, type WorkerHere } from '../support/workers.ts';
import { repeated } from '../support/repeated.ts';

const hub = usePreparedHub('poison');
const tables = useTables(hub);
const open = useSystems(hub);
const bare = useRaw(hub);

const UNREADABLE = 'a comment on which the reader fails';

let worker: WorkerHere | undefined;
beforeAll(async () => {
  worker = await startWorkerHere(hub().config, withFailingReader);
  await tables().client.query(`
    CREATE SEQUENCE tries;
    CREATE FUNCTION fail() RETURNS trigger AS $$ BEGIN PERFORM nextval('tries'); RAISE EXCEPTION 'as the test wants it'; END $$ LANGUAGE plpgsql;
    CREATE TRIGGER fail_accepted BEFORE INSERT ON message FOR EACH ROW
      WHEN (NEW.id IN (${keptAll('poison-1', 'poison-2', 'poison-3')}) AND NEW.outcome = 'accepted') EXECUTE FUNCTION fail();
    CREATE TRIGGER fail_answered BEFORE INSERT ON message FOR EACH ROW
      WHEN (NEW.id = ${keptAll('worst-1')}) EXECUTE FUNCTION fail();`);
});
afterAll(() => worker?.stop());

/** A fault in the reader that no test of ours has found yet. */
function withFailingReader(assembled: Assembled): Assembled {
  const { codec } = assembled.hub;
  const failing: typeof codec = {
    ...codec,
    decode(bytes, contentType) {
      if (Buffer.from(bytes).includes(UNREADABLE)) throw new RangeError('as the test wants it');
      return codec.decode(bytes, contentType);
    },
  };
  return { ...assembled, hub: { ...assembled.hub, codec: failing } };
}

test('a message that cannot be stored harms none of its neighbours, and its sender gets one answer', async () => {
  const german = await open('de-anerkennung');
  const poison = { ...request(german.id), id: 'poison-1' };
  const neighbours = Array.from({ length: 30 }, () => request(german.id));
  const all = [...neighbours.slice(0, 15), poison, ...neighbours.slice(15)];
  const answers = await Promise.all(all.map((message) => german.send(message)));

  expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(30);
  const refused = answers.find(({ message }) => message === poison.id);
  expect(refused?.faults).toMatchObject([{ code: 'UNDELIVERABLE' }]);
  expect(refused?.duplicate).toBeUndefined();
  expect(await answersTo(poison.id)).toBe(1);
  expect(await tables().rows('SELECT system, message_id, queue FROM dead_letter')).toEqual([
    { system: german.id, message_id: kept(poison.id), queue: 'submissions.de-anerkennung' },
  ]);
});

test('the dead letter bears the trace that the sender was told, and its bytes are kept sealed', async () => {
  const german = await open('de-anerkennung');
  const answer = await german.send({ ...request(german.id), id: 'poison-2' });
  const [letter] = await tables().rows<{ id: string; sealed: Buffer }>(
    'SELECT id, sealed FROM dead_letter WHERE message_id = $1',
    [kept('poison-2')],
  );

  expect(answer.faults?.[0]?.text).toContain(letter?.id ?? 'no letter');
  expect(letter?.sealed.includes('poison-2')).toBe(false);
});

test('sent again, it gets the same answer again, as a delivery of its own', async () => {
  const german = await open('de-anerkennung');
  const poison = { ...request(german.id), id: 'poison-3' };
  const first = await german.send(poison);
  const again = await german.send(poison);

  expect(again.delivery).not.toBe(first.delivery);
  expect(again).toEqual(repeated(first, again));
});

test('a message on which the reader itself fails harms none of its neighbours either', async () => {
  const [german, raw] = [await open('de-anerkennung'), await bare('de-anerkennung')];
  const poison = request(german.id, requestData({ comment: UNREADABLE }));
  const neighbours = Array.from({ length: 30 }, () => request(german.id));
  const answers = neighbours.map((message) => german.send(message));
  await raw.publish(await bytesOf(poison, 'json'), { messageId: poison.id });
  const others = Array.from({ length: 30 }, () => german.send(request(german.id)));

  for (const { outcome } of await Promise.all([...answers, ...others])) expect(outcome).toBe('accepted');
  const { message: answer } = await german.next('receipt');
  expect(answer.data).toMatchObject({ message: poison.id, faults: [{ code: 'UNDELIVERABLE' }] });
  expect(await answersTo(poison.id)).toBe(1);
  expect(await tables().count('dead_letter WHERE message_id = $1', [kept(poison.id)])).toBe(1);
});

test('a dead letter whose sender cannot be answered now is kept once, however often it is tried, and answered later', async () => {
  const [german, raw] = [await open('de-anerkennung'), await bare('de-anerkennung')];
  const worst = { ...request(german.id), id: 'worst-1' };
  await raw.publish(await bytesOf(worst, 'json'), { messageId: worst.id });
  await until(
    'it is kept',
    async () => (await tables().count('dead_letter WHERE message_id = $1', [kept('worst-1')])) > 0,
  );
  const before = await tries();
  await until('its answer has been tried three times more', async () => (await tries()) >= before + 3);
  expect(await tables().count('dead_letter WHERE message_id = $1', [kept('worst-1')])).toBe(1);

  await tables().client.query('DROP TRIGGER fail_answered ON message');
  const { message: answer } = await german.next('receipt');
  expect(answer.data).toMatchObject({ message: worst.id, faults: [{ code: 'UNDELIVERABLE' }] });
  expect(await tables().count('dead_letter WHERE message_id = $1', [kept('worst-1')])).toBe(1);
});

/** A sequence keeps what the failed transaction took back. */
async function tries(): Promise<number> {
  const [row] = await tables().rows<{ last_value: string }>('SELECT last_value FROM tries');
  return Number(row?.last_value);
}

function answersTo(id: string): Promise<number> {
  return tables().count('delivery WHERE message_id = $1', [kept(id)]);
}

function kept(id: string): string {
  return keptId(hub(), 'de-anerkennung', id);
}

/** For SQL: an id as it is kept has no quotes. */
function keptAll(...ids: readonly string[]): string {
  return ids.map((id) => `'${kept(id)}'`).join(', ');
}

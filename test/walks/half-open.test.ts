import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { effectsOf } from '../support/effects.ts';
import { usePreparedHub } from '../support/hub.ts';
import { hasStarted, startProgram, type Program } from '../support/program.ts';
import { request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { useWire } from '../support/wire.ts';

const [database, broker] = [useWire(), useWire()];
const hub = usePreparedHub('half_open', async ({ databaseUrl, amqpUrl }) => ({
  DATABASE_URL: (await database.lay(databaseUrl)).url,
  AMQP_URL: `${(await broker.lay(amqpUrl)).url}?heartbeat=4`,
  LOG_LEVEL: 'info',
}));
const tables = useTables(hub);
const open = useSystems(hub);

const programs: Program[] = [];
afterEach(() => {
  for (const { child } of programs.splice(0)) child.kill('SIGKILL');
});

/** A line on which nobody answers is given up after 15 s; that all of it comes to its end after much less than a minute. */
const SECONDS = 45;

test('when the line to the database falls silent, messages are answered within seconds, and each is done once', async () => {
  await started();
  const german = await open('de-anerkennung', { timeout: 60_000 });
  const messages = Array.from({ length: 40 }, () => request(german.id));
  const answers = messages.map((message) => german.send(message));
  await until('it is in the midst of it', async () => (await tables().count('message')) > 0);
  database.wire().freeze();
  const more = Array.from({ length: 10 }, () => request(german.id));
  const all = await inTime(Promise.all([...answers, ...more.map((message) => german.send(message))]));
  expect(all.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  // What was committed and not heard of was found again, and not done again.
  const sent = [...messages, ...more].map(({ id }) => ({ system: german.id, id }));
  expect(await effectsOf({ hub: hub(), tables: tables() }, sent)).toBe(50);
  expect(await tables().count('dead_letter')).toBe(0);
}, 90_000);

test('when the line to the broker falls silent, so too', async () => {
  await started();
  const german = await open('de-anerkennung', { timeout: 60_000 });
  expect((await german.send(request(german.id))).outcome).toBe('accepted');
  broker.wire().freeze();
  expect((await inTime(german.send(request(german.id)))).outcome).toBe('accepted');
}, 90_000);

test('a worker that is asked to stop while the database does not answer ends in time, and as it should', async () => {
  const program = await started();
  const german = await open('de-anerkennung', { timeout: 60_000 });
  expect((await german.send(request(german.id))).outcome).toBe('accepted');
  database.wire().freeze();
  const answer = german.send(request(german.id));
  await sleep(500);
  const begun = performance.now();
  program.child.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(performance.now() - begun).toBeLessThan(25_000);
  // The next one takes what it has left.
  await started();
  expect((await inTime(answer)).outcome).toBe('accepted');
}, 90_000);

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = sleep(SECONDS * 1000).then(() => {
    throw new TypeError(`not done within ${SECONDS} s`);
  });
  return Promise.race([work, late]);
}

async function started(): Promise<Program> {
  const program = startProgram('worker/main.ts', hub().config);
  programs.push(program);
  await until('the worker has started', () => hasStarted(program));
  return program;
}

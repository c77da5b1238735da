import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { usePreparedHub } from '../support/hub.ts';
import { hasStarted, startProgram, type Program } from '../support/program.ts';
import { request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = usePreparedHub('stop', { LOG_LEVEL: 'info' });
const tables = useTables(hub);
const open = useSystems(hub);

const programs: Program[] = [];
afterEach(() => {
  for (const { child } of programs.splice(0)) child.kill('SIGKILL');
});

test('a worker that is asked to stop in the midst of its work finishes what it has, and the next goes on', async () => {
  const first = await started();
  const german = await open('de-anerkennung');
  const messages = Array.from({ length: 400 }, () => request(german.id));
  const answers = messages.map((message) => german.send(message));
  await until('it is in the midst of it', async () => (await done()) > 20);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  // Whatever it has done it has also told: a receipt each, and the news for Greece.
  expect(await told()).toBe(2 * (await done()));

  await started();
  const all = await Promise.all(answers);
  expect(all.every(({ outcome, duplicate }) => outcome === 'accepted' && duplicate === undefined)).toBe(true);
  expect(await tables().count('case_file')).toBe(400);
  expect(await tables().count('dead_letter')).toBe(0);
  // This one is killed next; what it has said but not yet marked as said, the one after it would say again.
  await until('all of it is marked as told', async () => (await told()) === 2 * (await done()));
});

test('so does one that takes its first messages while it still starts', async () => {
  const german = await open('de-anerkennung');
  const before = await done();
  const messages = Array.from({ length: 300 }, () => request(german.id));
  const answers = messages.map((message) => german.send(message));
  const program = begun(hub().config);
  await until('it has taken some', async () => (await done()) > before);
  program.child.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(await told()).toBe(2 * (await done()));
  await started();
  expect(
    (await Promise.all(answers)).every(
      ({ outcome, duplicate }) => outcome === 'accepted' && duplicate === undefined,
    ),
  ).toBe(true);
}, 120_000);

test('a worker that is asked to stop while it waits for its broker stops at once, and as it should', async () => {
  const mute = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const amqp = new URL(hub().config.AMQP_URL);
  amqp.port = String((mute.address() as AddressInfo).port);
  const program = begun({ ...hub().config, AMQP_URL: amqp.href });
  await once(mute, 'connection');
  program.child.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  mute.close();
});

test('a worker that cannot read its configuration says in one line what is missing', async () => {
  const { HUB_MASTER_KEY: key, ...config } = hub().config;
  expect(key).toHaveLength(44);
  const program = begun({ ...config, HUB_MASTER_KEY: '' });
  expect(await program.ended).toBe(1);
  expect(program.output().trim().split('\n')).toHaveLength(1);
  expect(program.output()).toContain('HUB_MASTER_KEY');
});

/** Messages that were processed. */
function done(): Promise<number> {
  return tables().count('message');
}

/** Messages of the hub that the broker has confirmed, receipts included. */
function told(): Promise<number> {
  return tables().count('delivery WHERE handed_over IS NOT NULL');
}

async function started(): Promise<Program> {
  const program = begun(hub().config);
  await until('the worker has started', () => hasStarted(program));
  return program;
}

function begun(config: Parameters<typeof startProgram>[1]): Program {
  const program = startProgram('worker/main.ts', config);
  programs.push(program);
  return program;
}

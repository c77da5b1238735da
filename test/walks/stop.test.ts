import { afterEach, expect, test } from 'vitest';
import { usePreparedHub } from '../support/hub.ts';
import { hasStarted, startProgram, type Program } from '../support/program.ts';
import { request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = usePreparedHub('stop', { LOG_LEVEL: 'info', WORKER_HTTP_PORT: '0' });
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
  await until('it is in the midst of it', async () => (await tables().count('message')) > 20);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  const done = await tables().count('message');
  const told = await tables().count('delivery WHERE handed_over IS NOT NULL');
  // Whatever it has done it has also told: a receipt each, and the news for Greece.
  expect(told).toBe(2 * done);

  await started();
  const all = await Promise.all(answers);
  expect(all.every(({ outcome, duplicate }) => outcome === 'accepted' && duplicate === undefined)).toBe(true);
  expect(await tables().count('case_file')).toBe(400);
  expect(await tables().count('dead_letter')).toBe(0);
});

test('a worker that cannot read its configuration says in one line what is missing', async () => {
  const { HUB_MASTER_KEY: key, ...config } = hub().config;
  expect(key).toHaveLength(44);
  const program = begun({ ...config, HUB_MASTER_KEY: '' });
  expect(await program.ended).toBe(1);
  expect(program.output().trim().split('\n')).toHaveLength(1);
  expect(program.output()).toContain('HUB_MASTER_KEY');
});

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

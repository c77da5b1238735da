import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { administratorOf } from '../support/database.ts';
import { usePreparedHub } from '../support/hub.ts';
import { command, request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { startWorkerHere, type WorkerHere } from '../support/workers.ts';

const hub = usePreparedHub('settings');
const tables = useTables(hub);
const open = useSystems(hub);
const administrator = administratorOf(tables);

const EMPTY = `imi_empty_${randomBytes(4).toString('hex')}`;

let worker: WorkerHere | undefined;
afterAll(() => worker?.stop());

test('whatever else an administrator has set for the database, an exchange goes on', async () => {
  await administrator.set({
    DateStyle: "'SQL, DMY'",
    IntervalStyle: "'sql_standard'",
    TimeZone: "'Pacific/Chatham'",
    client_encoding: "'LATIN1'",
    bytea_output: "'escape'",
    extra_float_digits: '-15',
    standard_conforming_strings: 'off',
    search_path: "'nowhere'",
    default_transaction_isolation: "'serializable'",
    statement_timeout: "'1ms'",
    lock_timeout: "'1ms'",
  });
  worker = await startWorkerHere(hub().config);
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const replied = await greek.next('request.disclosed', { subject: sent.case ?? '' });

  expect([sent.outcome, accepted.outcome]).toEqual(['accepted', 'accepted']);
  expect(replied.message.subject).toBe(sent.case);
  expect(await tables().count('public.dead_letter')).toBe(0);
});

test('a database that was not migrated stops the start, and is told in words', async () => {
  const empty = new URL(hub().stage.databaseUrl);
  await tables().rows(`CREATE DATABASE ${EMPTY}`);
  empty.pathname = `/${EMPTY}`;
  try {
    await expect(startWorkerHere({ ...hub().config, DATABASE_URL: empty.href })).rejects.toThrow(
      /has to be migrated/,
    );
  } finally {
    await tables().rows(`DROP DATABASE ${EMPTY} WITH (FORCE)`);
  }
});

test('a database in which foreign keys are off stops the start, and is told why', async () => {
  await administrator.set({ session_replication_role: "'replica'" });
  await expect(startWorkerHere(hub().config)).rejects.toThrow(/session_replication_role/);
  await administrator.reset('session_replication_role');
});

test('one that forgets what it has confirmed stops the start of a hub that is not for training', async () => {
  await administrator.set({ synchronous_commit: 'off' });
  await expect(startWorkerHere({ ...hub().config, HUB_TRAINING: 'no' })).rejects.toThrow(
    /synchronous_commit/,
  );
  await administrator.reset('synchronous_commit');
});

import { expect, test } from 'vitest';
import { judge, type Foundations } from './foundations.ts';

const SOUND: Foundations = {
  version: 150_018,
  encoding: 'UTF8',
  replicationRole: 'origin',
  fsync: 'on',
  fullPageWrites: 'on',
  synchronousCommit: 'on',
};

function troubles(changes: Partial<Foundations>): readonly string[] {
  const { wrong, losing, doubtful } = judge({ ...SOUND, ...changes });
  return [
    ...wrong.map((text) => `wrong: ${text}`),
    ...losing.map((text) => `losing: ${text}`),
    ...doubtful.map((text) => `doubtful: ${text}`),
  ];
}

test('a database with the usual settings can keep what the hub promises', () => {
  expect(troubles({})).toEqual([]);
  for (const synchronousCommit of ['local', 'remote_write', 'remote_apply'])
    expect(troubles({ synchronousCommit })).toEqual([]);
});

test('one that is too old, of another alphabet or without foreign keys is not used at all', () => {
  expect(troubles({ version: 140_012 })).toEqual(['wrong: it is version 14; 15 or newer is needed']);
  expect(troubles({ encoding: 'LATIN1' })).toEqual(['wrong: server_encoding is LATIN1; UTF8 is needed']);
  expect(troubles({ replicationRole: 'replica' })).toHaveLength(1);
});

test('one that forgets what it has confirmed is named so', () => {
  expect(troubles({ fsync: 'off' })).toEqual(['losing: fsync is off']);
  expect(troubles({ synchronousCommit: 'off' })).toEqual(['losing: synchronous_commit is off']);
  expect(troubles({ fullPageWrites: 'off' })).toEqual(['doubtful: full_page_writes is off']);
});

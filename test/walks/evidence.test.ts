import { beforeAll, expect, test } from 'vitest';
import { useHub } from '../support/hub.ts';
import { verifyChains } from '../support/chains.ts';
import { command, request, YES } from '../support/requests.ts';
import { openSystem } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

const hub = useHub('evidence');
const tables = useTables(hub);

beforeAll(async () => {
  const [german, greek] = [await openSystem(hub(), 'de-anerkennung'), await openSystem(hub(), 'el-prosonta')];
  for (let index = 0; index < 5; index += 1) {
    const sent = await german.send(request(german.id));
    const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
    const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: YES }));
    await german.send(command(german.id, 'request.close', { case: replied }));
  }
  await Promise.all([german.close(), greek.close()]);
});

test('every chain verifies from the tables alone, without any code of the hub', async () => {
  const report = await verifyChains(tables().client);
  expect(report).toMatchObject({ chains: 5, records: 20, events: 20, problems: [] });
});

test.for([
  ['an event that was changed', `UPDATE case_event SET facts = facts || '{"forged": true}' WHERE seq = 2`, 5],
  ['an event that was dated back', `UPDATE case_event SET at = at - interval '1 day' WHERE seq = 3`, 5],
  ['another author of an event', `UPDATE case_event SET by = 'DE-T-BERLIN' WHERE seq = 2`, 5],
  ['a content that was exchanged', `UPDATE case_event SET content_digest = sha256('x') WHERE seq = 1`, 5],
  ['an event that is gone', 'DELETE FROM case_event WHERE seq = 4', 5],
  ['a record that was changed', `UPDATE evidence SET kind = 'Other' WHERE seq = 2`, 5],
  [
    'a record whose body was changed',
    `UPDATE evidence SET body = replace(body, 'request.accept', 'request.refuse') WHERE seq = 2`,
    5,
  ],
  ['a last record that was cut off', 'DELETE FROM evidence WHERE seq = 4', 5],
  ['a first record that was cut off', 'DELETE FROM evidence WHERE seq = 1', 10],
  ['a head that was moved', `UPDATE case_file SET chain_head = sha256('x')`, 5],
] as const)('%s is found', async ([, forgery, least]) => {
  const { client } = tables();
  await client.query('BEGIN');
  try {
    await client.query(forgery);
    const { problems } = await verifyChains(client);
    expect(problems.length).toBeGreaterThanOrEqual(least);
  } finally {
    await client.query('ROLLBACK');
  }
});

test('erasing what is personal leaves every chain whole', async () => {
  const { client } = tables();
  await client.query('BEGIN');
  try {
    await client.query('DELETE FROM case_content');
    await client.query('DELETE FROM case_attachment');
    await client.query('UPDATE case_file SET wrapped_key = NULL');
    expect((await verifyChains(client)).problems).toEqual([]);
  } finally {
    await client.query('ROLLBACK');
  }
});

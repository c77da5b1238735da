import { beforeAll, expect, test } from 'vitest';
import { digestOf } from '../../connector/message.ts';
import type { Traffic } from '../../connector/system.ts';
import { useHub } from '../support/hub.ts';
import { verifyChains, verifyChainsNow } from '../support/chains.ts';
import { command, request, wrongData, YES } from '../support/requests.ts';
import { openSystem } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = useHub('evidence');
const tables = useTables(hub);
const CASES = 5;
/** What came into the inboxes: type and digest of each message. */
const received: { readonly system: string; readonly type: string; readonly digest: string }[] = [];

function keep(system: string) {
  return {
    keep({ direction, message }: Traffic) {
      if (direction === 'received' && message !== undefined)
        received.push({ system, type: message.type, digest: digestOf(message) });
    },
  };
}

beforeAll(async () => {
  const german = await openSystem(hub(), 'de-anerkennung', keep('de-anerkennung'));
  const greek = await openSystem(hub(), 'el-prosonta', keep('el-prosonta'));
  for (let index = 0; index < CASES; index += 1) {
    const sent = await german.send(request(german.id));
    const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
    const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: YES }));
    await greek.send(command(greek.id, 'request.accept', { case: accepted }));
    await german.send(command(german.id, 'request.close', { case: replied }));
  }
  await german.send(request(german.id, wrongData()));
  await until(
    'all is marked',
    async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0,
  );
  await Promise.all([german.close(), greek.close()]);
});

test('every chain verifies from the tables alone, without any code of the hub', async () => {
  const report = await verifyChainsNow(tables().client);
  // That of each case, of the one system that was refused outside of a case, and of the hub's directory.
  expect(report).toMatchObject({ chains: CASES + 2, events: 4 * CASES, problems: [] });
});

test('every message, refusal and delivery has its record, and nothing has two', async () => {
  const counted = await tables().rows('SELECT kind, count(*)::int AS count FROM evidence GROUP BY kind ORDER BY kind');
  const deliveries = await tables().count('delivery');
  expect(deliveries).toBe(10 * CASES + 1);
  expect(counted).toEqual([
    { kind: 'ContentConsignment', count: deliveries },
    // The directory was published once, before all else.
    { kind: 'HubAction', count: 1 },
    { kind: 'SubmissionAcceptance', count: 4 * CASES },
    { kind: 'SubmissionRejection', count: CASES + 1 },
  ]);
}); // prettier-ignore

test('what evidence says was delivered is what has come in, by its digest', async () => {
  const records = await tables().rows<{ system: string; type: string; digest: string }>(
    `SELECT body::jsonb #>> '{recipientDetails,system}' AS system, body::jsonb ->> 'message' AS type,
       body::jsonb #>> '{userContentInfo,digestValue}' AS digest FROM evidence WHERE kind = 'ContentConsignment'`,
  );
  expect(records.map(written).toSorted()).toEqual(received.map(written).toSorted());
});

function written(one: { readonly system: string; readonly type: string; readonly digest: string }): string {
  return `${one.system} ${one.type} ${one.digest}`;
}

test.for([
  ['an event that was changed', `UPDATE case_event SET facts = (facts::jsonb || '{"forged": true}')::json WHERE seq = 2`, 5],
  ['an event that was dated back', `UPDATE case_event SET at = at - interval '1 day' WHERE seq = 3`, 5],
  ['another author of an event', `UPDATE case_event SET by = 'DE-T-BERLIN' WHERE seq = 2`, 5],
  ['a content that was exchanged', `UPDATE case_event SET content_digest = sha256('x') WHERE seq = 1`, 5],
  ['an event that is gone', 'DELETE FROM case_event WHERE seq = 4', 5],
  ['a record that was changed', `UPDATE evidence SET kind = 'Other' WHERE seq = 2`, 5],
  ['a record that was dated back', `UPDATE evidence SET at = at - interval '1 day' WHERE seq = 2`, 5],
  [
    'a record whose body was changed',
    `UPDATE evidence SET body = replace(body, 'request.accept', 'request.refuse') WHERE kind = 'SubmissionAcceptance'`,
    5,
  ],
  [
    'a last record that was cut off',
    'DELETE FROM evidence e WHERE seq = (SELECT max(seq) FROM evidence m WHERE m.chain = e.chain)',
    6,
  ],
  ['a first record that was cut off', 'DELETE FROM evidence WHERE seq = 1', 10],
  ['a head that was moved', `UPDATE case_file SET chain_head = sha256('x')`, 5],
  ['a receipt that was changed', `UPDATE message SET receipt = replace(receipt, 'accepted', 'rejected')`, 20],
  ['a refusal that is gone', `DELETE FROM message WHERE outcome = 'rejected'`, 1],
  ['an invented receipt', `INSERT INTO message SELECT system, id || 'x', digest, received_at, outcome, case_number, receipt, receipt_id, sealed FROM message LIMIT 1`, 1],
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
}); // prettier-ignore

test('erasing what is personal leaves every chain whole', async () => {
  const { client } = tables();
  await client.query('BEGIN');
  try {
    await client.query('DELETE FROM case_content');
    await client.query('DELETE FROM case_original');
    await client.query('DELETE FROM case_attachment');
    await client.query('UPDATE case_file SET wrapped_key = NULL');
    expect((await verifyChains(client)).problems).toEqual([]);
  } finally {
    await client.query('ROLLBACK');
  }
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditCode } from '../../hub/evidence/audit/problem.ts';
import { startTrainingAuthority } from '../../signing/training-seal.ts';
import { auditHere, auditNow } from '../support/audit.ts';
import { runCommand, type Answer } from '../support/command.ts';
import { openGate, type Gate } from '../support/gate.ts';
import { useFolder, useHub } from '../support/hub.ts';
import { command, request, wrongData, YES } from '../support/requests.ts';
import { openSystem } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const CASES = 4;

let gate: Gate | undefined;
const hub = useHub('audit', async () => {
  gate = await openGate();
  return { ...gate.environment, SIGNING_HTTP_ATTEMPTS: '1', EVIDENCE_ROOT_SECONDS: '1' };
});
const tables = useTables(hub);
const folder = useFolder();
afterAll(() => gate?.close());

/** A receipt is asked for again, a message is refused, and everything comes under at least two sealed roots. */
beforeAll(async () => {
  const german = await openSystem(hub(), 'de-anerkennung');
  const greek = await openSystem(hub(), 'el-prosonta');
  for (let index = 0; index < CASES; index += 1) {
    const asked = request(german.id);
    const sent = await german.send(asked);
    if (index === 0) await german.send(asked);
    const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
    if (index === 1) await until('a first root is sealed', async () => (await sealed()) > 0);
    const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: YES }));
    await greek.send(command(greek.id, 'request.accept', { case: accepted }));
    await german.send(command(german.id, 'request.close', { case: replied }));
  }
  await german.send(request(german.id, wrongData()));
  await until('all is marked', async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0);
  await until('all is under sealed roots', async () => (await auditNow(tables().client, trusting())).chains.unsealed === 0);
  await Promise.all([german.close(), greek.close()]);
}); // prettier-ignore

const sealed = () => tables().count('evidence_root WHERE signature IS NOT NULL');

function trusting(): readonly Uint8Array[] {
  return gate === undefined ? [] : [gate.root];
}

/** What is forged is never committed. */
async function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  const { client } = tables();
  await client.query('BEGIN');
  try {
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

function evidence(args: readonly string[], databaseUrl = hub().stage.databaseUrl): Promise<Answer> {
  return runCommand('evidence', args, { env: { DATABASE_URL: databaseUrl } });
}

function trusted(): string {
  const file = join(folder(), 'root.cer');
  writeFileSync(file, gate?.root ?? '');
  return file;
}

test('whole evidence is called whole by the command, which counts what there is', async () => {
  const { code, said, complained } = await evidence(['--trust', trusted()]);
  expect([complained, code]).toEqual(['', 0]);
  const records = await tables().count('evidence');
  const [roots, heads] = [await tables().count('evidence_root'), await tables().count('evidence_root_head')];
  const deliveries = await tables().count('delivery');
  expect(said.trim().split('\n')).toEqual([
    'The evidence is whole.',
    `${records} records in the chains of ${CASES} cases and 1 system.`,
    `${4 * CASES} events, ${5 * CASES + 1} receipts; ${deliveries} deliveries handed over, 0 overdue.`,
    `${roots} roots over ${heads} heads; ${roots} seals good, ${roots} with a time stamp.`,
    'All records lie under sealed roots.',
  ]);
  expect(roots).toBeGreaterThanOrEqual(2);
});

test('machines get the same as JSON', async () => {
  const { code, said } = await evidence(['--trust', trusted(), '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(said)).toMatchObject({
    outcome: 'whole',
    problems: [],
    chains: { cases: CASES, systems: 1, events: 4 * CASES, unsealed: 0 },
    roots: { doubts: [] },
  });
});

test('without anybody who is trusted it cannot be said, and by whom is not trusted neither', async () => {
  const alone = await evidence([]);
  expect([alone.code, alone.said]).toEqual([2, expect.stringMatching(/seals?, from root 1 on, cannot be called good or bad/)]);
  const stranger = await startTrainingAuthority({ key: 'ec', passphrase: 'stranger' });
  await stranger.close();
  const file = join(folder(), 'stranger.cer');
  writeFileSync(file, stranger.seal.root);
  expect((await evidence(['--trust', file])).code).toBe(2);
}); // prettier-ignore

test('what is not asked aright, and what cannot be read, is said without a trace', async () => {
  const nowhere = 'postgres://nobody:secret@127.0.0.1:9/none';
  const answers = [
    await evidence(['--loud']),
    await evidence([], ''),
    await evidence(['--trust', 'nowhere.pem']),
    await evidence([], nowhere),
  ];
  expect(answers.map(({ code }) => code)).toEqual([3, 3, 3, 2]);
  expect(answers.map(({ said }) => said).join('')).toBe('');
  for (const { complained } of answers) expect(complained).not.toMatch(/secret|\n\s+at /);
  expect(answers[3]?.complained).toBe('The evidence cannot be read: the database does not answer\n');
});

test('a database that is no hub is none that can be read', async () => {
  const url = new URL(hub().stage.databaseUrl);
  url.pathname = '/postgres';
  const { code, complained } = await evidence([], url.href);
  expect([code, complained]).toEqual([2, expect.stringContaining('does not exist')]);
});

test('a problem is told in a line of its own, and makes the answer 1', async () => {
  const { client } = tables();
  const [row] = await tables().rows<{ facts: object }>('SELECT facts FROM case_event ORDER BY case_number, seq LIMIT 1 OFFSET 1');
  const second = '(case_number, seq) = (SELECT case_number, seq FROM case_event ORDER BY case_number, seq LIMIT 1 OFFSET 1)';
  await client.query(`UPDATE case_event SET facts = '{"forged": true}' WHERE ${second}`);
  const { code, said } = await evidence(['--trust', trusted()]);
  await client.query(`UPDATE case_event SET facts = $1 WHERE ${second}`, [row?.facts]);
  const lines = said.trim().split('\n');
  // By it other coordinators would have a part in the case than those whom lists name.
  expect([code, lines[0], lines.at(-3)]).toEqual([1, 'The evidence is broken.', '2 problems:']);
  expect(lines.slice(-2).toSorted()).toEqual([
    expect.stringMatching(/^\S+, record \d+, event 2: it is not the event that was testified to\. EVENT_DIFFERS$/),
    expect.stringMatching(/^\S+: .*parts.* CASE_DIFFERS$/),
  ]);
  expect((await auditNow(tables().client, trusting())).outcome).toBe('whole');
}); // prettier-ignore

/** A case of which no receipt was asked for again. */
const CASE = '(SELECT max(number) FROM case_file)';
const HERE = `chain = ${CASE} AND seq = 2`;
const RECEIPT = `receipt LIKE '%"chain":"' || ${CASE} || '"%'`;

test.for<readonly [string, string, readonly AuditCode[]]>([
  ['an event that was changed', `UPDATE case_event SET facts = (facts::jsonb || '{"forged": true}')::json WHERE case_number = ${CASE} AND seq = 2`, ['EVENT_DIFFERS']],
  ['an event that was dated back', `UPDATE case_event SET at = at - interval '1 day' WHERE case_number = ${CASE} AND seq = 3`, ['EVENT_DIFFERS']],
  ['an event of no time', `UPDATE case_event SET at = 'infinity' WHERE case_number = ${CASE} AND seq = 3`, ['EVENT_DIFFERS']],
  ['another author of an event', `UPDATE case_event SET by = 'DE-T-BERLIN' WHERE case_number = ${CASE} AND seq = 2`, ['EVENT_DIFFERS']],
  ['a content that was exchanged', `UPDATE case_event SET content_digest = sha256('x') WHERE case_number = ${CASE} AND seq = 1`, ['EVENT_DIFFERS']],
  ['a content that was taken away', `UPDATE case_event SET content_digest = NULL WHERE case_number = ${CASE} AND seq = 1`, ['CONTENT_LEFT', 'EVENT_DIFFERS']],
  ['an event that is gone', `DELETE FROM case_event WHERE case_number = ${CASE} AND seq = 4`, ['CASE_DIFFERS', 'EVENT_MISSING']],
  ['an event that was invented', `INSERT INTO case_event SELECT case_number, 99, type, at, by, facts, NULL, mac FROM case_event WHERE case_number = ${CASE} AND seq = 2`, ['CASE_DIFFERS', 'EVENT_UNTESTIFIED']],
  ['a kind that was changed', `UPDATE evidence SET kind = 'ContentHandoverFailure' WHERE ctid = (SELECT ctid FROM evidence WHERE kind = 'ContentConsignment' AND chain = ${CASE} LIMIT 1)`, ['COLUMNS_DIFFER', 'DELIVERY_UNTESTIFIED']],
  ['a record that was dated back', `UPDATE evidence SET at = at - interval '1 day' WHERE ${HERE}`, ['COLUMNS_DIFFER']],
  ['a body that was changed', `UPDATE evidence SET body = replace(body, 'Consignment', 'Handover') WHERE ctid = (SELECT ctid FROM evidence WHERE kind = 'ContentConsignment' AND chain = ${CASE} LIMIT 1)`, ['COLUMNS_DIFFER', 'LINK_BROKEN']],
  ['a chain that was cut at its end', `DELETE FROM evidence WHERE chain = ${CASE} AND seq = (SELECT max(seq) FROM evidence WHERE chain = ${CASE})`, ['COVERED_DIFFERS', 'DELIVERY_UNTESTIFIED', 'HEAD_DIFFERS']],
  ['a head that was moved', `UPDATE case_file SET chain_head = sha256('x') WHERE number = ${CASE}`, ['HEAD_DIFFERS']],
  ['a head of a system that is gone', 'DELETE FROM evidence_chain', ['HEAD_MISSING']],
  ['a case that never was', `INSERT INTO case_file SELECT 'REQ-0', workflow, area, status, version, 0, 0, chain_head, wrapped_key, opened_at, updated_at, NULL, NULL, mac FROM case_file WHERE number = ${CASE}`, ['CASE_DIFFERS', 'CHAIN_MISSING']],
  ['a receipt that was changed', `UPDATE message SET receipt = replace(receipt, '"version":', '"version":7') WHERE ${RECEIPT} AND outcome = 'accepted'`, ['RECEIPT_DIFFERS']],
  ['receipts that were exchanged', `UPDATE message m SET receipt_id = (SELECT receipt_id FROM message o WHERE o.id <> m.id LIMIT 1) WHERE outcome = 'rejected' AND NOT receipt LIKE '%"chain":"REQ%'`, ['RECEIPT_DIFFERS']],
  ['receipts that were stripped', `UPDATE message SET receipt = regexp_replace(receipt, '"digest":"[0-9a-f]{64}",', '') WHERE ${RECEIPT}`, ['RECEIPT_STRIPPED']],
  ['receipts that are none', `UPDATE message SET receipt = '[]' WHERE ${RECEIPT} AND outcome = 'rejected'`, ['RECEIPT_MISPLACED', 'RECEIPT_MISSING']],
  ['an outcome that was turned', `UPDATE message SET outcome = 'accepted' WHERE ${RECEIPT} AND outcome = 'rejected'`, ['OUTCOME_DIFFERS']],
  ['a refusal that is gone', `DELETE FROM message WHERE ${RECEIPT} AND outcome = 'rejected'`, ['RECEIPT_MISSING']],
  ['an invented receipt', `INSERT INTO message SELECT system, id || 'x', digest, received_at, outcome, case_number, receipt, receipt_id, sealed FROM message WHERE ${RECEIPT} LIMIT 1`, ['RECEIPT_TWICE']],
  ['a mark that is gone', `UPDATE delivery SET handed_over = NULL WHERE chain = ${CASE} AND type <> 'receipt'`, ['DELIVERY_UNMARKED']],
  ['a mark that was invented', `UPDATE delivery SET overdue = now() WHERE chain = ${CASE}`, ['DELIVERY_UNTESTIFIED']],
  ['another system to which news went', `UPDATE delivery SET system = 'bg-kvalifikatsii' WHERE chain = ${CASE} AND type = 'request.arrived'`, ['DELIVERY_UNMARKED', 'DELIVERY_UNTESTIFIED']],
  ['another document that went along', `UPDATE delivery SET attachments = '{doc-7}' WHERE chain = ${CASE} AND type = 'request.arrived'`, ['DELIVERIES_DIFFER']],
  ['deliveries that are gone', `DELETE FROM delivery WHERE chain = ${CASE} AND type <> 'receipt'`, ['DELIVERIES_DIFFER', 'DELIVERY_UNMARKED']],
  ['a root whose statement was changed', `UPDATE evidence_root SET statement = regexp_replace(statement, '"at":"....', '"at":"1999') WHERE number = 1`, ['PREVIOUS_DIFFERS', 'SEAL_BROKEN']],
  ['a root whose statement is none', `UPDATE evidence_root SET statement = 'x' WHERE number = (SELECT max(number) FROM evidence_root)`, ['SEAL_BROKEN', 'STATEMENT_UNREADABLE']],
  ['seals that were exchanged', `UPDATE evidence_root SET signature = (SELECT signature FROM evidence_root WHERE number = 2) WHERE number = 1`, ['SEAL_BROKEN']],
  ['a seal that is none', `UPDATE evidence_root SET signature = 'x' WHERE number = 1`, ['SEAL_BROKEN']],
  ['a seal that is gone', `UPDATE evidence_root SET signature = NULL, sealed_at = NULL WHERE number = 1`, ['SEAL_MISSING']],
  ['a root that is gone', `DELETE FROM evidence_root WHERE number = 1`, ['NUMBER_OUT_OF_ORDER', 'PREVIOUS_DIFFERS', 'ROOT_MISSING']],
  ['that all roots are gone', `DELETE FROM evidence_root`, ['ROOT_MISSING']],
  ['that all roots are gone, with what lies under them', `DELETE FROM evidence_root; DELETE FROM evidence_root_head; UPDATE epoch SET last_root = 1`, ['ROOT_MISSING']],
  ['a record that was kept out of all roots', `DELETE FROM evidence_root_head WHERE chain LIKE 'system/%'; UPDATE evidence SET written_by = 3 WHERE chain LIKE 'system/%'`, ['RECORD_OMITTED', 'ROOT_DIFFERS', 'SIZE_DIFFERS']],
  ['a head under a root that was moved', `UPDATE evidence_root_head SET hash = sha256('x') WHERE number = 1 AND position = 0`, ['COVERED_DIFFERS', 'ROOT_DIFFERS']],
  ['a chain that is wholly gone but for its roots', `DELETE FROM evidence_chain WHERE chain LIKE 'system/%'; DELETE FROM evidence WHERE chain LIKE 'system/%'; DELETE FROM delivery WHERE chain LIKE 'system/%'; DELETE FROM message WHERE NOT receipt LIKE '%"chain":"REQ%'`, ['COVERED_DIFFERS']],
])('%s is found', ([, forgery, codes]) => inTransaction(async () => {
  await tables().client.query(forgery);
  const { problems, outcome } = await auditHere(tables().client, trusting());
  expect([...new Set(problems.map(({ code }) => code))].toSorted()).toEqual(codes);
  expect(outcome).toBe('broken');
})); // prettier-ignore

test('a chain that was cut at its start is found', () => inTransaction(async () => {
  await tables().client.query(`DELETE FROM evidence WHERE chain = ${CASE} AND seq = 1`);
  const codes = (await auditHere(tables().client, trusting())).problems.map(({ code }) => code);
  // Besides, where a hand-over follows first, it testifies up to an event that nobody has told of.
  expect(codes).toEqual(expect.arrayContaining(['EVENT_OUT_OF_ORDER', 'EVENT_UNTESTIFIED', 'RECEIPT_MISPLACED', 'RECORDS_MISSING']));
})); // prettier-ignore

test('a hub at work does not disturb an audit: it sees one moment', async () => {
  const { client } = tables();
  const german = await openSystem(hub(), 'de-anerkennung');
  let isAtWork = true;
  async function send(): Promise<void> {
    for (let wave = 0; wave < 20; wave += 1)
      await Promise.all(Array.from({ length: 10 }, () => german.send(request(german.id))));
  }
  const work = send().finally(() => {
    isAtWork = false;
  });
  const seen = new Set<number>();
  while (isAtWork) {
    const { outcome, problems, chains } = await auditNow(client, trusting());
    expect([outcome, problems]).toEqual(['whole', []]);
    seen.add(chains.records);
  }
  await work;
  await german.close();
  expect(seen.size).toBeGreaterThan(1);
}); // prettier-ignore

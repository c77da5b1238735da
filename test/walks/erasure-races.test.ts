import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import { openLog } from '../../adapters/log.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { merge } from '../../hub/case/changes.ts';
import { decideAll } from '../../hub/intake/decide.ts';
import { admit } from '../../hub/intake/admit.ts';
import { eraseDue } from '../../hub/testing/erase-due.ts';
import { handOver } from '../../hub/outgoing/hand-over.ts';
import type { Hub } from '../../hub/hub.ts';
import { problemsAhead } from '../support/audit.ts';
import { verifyChainsNow } from '../support/chains.ts';
import { useHub } from '../support/hub.ts';
import { bytesOf } from '../support/raw.ts';
import { command, request, requestData, written } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { keptId } from '../support/kept-id.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { openHub } from '../../worker/hub.ts';

/** Erasure while something else happens to the same case, on the real database. */

const hub = useHub('erasure-races');
const tables = useTables(hub);
const open = useSystems(hub);
const GOING_ON = { aborted: false };
const LATER_MS = 214 * 86_400_000;

let here: Assembled | undefined;
beforeAll(async () => {
  here = await openHub(hub().config, openLog('silent', 'worker'));
});
afterAll(() => here?.close());

function present(): Hub {
  if (here === undefined) throw new TypeError('it is there when the tests begin');
  return here.hub;
}

function later(): Hub {
  return { ...present(), clock: { now: () => new Date(Date.now() + LATER_MS).toISOString() } };
}

async function withdrawn(german: NationalSystem) {
  const message = request(german.id, requestData({ comment: 'Was steht in der Urkunde?' }));
  const sent = await german.send(message);
  const data = { justification: written('Hat sich erledigt.') };
  const ended = await german.send(command(german.id, 'request.withdraw', { case: sent, data }));
  expect(ended.status).toBe('withdrawn');
  await until('all is handed over', async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0);
  return { message, number: sent.case ?? '', ended };
} // prettier-ignore

test('several workers erase a case once', async () => {
  const german = await open('de-anerkennung');
  await withdrawn(german);
  await withdrawn(german);
  const done = await Promise.all([1, 2, 3].map(() => eraseDue(later(), GOING_ON)));
  expect(done.reduce((sum, { cases }) => sum + cases, 0)).toBe(2);
  expect(await tables().count(`case_event WHERE type = 'content.erased'`)).toBe(2);
});

test('a receipt that is going out again is not left behind under the id that the evidence knows', async () => {
  const { message, number } = await withdrawn(await open('de-anerkennung'));
  const [old] = await tables().rows<{ receipt_id: string }>('SELECT receipt_id FROM message WHERE id = $1', [
    keptId(hub(), 'de-anerkennung', message.id),
  ]);
  const submission = {
    system: 'de-anerkennung',
    bytes: await bytesOf(message, 'json'),
    contentType: 'application/cloudevents+json',
    receivedAt: new Date().toISOString(),
  };
  const admission = admit(present(), submission);
  let erasing: Promise<unknown> = Promise.resolve();
  let isErased = false;
  const repeated = await present().store.transaction(async (unit) => {
    const key = { system: submission.system, id: message.id };
    const loaded = await unit.load([key], []);
    erasing = eraseDue(later(), GOING_ON).then(() => (isErased = true));
    await sleep(500);
    expect(isErased).toBe(false);
    const outcomes = await decideAll(present(), { loaded, uploads: new Map(), unit }, [admission]);
    await unit.write(merge(outcomes.map(({ changes }) => changes)));
    return outcomes;
  });
  await erasing;
  const again = repeated[0]?.receipt.outgoing;
  expect(again).toMatchObject({ duplicate: true });
  expect(await tables().count('delivery WHERE id = ANY($1)', [[old?.receipt_id, again?.id]])).toBe(0);
  expect(await tables().count('message WHERE receipt_id = $1', [old?.receipt_id])).toBe(0);
  expect(await tables().count('case_file WHERE number = $1 AND erased_at IS NOT NULL', [number])).toBe(1);
});

test('a delivery that is on its way leaves no trace when its case is erased before it is marked', async () => {
  const { number } = await withdrawn(await open('de-anerkennung'));
  const [row] = await tables().rows<{ id: string }>(
    `SELECT id FROM delivery WHERE case_number = $1 AND type = 'request.withdrawn'`,
    [number],
  );
  const outgoing = await present().store.delivery(row?.id ?? '');
  if (outgoing === undefined) throw new TypeError('the delivery is there until its case is erased');
  await eraseDue(later(), GOING_ON);
  const before = await tables().count('evidence');
  const at = new Date().toISOString();
  expect(await handOver(present(), 'ContentConsignment', [{ outgoing, at, digest: 'a'.repeat(64) }])).toBe(0);
  expect(await tables().count('evidence')).toBe(before);
});

test('a command that comes while a case is erased waits, and finds it erased', async () => {
  const german = await open('de-anerkennung');
  const { number, ended } = await withdrawn(german);
  const order = (data: object) => german.send(command(german.id, 'report.order', { case: ended, data }));
  const [answers] = await Promise.all([
    Promise.all([order({ kind: 'full' }), order({ kind: 'full' }), order({ kind: 'full' })]),
    eraseDue(later(), GOING_ON),
  ]);
  const codes = answers.map(({ outcome, faults = [] }) => faults[0]?.code ?? outcome);
  for (const code of codes) expect(['accepted', 'CONTENT_ERASED']).toContain(code);
  const after = await order({ kind: 'full' });
  expect(after.faults?.[0]?.code).toBe('CONTENT_ERASED');
  await until('every report that was ordered has been made', async () => (await tables().count('report WHERE issued_at IS NULL')) === 0, 170_000);
  const kept = await tables().rows<{ id: string }>('SELECT id FROM report WHERE case_number = $1', [number]);
  for (const { id } of kept) {
    const file = await present().store.report(id);
    expect(Buffer.from(file?.bytes ?? []).includes('Musterfrau')).toBe(false);
  }
}, 180_000); // prettier-ignore

test('what is due is found page by page, and nothing that is not', async () => {
  const german = await open('de-anerkennung');
  const first = await withdrawn(german);
  const second = await withdrawn(german);
  const { store } = present();
  const page = { at: '2999-01-01T00:00:00.000Z', limit: 1 };
  const [one] = await store.due(page);
  const [other] = await store.due({ ...page, ...(one === undefined ? {} : { after: one }) });
  expect([one?.number, other?.number]).toEqual([first.number, second.number]);
  expect(await store.due({ ...page, ...(other === undefined ? {} : { after: other }) })).toEqual([]);
  expect(await store.due({ at: new Date().toISOString(), limit: 9 })).toEqual([]);
  expect(await store.askAgain('PQ', 'another', '2026-01-01T00:00:00.000Z')).toBe(2);
  expect(await store.askAgain('PQ', 'another', '2026-01-01T00:00:00.000Z')).toBe(0);
  expect(await store.due({ at: new Date().toISOString(), limit: 9 })).toHaveLength(2);
}); // prettier-ignore

test('when all this is done every chain verifies', async () => {
  await until(
    'all is handed over',
    async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0,
  );
  expect((await verifyChainsNow(tables().client)).problems).toEqual([]);
  expect(await problemsAhead(tables().client)).toEqual([]);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import { openLog } from '../../adapters/log.ts';
import { eraseDue } from '../../hub/testing/erase-due.ts';
import { submitForm, type Form } from '../../hub/intake/form.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import { auditNow, problemsAhead } from '../support/audit.ts';
import { verifyContainer } from '../../signing/asic/verify-container.ts';
import { useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, requestData, written } from '../support/requests.ts';
import { registration, useSystems } from '../support/systems.ts';
import { verifiedAt } from '../support/verified.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { openHub } from '../../worker/hub.ts';

/** Persons act for authorities whose systems act as well, on the real database. */

const hub = useHub('persons');
const tables = useTables(hub);
const open = useSystems(hub);
const PERSON = 'p-4711';
const LATER_MS = 214 * 86_400_000;

let here: Assembled | undefined;
beforeAll(async () => {
  here = await openHub(hub().config, openLog('silent', 'console'));
});
afterAll(() => here?.close());

const [GERMAN = ''] = registration('de-anerkennung').authorities;

function present(): Hub {
  if (here === undefined) throw new TypeError('it is there when the tests begin');
  return here.hub;
}

function form(more: Partial<Form> = {}): Form {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    time: now,
    receivedAt: now,
    type: 'request.send',
    data: requestData({ comment: 'Was steht in der Urkunde?' }),
    by: { kind: 'authority', authority: GERMAN, person: PERSON, roles: ['request handler'] },
    ...more,
  };
}

async function submitted(filled: Form): Promise<Receipt> {
  const receipt: Receipt = (await submitForm(present(), filled)).receipt.said;
  return receipt;
}

test('a person asks, a system answers, and all that is kept knows the person by number alone', async () => {
  const greek = await open('el-prosonta');
  const filled = form();
  const sent = await submitted(filled);
  expect(sent).toMatchObject({ outcome: 'accepted', message: filled.id });
  expect(await submitted(filled)).toEqual(sent);
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  expect(accepted.outcome).toBe('accepted');
  const [event] = await tables().rows('SELECT by, person FROM case_event WHERE case_number = $1 AND seq = 1', [sent.case]);
  expect(event).toEqual({ by: GERMAN, person: PERSON });
  expect(await tables().count(`delivery WHERE type = 'receipt' AND starts_with(system, 'person/')`)).toBe(0);
  await until('all is handed over', async () => (await tables().count('delivery WHERE handed_over IS NULL')) <= 1);
  expect((await auditNow(tables().client, [], { key: hub().config.HUB_MASTER_KEY })).problems).toEqual([]);
}); // prettier-ignore

test('the event of a person who is exchanged for another in the database is not believed', async () => {
  const sent = await submitted(form());
  await tables().rows(`UPDATE case_event SET person = 'p-1' WHERE case_number = $1`, [sent.case]);
  await expect(present().store.caseAt(sent.case ?? '')).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
  const audited = await auditNow(tables().client, [], { key: hub().config.HUB_MASTER_KEY });
  expect(audited.problems).toContainEqual(
    expect.objectContaining({ code: 'EVENT_FORGED', chain: sent.case }),
  );
  await tables().rows('UPDATE case_event SET person = $2 WHERE case_number = $1', [sent.case, PERSON]);
});

test('a refusal of what a person filled in stands in a chain of its own', async () => {
  const refused = await submitted(form({ data: requestData({ country: 'DE' }) }));
  expect(refused).toMatchObject({ outcome: 'rejected', evidence: { chain: `person/${PERSON}` } });
  expect((await auditNow(tables().client, [], { key: hub().config.HUB_MASTER_KEY })).problems).toEqual([]);
});

test('the dossier of an authority holds what its persons have filled in, with the receipts that they had, and verifies', async () => {
  const german = await open('de-anerkennung');
  const filled = form({ data: requestData({ comment: 'Von Hand gefragt.', attachment: Buffer.from('89504e470d0a1a0a', 'hex') }) });
  const sent = await submitted(filled);
  const ordered = await german.send(command(german.id, 'dossier.order', { case: sent, data: { kind: 'full' } }));
  expect(ordered.outcome).toBe('accepted');
  const { message } = await german.next('report.issued', { subject: sent.case ?? '', timeout: 60_000 });
  const dossier = reportIn(message.data);
  const { indication, contents } = await verifiedAt(hub().httpUrl, dossier);
  expect(indication).toBe('TOTAL-PASSED');
  const { files } = verifyContainer(dossier, { trust: [hub().root] });
  expect(contents?.filter((one) => one.indication !== 'TOTAL-PASSED')).toEqual([]);
  const said = new Map(files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]));
  const asked = JSON.parse(said.get('messages/sent/001-request.send.json') ?? '{}');
  expect(asked).toMatchObject({ id: filled.id, source: `urn:imi-hub:person:${PERSON}`, data: { attachments: [{ id: 'doc-1' }] } });
  const receipt = JSON.parse(said.get('receipts/001-receipt.json') ?? '{}');
  expect(receipt).toMatchObject({ receiver: `urn:imi-hub:person:${PERSON}`, data: { message: filled.id, outcome: 'accepted' } });
  expect([...said.keys()]).toContain('messages/sent/002-dossier.order.json');
}, 120_000); // prettier-ignore

test('what the persons of the other side have filled in is in no dossier but theirs', async () => {
  const greek = await open('el-prosonta');
  const sent = await submitted(form({ data: requestData({ comment: 'Nur für uns.' }) }));
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const ordered = await greek.send(command(greek.id, 'dossier.order', { case: accepted, data: { kind: 'full' } }));
  expect(ordered.outcome).toBe('accepted');
  const { message } = await greek.next('report.issued', { subject: sent.case ?? '', timeout: 60_000 });
  const { files } = verifyContainer(reportIn(message.data), { trust: [hub().root] });
  const names = files.map(({ name }) => name);
  expect(names).toContain('messages/sent/001-request.accept.json');
  expect(names.filter((name) => name.includes('request.send'))).toEqual([]);
  for (const { bytes } of files) expect(Buffer.from(bytes).toString()).not.toContain(PERSON);
}, 120_000); // prettier-ignore

test('what a person filled in is erased with its case', async () => {
  const filled = form();
  const sent = await submitted(filled);
  const withdrawn = form({
    type: 'request.withdraw',
    subject: sent.case ?? '',
    caseversion: sent.version ?? 0,
    data: { justification: written('Hat sich erledigt.') },
  });
  expect((await submitted(withdrawn)).status).toBe('withdrawn');
  const later = { now: () => new Date(Date.now() + LATER_MS).toISOString() };
  await eraseDue({ ...present(), clock: later }, { aborted: false });
  expect(await tables().count('message WHERE case_number = $1 AND digest IS NOT NULL', [sent.case])).toBe(0);
  expect(await tables().count('case_original WHERE case_number = $1', [sent.case])).toBe(0);
  expect(await problemsAhead(tables().client, { key: hub().config.HUB_MASTER_KEY })).toEqual([]);
});

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readZip } from '../../signing/asic/read-zip.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { listCases } from '../../hub/case/list.ts';
import { strikeDue } from '../../hub/clock/strike.ts';
import { submitForm } from '../../hub/intake/form.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import { problemsAhead } from '../support/audit.ts';
import { WITH_ECHO } from '../support/echo.ts';
import { useFolder, usePreparedHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, request, YES } from '../support/requests.ts';
import { newMessage } from '../../connector/message.ts';
import { registration, useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { startWorkerHere, type WorkerHere } from '../support/workers.ts';

/** Further workflows beside requests, through the whole hub: each takes its folder and one line of the registry. */

const hub = usePreparedHub('echo');
const folder = useFolder();
const tables = useTables(hub);
const open = useSystems(hub);
const GOING_ON = { aborted: false };
const DAY_MS = 86_400_000;

let worker: WorkerHere | undefined;
beforeAll(async () => {
  worker = await startWorkerHere({ ...hub().config, HUB_AREAS: areasWithEcho() }, undefined, WITH_ECHO);
});
afterAll(() => worker?.stop());

/** The published areas, of which one uses the second workflow. */
function areasWithEcho(): string {
  const areas = join(folder(), 'areas');
  cpSync('schemas/areas', areas, { recursive: true });
  const file = join(areas, 'PQ', 'area.json');
  const area = JSON.parse(readFileSync(file, 'utf8')) as { workflows: Record<string, unknown> };
  const workflows = { ...area.workflows, echo: { mostDays: 5 } };
  writeFileSync(file, JSON.stringify({ ...area, workflows }));
  return areas;
}

function present(): Hub {
  if (worker === undefined) throw new TypeError('it is there when the tests begin');
  return worker.assembled.hub;
}

const later = (days: number): Hub => ({
  ...present(),
  clock: { now: () => new Date(Date.now() + days * DAY_MS).toISOString() },
});

function authorityOf(id: string): string {
  return registration(id).authorities[0] ?? '';
}

const CALLED = ['el-prosonta', 'bg-kvalifikatsii'].map(authorityOf);

async function call(german: NationalSystem, days = 5) {
  const data = { area: 'PQ', called: CALLED, days, words: 'Ist da jemand?' };
  return german.send(newMessage(german.id, 'echo.call', { authority: authorityOf(german.id), data }));
}

async function audited(): Promise<readonly unknown[]> {
  await until('all is handed over', async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0);
  const knowing = { key: hub().config.HUB_MASTER_KEY, workflows: WITH_ECHO.workflows };
  return problemsAhead(tables().client, knowing);
} // prettier-ignore

test('one calls many, in XML and JSON alike; each is told, and each answers for itself', async () => {
  const [german, greek, bulgarian] = [await open('de-anerkennung'), await open('el-prosonta'), await open('bg-kvalifikatsii')];
  const called = await call(german);
  expect(called).toMatchObject({ outcome: 'accepted', status: 'called', version: 1 });
  expect(called.case).toMatch(/^ECHO-/);
  expect(await waitsFor(CALLED)).toEqual(CALLED.map((authority) => `${called.case} ${authority}`).toSorted());
  for (const system of [greek, bulgarian]) {
    const { message } = await system.next('echo.heard', { subject: called.case ?? '' });
    expect(message.data).toMatchObject({ case: { words: 'Ist da jemand?', answers: [], commands: ['echo.answer', 'report.order', 'dossier.order'] } });
    const now = await newest(called.case);
    const answered = command(system.id, 'echo.answer', { case: now, data: { words: `Ja, ${system.id}` } });
    expect((await system.send(answered)).outcome).toBe('accepted');
  }
  expect(await waitsFor(CALLED)).toEqual([]);
  const second = await newest(called.case);
  const again = await greek.send(command(greek.id, 'echo.answer', { case: second, data: { words: 'Noch einmal' } }));
  expect(again.faults?.map(({ code }) => code)).toEqual(['ANSWER_TWICE']);
  expect(await audited()).toEqual([]);
}); // prettier-ignore

async function waitsFor(authorities: readonly string[]): Promise<readonly string[]> {
  const { cases } = await listCases(present(), authorities, {
    waitsFor: ['request handler'],
    workflows: ['echo'],
    limit: 50,
  });
  return cases.map(({ number, authority }) => `${number} ${authority}`).toSorted();
}

async function newest(number: string | undefined): Promise<{ readonly case?: string; readonly version: number }> {
  const [row] = await tables().rows<{ version: number }>('SELECT version FROM case_file WHERE number = $1', [number]);
  return { ...(number === undefined ? {} : { case: number }), version: row?.version ?? 0 };
} // prettier-ignore

test('commands of one workflow are none of the other, and strangers learn nothing', async () => {
  const [german, greek, french] = [await open('de-anerkennung'), await open('el-prosonta'), await open('at-anerkennung')];
  const called = await call(german);
  const wrong = await greek.send(command(greek.id, 'request.accept', { case: called }));
  expect(wrong.faults?.map(({ code }) => code)).toEqual(['COMMAND_OF_OTHER_WORKFLOW']);
  const sent = await german.send(request(german.id));
  const odd = await greek.send(command(greek.id, 'echo.answer', { case: sent, data: { words: 'Ja' } }));
  expect(odd.faults?.map(({ code }) => code)).toEqual(['COMMAND_OF_OTHER_WORKFLOW']);
  const stranger = await french.send(command(french.id, 'echo.answer', { case: called, data: { words: 'Ja' } }));
  expect(stranger.faults?.map(({ code }) => code)).toEqual(['CASE_UNKNOWN']);
}); // prettier-ignore

test('an area that does not use a workflow has no cases of it, and its settings bind those that it has', async () => {
  const german = await open('de-anerkennung');
  const data = { area: 'SERVICES', called: CALLED, days: 5, words: 'Ist da jemand?' };
  const refused = await german.send(newMessage(german.id, 'echo.call', { authority: authorityOf(german.id), data }));
  expect(refused.faults?.map(({ code, path }) => `${code} ${path}`)).toEqual(['WORKFLOW_NOT_IN_AREA /data/area']);
  const called = await call(german, 30);
  await strikeDue(later(6), { signal: GOING_ON });
  expect(await statusOf(called.case)).toBe('expired');
}); // prettier-ignore

describe('of a workflow outside all areas', () => {
  const [to = ''] = CALLED;

  async function hailed(german: NationalSystem) {
    const data = { to, words: 'Guten Tag!' };
    return german.send(newMessage(german.id, 'hail.send', { authority: authorityOf(german.id), data }));
  }

  test('a case is opened, told, answered and listed like any other, and is of no area', async () => {
    const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
    const sent = await hailed(german);
    expect(sent).toMatchObject({ outcome: 'accepted', status: 'hailed', version: 1 });
    const heard = await greek.next('hail.heard', { subject: sent.case ?? '' });
    expect(heard.message.data).toMatchObject({ case: { words: 'Guten Tag!' } });
    const listed = await listCases(present(), [to], { workflows: ['hail'], limit: 5 });
    expect(listed.cases).toMatchObject([{ number: sent.case, area: '', waitsFor: 'request handler' }]);
    expect((await greek.send(command(greek.id, 'hail.answer', { case: sent }))).outcome).toBe('accepted');
    await german.next('hail.ended', { subject: sent.case ?? '' });
    const order = command(german.id, 'report.order', { case: await newest(sent.case), data: { kind: 'full' } });
    expect((await german.send(order)).outcome).toBe('accepted');
    const { message } = await german.next('report.issued', { subject: sent.case ?? '' });
    expect(reportIn(message.data).subarray(0, 5).toString()).toBe('%PDF-');
    const bare = { case: await newest(sent.case), data: { kind: 'fullWithoutPersonalData' } };
    const refused = await german.send(command(german.id, 'dossier.order', bare));
    expect(refused.faults).toMatchObject([{ code: 'REPORT_KIND_UNKNOWN', facts: [{ name: 'kinds', value: 'full' }] }]);
    expect(await audited()).toEqual([]);
  });

  test('one who was invited opens a case before there is an authority to act for, and all that is kept knows the invitation by number', async () => {
    const greek = await open('el-prosonta');
    const now = new Date().toISOString();
    const knock = {
      id: 'form-knock-1', time: now, receivedAt: now, type: 'hail.send', data: { to, words: 'Dürfen wir eintreten?' },
      by: { kind: 'stranger', invitation: 'inv-2026-1' } as const,
    };
    const receipt: Receipt = (await submitForm(present(), knock)).receipt.said;
    expect(receipt).toMatchObject({ outcome: 'accepted', status: 'hailed' });
    expect((await submitForm(present(), knock)).receipt).toMatchObject({ isRepeated: true });
    const heard = await greek.next('hail.heard', { subject: receipt.case ?? '' });
    expect(heard.message.data).toMatchObject({ case: { from: 'urn:imi-hub:invitation:inv-2026-1' } });
    const [event] = await tables().rows('SELECT by, person FROM case_event WHERE case_number = $1', [receipt.case]);
    expect(event).toEqual({ by: 'urn:imi-hub:invitation:inv-2026-1', person: null });
    expect((await greek.send(command(greek.id, 'hail.answer', { case: receipt }))).outcome).toBe('accepted');
    expect(await audited()).toEqual([]);
    await strikeDue(later(200), { signal: GOING_ON });
    expect(await tables().count(`message WHERE case_number = $1 AND digest IS NOT NULL`, [receipt.case])).toBe(0);
    expect(await audited()).toEqual([]);
  });

  test('the clock ends and erases it by the rules that hold for all cases', async () => {
    const german = await open('de-anerkennung');
    const sent = await hailed(german);
    // Three working days, however many days of rest lie between.
    await strikeDue(later(20), { signal: GOING_ON });
    expect(await statusOf(sent.case)).toBe('passed');
    await german.next('hail.ended', { subject: sent.case ?? '', timeout: 60_000 });
    await strikeDue(later(170), { signal: GOING_ON });
    expect(await tables().count('case_content WHERE case_number = $1', [sent.case])).toBe(1);
    await strikeDue(later(240), { signal: GOING_ON });
    expect(await tables().count('case_content WHERE case_number = $1', [sent.case])).toBe(0);
    expect(await audited()).toEqual([]);
  });
}); // prettier-ignore

test('a request beside it goes its own way, report included', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: YES }));
  const ordered = await german.send(
    command(german.id, 'report.order', { case: replied, data: { kind: 'full' } }),
  );
  expect(ordered.outcome).toBe('accepted');
  const { message } = await german.next('report.issued', { subject: sent.case ?? '' });
  expect(reportIn(message.data).subarray(0, 5).toString()).toBe('%PDF-');
});

describe('of an echo', () => {
  test('a report is sealed, and a dossier holds its messages; kinds that it has not are refused with those that it has', async () => {
    const german = await open('de-anerkennung');
    const called = await call(german);
    const order = (type: string, kind: string) => german.send(command(german.id, type, { case: called, data: { kind } }));
    expect((await order('report.order', 'full')).outcome).toBe('accepted');
    const report = await german.next('report.issued', { subject: called.case ?? '' });
    expect(reportIn(report.message.data).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await order('dossier.order', 'full')).outcome).toBe('accepted');
    const dossier = await german.next('report.issued', { subject: called.case ?? '' });
    const files = readZip(reportIn(dossier.message.data));
    if ('refused' in files) throw new TypeError('the dossier is a container');
    expect(files.some(({ name }) => name.includes('echo.call'))).toBe(true);
    const refused = await order('report.order', 'consent');
    expect(refused.faults?.[0]).toMatchObject({ code: 'REPORT_KIND_UNKNOWN', path: '/data/kind' });
  });

  test('the clock ends what nobody has ended, tells everybody, and erases it when its period is over', async () => {
    const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
    const called = await call(german, 5);
    expect(await strikeDue(later(4), { signal: GOING_ON })).toMatchObject({ failed: 0, refused: 0 });
    expect(await statusOf(called.case)).toBe('called');
    await strikeDue(later(6), { signal: GOING_ON });
    expect(await statusOf(called.case)).toBe('expired');
    for (const system of [german, greek]) await system.next('echo.expired', { subject: called.case ?? '', timeout: 60_000 });
    await strikeDue(later(260), { signal: GOING_ON });
    expect(await tables().count('case_content WHERE case_number = $1', [called.case])).toBe(0);
    expect(await tables().count('case_file WHERE number = $1 AND erased_at IS NOT NULL AND due_at IS NULL', [called.case])).toBe(1);
    expect(await audited()).toEqual([]);
  });

  test('a case opens another, which tells it so, with two workers at it: once, and the audit finds both whole', async () => {
    const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
    const called = await call(german);
    const closing = command(german.id, 'echo.close', { case: called, data: { again: true } });
    expect(await german.send(closing)).toMatchObject({ outcome: 'accepted', status: 'closed' });
    await greek.next('echo.heard', { subject: called.case ?? '' });
    const hubs = [present(), { ...present() }, { ...present() }];
    const struck = await Promise.all(hubs.map((one) => strikeDue(one, { signal: GOING_ON })));
    expect(struck.map(({ refused, failed }) => refused + failed)).toEqual([0, 0, 0]);
    const follower = `case_event WHERE type = 'echo.called' AND facts->>'after' = $1`;
    expect(await tables().count(follower, [called.case])).toBe(1);
    expect(await tables().count(`case_event WHERE case_number = $1 AND type = 'case.asked'`, [called.case])).toBe(1);
    expect(await tables().count(`case_event WHERE case_number = $1 AND type = 'echo.linked'`, [called.case])).toBe(1);
    const [next] = await tables().rows<{ case_number: string }>(`SELECT case_number FROM ${follower}`, [called.case]);
    const heard = await greek.next('echo.heard', { subject: next?.case_number ?? '', timeout: 60_000 });
    expect(heard.message.data).toMatchObject({ case: { caller: authorityOf(german.id), words: 'Ist da jemand?' } });
    expect(await audited()).toEqual([]);
  });

  test('a person calls and a person answers', async () => {
    const german = await open('de-anerkennung');
    const called = await call(german);
    const [authority = ''] = CALLED;
    const now = new Date().toISOString();
    const answer = await submitForm(present(), {
      id: 'form-echo-1', time: now, receivedAt: now, type: 'echo.answer', subject: called.case ?? '', caseversion: 1,
      data: { words: 'Hier spricht ein Mensch.' },
      by: { kind: 'authority', authority, person: 'p-9', roles: ['request handler'] },
    });
    const receipt: Receipt = answer.receipt.said;
    // An answer keeps nobody else's from being accepted.
    expect(receipt).toMatchObject({ outcome: 'accepted', version: 1 });
    const told = await german.next('echo.answered', { subject: called.case ?? '', timeout: 60_000 });
    expect(told.message.data).toMatchObject({ case: { answers: [{ by: authority, words: 'Hier spricht ein Mensch.' }] } });
  });
}); // prettier-ignore

async function statusOf(number: string | undefined): Promise<string | undefined> {
  const [row] = await tables().rows<{ status: string }>('SELECT status FROM case_file WHERE number = $1', [
    number,
  ]);
  return row?.status;
}

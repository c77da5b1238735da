import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newMessage } from '../../connector/message.ts';
import type { Answer } from '../../connector/receipt.ts';
import type { NationalSystem } from '../../connector/system.ts';
import {
  NORMAL_FIELDS, notification, derogationRequest, REQUEST_FIELDS, URGENT_FIELDS,
} from '../../domain/testing/derogation.ts'; // prettier-ignore
import { useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { written } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

/** Case-by-case derogation and the uniform instrument (handbook 7; directive 2014/67/EU): one side in XML, the other in JSON. */

const hub = useHub('derogation');
const tables = useTables(hub);
const open = useSystems(hub);

const ATHENS = { system: 'el-prosonta', authority: 'EL-T-TECHNIKA' };
const MUNICH = { system: 'de-laender', authority: 'DE-T-BAYERN' };
const BERLIN = { system: 'de-laender', authority: 'DE-T-BERLIN' };
const COMMISSION = { system: 'eu-commission', authority: 'EU-T-COMMISSION' };
type Speaker = typeof ATHENS;

/** What only those may see who see who is concerned. */
const PERSONAL = /Quakenbrink|geruest|Nachweis/;
const DIPLOMA = readFileSync('training/diploma.png').toString('base64');

const text = (words: string) => ({ text: words });

/** As it travels: the document with its bytes. */
function onTheWire(paper: object) {
  const attachments = [
    { id: 'doc-1', name: 'geruest.png', mediaType: 'image/png', description: written('Nachweis'), content: DIPLOMA },
  ]; // prettier-ignore
  const deadline = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);
  return { ...paper, addressee: { authority: MUNICH.authority }, deadline, attachments };
}

function send(system: NationalSystem, speaker: Speaker, data: unknown): Promise<Answer> {
  return system.send(newMessage(speaker.system, 'request.send', { authority: speaker.authority, data }));
}

function act(
  system: NationalSystem,
  speaker: Speaker,
  how: { readonly type: string; readonly on: Answer; readonly data?: unknown },
): Promise<Answer> {
  const { type, on, data = {} } = how;
  const about = { subject: on.case ?? '', caseversion: on.version ?? 0, authority: speaker.authority };
  return system.send(newMessage(speaker.system, type, { ...about, data }));
}

function codesOf({ faults }: Answer): readonly string[] {
  return (faults ?? []).map(({ code, path }) => `${code} ${path}`);
}

test('the Member State of establishment is asked, takes no measures and says why; then measures are notified to it', async () => {
  const greek = await open(ATHENS.system);
  const german = await open(MUNICH.system);
  const steps = ['CBC-R-02', 'CBC-R-03'];
  const unconfirmed = REQUEST_FIELDS.map((one) =>
    one.field === 'checklist' ? { ...one, value: { steps } } : one,
  );
  const refused = await send(greek, ATHENS, onTheWire(derogationRequest({ fields: unconfirmed })));
  expect([refused.outcome, ...codesOf(refused)]).toEqual([
    'rejected',
    'VALUE_NOT_OF_TYPE /data/fields/0/value/steps',
  ]);

  const asked = await send(greek, ATHENS, onTheWire(derogationRequest()));
  expect(codesOf(asked)).toEqual([]);
  const arrived = await german.next('request.arrived', { subject: asked.case ?? '' });
  expect(JSON.stringify(arrived.message.data)).not.toMatch(PERSONAL);
  expect(JSON.stringify(arrived.message.data)).toContain('Scaffolding fell down twice.');
  const accepted = await act(german, MUNICH, { type: 'request.accept', on: asked });
  const disclosed = await german.next('request.disclosed', { subject: asked.case ?? '' });
  expect(JSON.stringify(disclosed.message.data)).toContain('Quakenbrink');

  const answers = [
    { question: 'CBC-R-Q1', value: { text: 'Der Betrieb arbeitet rechtmäßig.' } },
    { question: 'CBC-R-Q2', value: { option: 'no_measures' } },
  ];
  const silent = await act(german, MUNICH, { type: 'request.reply', on: accepted, data: { answers } });
  expect(codesOf(silent)).toEqual(['ANSWER_REQUIRED /data/answers']);
  const why = { question: 'CBC-R-Q4', value: { text: 'Der Sachverhalt ist nicht belegt.' } };
  const reply = { answers: [...answers, why] };
  const replied = await act(german, MUNICH, { type: 'request.reply', on: accepted, data: reply });
  expect(replied.status).toBe('replyProvided');
  await greek.next('request.replied', { subject: asked.case ?? '' });

  const withoutNumber = NORMAL_FIELDS.filter(({ field }) => field !== 'CBC-N-REF');
  const nameless = await send(greek, ATHENS, onTheWire(notification({ fields: withoutNumber })));
  expect(codesOf(nameless)).toEqual(['FIELD_MISSING /data/fields']);
  const number = { field: 'CBC-N-REF', value: { text: asked.case } };
  const notified = await send(greek, ATHENS, onTheWire(notification({ fields: [...withoutNumber, number] })));
  expect(notified.outcome).toBe('accepted');
  const told = await german.next('request.arrived', { subject: notified.case ?? '' });
  expect(told.message.data).toMatchObject({
    case: { waitsUntil: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
  });
}, 60_000);

test('the Commission gets every notification without personal data, can have a report of it, and can do nothing else', async () => {
  const greek = await open(ATHENS.system);
  const heard: Uint8Array[] = [];
  const commission = await open(COMMISSION.system, { keep: ({ bytes }) => void heard.push(bytes) });
  const urgent = await send(greek, ATHENS, onTheWire(notification({ fields: URGENT_FIELDS })));
  expect(urgent.outcome).toBe('accepted');
  const copied = await commission.next('request.informed', { subject: urgent.case ?? '' });
  expect(copied.message.data).toMatchObject({
    case: { level: 'withoutPersonalData', commands: ['report.order', 'dossier.order'] },
  });
  expect(copied.message.data).not.toHaveProperty('case.waitsUntil');
  const on = { ...urgent, version: copied.message.caseversion ?? 0 };

  const full = await act(commission, COMMISSION, { type: 'report.order', on, data: { kind: 'full' } });
  expect(codesOf(full)).toEqual(['REPORT_KIND_NOT_ALLOWED /data/kind']);
  const accepts = await act(commission, COMMISSION, { type: 'request.accept', on });
  expect(codesOf(accepts)).toEqual(['NOT_ALLOWED /type']);
  const data = { kind: 'fullWithoutPersonalData' };
  expect((await act(commission, COMMISSION, { type: 'report.order', on, data })).outcome).toBe('accepted');
  const report = await commission.next('report.issued', { subject: urgent.case ?? '', timeout: 30_000 });
  expect(reportIn(report.message.data).subarray(0, 5).toString()).toBe('%PDF-');

  const bytes = Buffer.concat(heard).toString('utf8');
  expect(bytes).toContain('No scaffolding by this provider.');
  expect(bytes).not.toMatch(PERSONAL);
  expect(bytes).not.toContain(DIPLOMA.slice(0, 60));
  const { rows } = await tables().client.query(
    `SELECT authority FROM case_party WHERE case_number = $1 ORDER BY authority`,
    [urgent.case],
  );
  expect(rows.map(({ authority }) => authority)).toContain(COMMISSION.authority);
}, 60_000);

test('a fine is to be recovered: a request that asks nothing, answered by what has been done', async () => {
  const greek = await open(ATHENS.system);
  const german = await open(BERLIN.system);
  const fields = [
    { field: 'UIP-01', value: { option: 'recovery' } },
    { field: 'UIP-02', value: text('Quakenbrink Bau GmbH') },
    { field: 'UIP-03', value: text('Löhne an Quakenbrink wurden nicht gezahlt.') },
    { field: 'UIP-04', value: { attachments: ['doc-1'] } },
    { field: 'UIP-05', value: text('Amt für Arbeitsschutz') },
    { field: 'UIP-07', value: { date: '2026-03-01' } },
    { field: 'UIP-08', value: { money: { amount: '4200.00', currency: 'EUR' } } },
    { field: 'UIP-09', value: text('Zugestellt am 1. März 2026.') },
    { field: 'UIP-10', value: { option: 'yes' } },
  ];
  const subject = [
    { name: 'name', value: 'Quakenbrink Bau GmbH' },
    { name: 'address', value: 'Hafenstraße 1' },
  ];
  const paper = {
    ...onTheWire({
      area: 'POSTING',
      questionSet: { id: 'posting-uip', version: '1.0.0' },
      questions: [],
      subject,
      fields,
      justification: written('Vollstreckung nach Artikel 16.'),
    }),
    addressee: { authority: ATHENS.authority },
  };
  const sent = await send(german, BERLIN, paper);
  expect(codesOf(sent)).toEqual([]);
  const arrived = await greek.next('request.arrived', { subject: sent.case ?? '' });
  expect(JSON.stringify(arrived.message.data)).not.toMatch(PERSONAL);
  const accepted = await act(greek, ATHENS, { type: 'request.accept', on: sent });
  const disclosed = await greek.next('request.disclosed', { subject: sent.case ?? '' });
  expect(disclosed.message.data).toMatchObject({
    case: { fields: fields.map(({ field, value }) => ({ field, value })) },
  });
  const nothing = await act(greek, ATHENS, { type: 'request.reply', on: accepted });
  expect(codesOf(nothing)).toEqual(['NOTHING_SAID /data']);
  const comment = written('Το πρόστιμο εισπράχθηκε.', 'el');
  const replied = await act(greek, ATHENS, { type: 'request.reply', on: accepted, data: { comment } });
  expect(replied.status).toBe('replyProvided');
}, 60_000);

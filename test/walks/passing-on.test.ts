import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isRecord } from '../../connector/message.ts';
import type { Answer } from '../../connector/receipt.ts';
import type { Delivery, NationalSystem } from '../../connector/system.ts';
import { useHub } from '../support/hub.ts';
import { command, request, requestData, written, YES } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

/** A request goes from hand to hand within a Member State, as a whole or in parts, and is copied. */

const hub = useHub('passing-on');
const tables = useTables(hub);
const open = useSystems(hub);

const DIPLOMA = readFileSync('training/diploma.png');
const NAMES = /Musterfrau|Mia|1990-03-14|diploma-mia|Geheimnis/;
const because = { justification: written('Dafür sind wir nicht zuständig.') };
const LAST_WORD = written('Η απάντηση είναι πλήρης.', 'el');

async function asked(german: NationalSystem): Promise<Answer> {
  const sent = await german.send(request(german.id, requestData({ attachment: DIPLOMA, comment: 'Seit wann?' })));
  expect(sent.outcome).toBe('accepted');
  return sent;
} // prettier-ignore

type On = Pick<Answer, 'case' | 'version'>;

async function does(system: NationalSystem, type: string, on: { case: On; data?: unknown; as?: string }) {
  const message = command(system.id, type, on);
  return system.send(on.as === undefined ? message : { ...message, authority: on.as });
}

function subjectOf(on: On): { readonly subject: string } {
  return { subject: on.case ?? '' };
}

function shownIn({ message }: Delivery): Readonly<Record<string, unknown>> {
  const shown = isRecord(message.data) ? message.data['case'] : undefined;
  return isRecord(shown) ? shown : {};
}

function codesOf({ faults }: Answer): readonly string[] | undefined {
  return faults?.map(({ code }) => code);
}

test('accepted, talked about and forwarded in XML: the next authority learns of the person when it accepts, the first no more', async () => {
  const [german, greek, next] = [await open('de-anerkennung'), await open('el-prosonta'), await open('el-syntonismos')];
  const sent = await asked(german);
  await greek.next('request.arrived', subjectOf(sent));
  const accepted = await does(greek, 'request.accept', { case: sent });

  const content = DIPLOMA.toString('base64');
  const attachments = [{ id: 'doc-2', name: 'diploma-mia-2.png', mediaType: 'image/png', content }];
  const told = await does(german, 'request.addMessage', { case: accepted, data: { topic: 'requestedDocuments', comment: written('Ein Geheimnis von Mia.'), attachments } });
  expect(told).toMatchObject({ outcome: 'accepted', status: 'accepted' });
  const message = await greek.next('request.messageAdded', subjectOf(sent));
  expect(shownIn(message)).toMatchObject({ attachments: [{ id: 'doc-1' }, { id: 'doc-2', content }] });
  expect(JSON.stringify(message.message)).toContain('Ein Geheimnis von Mia.');
  const drafted = await does(greek, 'reply.save', { case: told, data: { ...YES, comment: written('Πρόχειρο', 'el') } });
  expect([drafted.outcome, drafted.version]).toEqual(['accepted', (told.version ?? 0) + 1]);

  const abroad = await does(greek, 'request.forward', { case: drafted, data: { to: 'DE-T-BERLIN', ...because } });
  expect(codesOf(abroad)).toEqual(['OTHER_COUNTRY']);
  const forwarded = await does(greek, 'request.forward', { case: drafted, data: { to: 'EL-T-SYNTONISMOS', ...because } });
  expect(forwarded).toMatchObject({ outcome: 'accepted', status: 'forwarded' });
  expect(shownIn(await german.next('request.forwarded', subjectOf(sent)))).toMatchObject({ status: 'awaitingAcceptance', responding: { authority: 'EL-T-SYNTONISMOS' } });
  const arrived = await next.next('request.arrived', subjectOf(sent));
  expect(arrived.message.authority).toBe('EL-T-SYNTONISMOS');
  expect(JSON.stringify(arrived.message)).not.toMatch(NAMES);
  expect(codesOf(await does(greek, 'request.reply', { case: forwarded, data: YES }))).toEqual(['NOT_ALLOWED']);

  const as = 'EL-T-SYNTONISMOS';
  const taken = await does(next, 'request.accept', { case: forwarded, as });
  const disclosed = await next.next('request.disclosed', subjectOf(sent));
  expect(shownIn(disclosed)).toMatchObject({ level: 'full', attachments: [{ content }, { content }] });
  expect(JSON.stringify(disclosed.message)).not.toContain('Πρόχειρο');
  const answers = [...YES.answers, { question: 'PQ-GQ-031', attachment: 'doc-1', value: { option: 'yes' } }];
  const replied = await does(next, 'request.reply', { case: taken, data: { answers, comment: LAST_WORD }, as });
  expect(replied).toMatchObject({ outcome: 'accepted', status: 'replyProvided' });
  const rating = { timeliness: 'positive', effort: 'positive' };
  // What was saved and not sent counts for those alone who know of it.
  const { caseversion } = (await german.next('request.replied', subjectOf(sent))).message;
  expect(caseversion).toBe((replied.version ?? 0) - 1);
  const known = { ...sent, version: caseversion ?? 0 };
  expect(await does(german, 'request.close', { case: known, data: { rating } })).toMatchObject({ status: 'closed' });
}, 60_000); // prettier-ignore

test('forwarded in JSON, before acceptance, to one that chooses its coordinator, and chooses another', async () => {
  const [bulgarian, german, laender] = [await open('bg-kvalifikatsii'), await open('de-anerkennung'), await open('de-laender')];
  const sent = await bulgarian.send(request(bulgarian.id, requestData({ country: 'DE' })));
  const forwarded = await does(german, 'request.forward', { case: sent, data: { to: 'DE-T-BERLIN', ...because } });
  await laender.next('request.arrived', subjectOf(sent));
  const as = 'DE-T-BERLIN';
  const accepted = await does(laender, 'request.accept', { case: forwarded, data: { coordinator: 'DE-T-NIMIC' }, as });
  expect(accepted.outcome).toBe('accepted');
  const change = (coordinator: string) => does(laender, 'request.changeCoordinator', { case: accepted, data: { coordinator }, as });
  expect(codesOf(await change('PT-T-NIMIC'))).toEqual(['COORDINATOR_NOT_LINKED']);
  expect(codesOf(await change('DE-T-NIMIC'))).toEqual(['COORDINATOR_SAME']);
  expect(await change('DE-T-KOORDINIERUNG')).toMatchObject({ outcome: 'accepted', version: accepted.version });
  const parts = await tables().rows<{ authority: string }>('SELECT authority FROM case_party WHERE case_number = $1', [sent.case]);
  expect(parts.map(({ authority }) => authority).toSorted()).toEqual(['BG-T-OBRAZOVANIE', 'BG-T-KOORDINATSIA', 'DE-T-BERLIN', 'DE-T-KOORDINIERUNG', 'DE-T-LEHRAMT'].toSorted());
}, 60_000); // prettier-ignore

const FORMATS = ['xml', 'json'] as const;

test.each(FORMATS)('split in %s: the questions that went are a request of their own, with their document, and both come to their end', async (format) => {
  const how = { format };
  const [german, greek, next] = [await open('de-anerkennung', how), await open('el-prosonta', how), await open('el-syntonismos', how)];
  const sent = await asked(german);
  const accepted = await does(greek, 'request.accept', { case: sent });
  const about = { question: 'PQ-GQ-031', attachment: 'doc-1' };
  const all = await does(greek, 'request.split', { case: accepted, data: { to: 'EL-T-SYNTONISMOS', ...because, questions: [about, { question: 'PQ-GQ-010' }] } });
  expect(codesOf(all)).toEqual(['SPLIT_LEAVES_NOTHING']);
  const split = await does(greek, 'request.split', { case: accepted, data: { to: 'EL-T-SYNTONISMOS', ...because, questions: [about] } });
  expect(split).toMatchObject({ outcome: 'accepted', status: 'accepted' });
  await german.next('request.partiallyForwarded', subjectOf(sent));
  const [news, arrived] = [await german.next('request.splitOff'), await next.next('request.arrived')];
  const own = { case: news.message.subject ?? '', version: 1 };
  expect(arrived.message.subject).toBe(own.case);
  expect(shownIn(news)).toMatchObject({ splitFrom: sent.case, questions: [about], level: 'full' });
  expect(JSON.stringify(arrived.message)).not.toMatch(NAMES);
  expect(JSON.stringify(arrived.message)).not.toContain(sent.case);

  const as = 'EL-T-SYNTONISMOS';
  const taken = await does(next, 'request.accept', { case: own, as });
  const disclosed = await next.next('request.disclosed', subjectOf(own));
  expect(shownIn(disclosed)).toMatchObject({ attachments: [{ id: 'doc-1', content: DIPLOMA.toString('base64') }] });
  const answers = [{ ...about, value: { option: 'yes' } }];
  const part = await does(next, 'request.reply', { case: taken, data: { answers }, as });
  const rest = await does(greek, 'request.reply', { case: split, data: YES });
  for (const replied of [part, rest]) {
    expect(replied).toMatchObject({ outcome: 'accepted', status: 'replyProvided' });
    expect(await does(german, 'request.close', { case: replied })).toMatchObject({ status: 'closed' });
  }
  // Each has a copy of its own, under the key of its own case.
  const copies = await tables().rows('SELECT DISTINCT encode(sealed, \'hex\') AS sealed FROM case_attachment WHERE case_number = ANY($1)', [[sent.case, own.case]]);
  expect(copies).toHaveLength(2);
}, 60_000); // prettier-ignore

test.each(FORMATS)('copied in %s by who has sent it and by who has received it: a draft with no more than the copier may see', async (format) => {
  const [german, greek] = [await open('de-anerkennung', { format }), await open('el-prosonta', { format })];
  const sent = await asked(german);
  const parts = ['addressee', 'questions', 'subject', 'justification', 'reference', 'attachments'];
  const received = await does(greek, 'request.copy', { case: sent, data: { parts } });
  expect(received).toMatchObject({ outcome: 'accepted', version: sent.version });
  const back = shownIn(await greek.next('request.copyOpened'));
  expect(back).toMatchObject({ status: 'draft', requesting: { authority: 'EL-T-EKPAIDEFSI' }, responding: { authority: 'DE-T-LEHRAMT' }, attachments: [] });
  expect(JSON.stringify(back)).not.toMatch(NAMES);

  await does(german, 'request.copy', { case: sent, data: { parts } });
  const news = await german.next('request.copyOpened');
  const copy = shownIn(news);
  expect(copy).toMatchObject({ status: 'draft', responding: { authority: 'EL-T-EKPAIDEFSI' }, attachments: [{ id: 'doc-1', name: 'diploma-mia.png' }] });
  expect(JSON.stringify(copy)).toContain('Musterfrau-Beispiel');
  const again = await does(german, 'request.send', { case: { case: news.message.subject ?? '', version: 1 }, data: requestData({ country: 'BG' }) });
  expect(again).toMatchObject({ outcome: 'accepted', status: 'awaitingAcceptance', version: 2 });
  // Nobody abroad was told of it.
  const told = await tables().rows('SELECT DISTINCT type FROM delivery WHERE case_number = $1 AND message_id IS NULL', [sent.case]);
  expect(told).toEqual([{ type: 'request.arrived' }]);
}, 60_000); // prettier-ignore

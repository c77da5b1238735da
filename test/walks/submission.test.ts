import { expect, test } from 'vitest';
import { digestOf } from '../../connector/message.ts';
import type { Delivery } from '../../connector/system.ts';
import { isRecord } from '../../connector/message.ts';
import { useHub } from '../support/hub.ts';
import { bytesOf, useRaw } from '../support/raw.ts';
import { command, PERSON, request, requestData, wrongData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { keptId } from '../support/kept-id.ts';
import { useTables } from '../support/tables.ts';

const hub = useHub('submission');
const tables = useTables(hub);
const open = useSystems(hub);
const openRaw = useRaw(hub);

test('a request that is in order gets one receipt, which says what has been done and where it is proven', async () => {
  const german = await open('de-anerkennung');
  const message = request(german.id);
  const receipt = await german.send(message);

  expect(receipt).toMatchObject({
    message: message.id,
    digest: digestOf(message),
    outcome: 'accepted',
    version: 1,
    status: 'awaitingAcceptance',
    route: { authority: 'EL-T-EKPAIDEFSI' },
  });
  const [proof] = await tables().rows<{ hash: Buffer }>(
    'SELECT hash FROM evidence WHERE chain = $1 AND seq = $2',
    [receipt.evidence?.chain, receipt.evidence?.seq],
  );
  expect(receipt.evidence?.chain).toBe(receipt.case);
  expect(proof?.hash.toString('hex')).toBe(receipt.evidence?.hash);
});

test('a wrong request gets one receipt with all its faults, each with path and code, and nothing happens', async () => {
  const german = await open('de-anerkennung');
  const cases = await tables().count('case_file');
  const receipt = await german.send(request(german.id, wrongData()));

  expect(receipt.outcome).toBe('rejected');
  expect(receipt.case).toBeUndefined();
  expect(receipt.faults?.map(({ code, path }) => ({ code, path }))).toEqual([
    { code: 'DEADLINE_PAST', path: '/data/deadline' },
    { code: 'KEYWORD_UNKNOWN', path: '/data/addressee/criteria/keywords/0' },
  ]);
  expect(await tables().count('case_file')).toBe(cases);
});

test('a request against the schema hears of every place at once, not of the first one only', async () => {
  const german = await open('de-anerkennung');
  const { deadline, area, questions, ...rest } = requestData();
  expect([deadline, area, questions]).toHaveLength(3);
  const receipt = await german.send(request(german.id, { ...rest, deadline: 'soon' }));

  const faults = receipt.faults?.map(({ code, path }) => `${code} ${path}`).toSorted();
  expect(faults).toEqual(['SCHEMA /data/area', 'SCHEMA /data/deadline', 'SCHEMA /data/questions']);
});

test('the same message has the same digest in XML and in JSON', async () => {
  const greek = await open('el-prosonta');
  const raw = await openRaw('el-prosonta');
  const message = request('el-prosonta', requestData({ country: 'BG', comment: 'Σχόλιο <με> «σημεία» & ä' }));

  const byXml = await greek.send({
    id: message.id,
    contentType: 'application/xml',
    bytes: await bytesOf(message, 'xml'),
  });
  await raw.publish(await bytesOf(message, 'json'), { messageId: message.id });
  const { message: again } = await greek.next('receipt');

  expect(byXml).toMatchObject({ outcome: 'accepted', digest: digestOf(message) });
  expect(again.duplicate).toBe('DUPLICATE_SAME');
  expect(again.data).toMatchObject({ digest: digestOf(message) });
});

test('each party is told in its own format and language, and sees no more than it may', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id, requestData({ comment: 'Bitte um Angabe des Datums.' })));
  const arrived = await greek.next('request.arrived', { subject: sent.case ?? '' });
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const disclosed = await greek.next('request.disclosed', { subject: sent.case ?? '' });
  const told = await german.next('request.accepted', { subject: sent.case ?? '' });

  expect([arrived.format, disclosed.format, told.format]).toEqual(['xml', 'xml', 'json']);
  expect(arrived.message).toMatchObject({ authority: 'EL-T-EKPAIDEFSI', caseversion: 1, subject: sent.case });
  expect(viewOf(arrived)).toMatchObject({ language: 'el', level: 'withoutPersonalData' });
  expect(viewOf(arrived)['subject']).toBeUndefined();
  expect(viewOf(arrived)['commands']).toContain('request.accept');
  expect(viewOf(disclosed)).toMatchObject({ language: 'el', level: 'full', version: accepted.version });
  expect(viewOf(disclosed)['subject']).toMatchObject(PERSON);
  expect(viewOf(told)).toMatchObject({ language: 'de', level: 'full' });
});

test('what cannot be read at all is answered too, under the id that came beside it', async () => {
  const german = await open('de-anerkennung');
  const id = 'torn-by-the-wire';
  const receipt = await german.send({ id, contentType: 'application/xml', bytes: Buffer.from('<a><b></a>') });

  expect(receipt).toMatchObject({ message: id, outcome: 'rejected' });
  expect(receipt.faults?.map(({ code }) => code)).toEqual(['XML_MALFORMED']);
  expect(await tables().count('message WHERE id = $1', [keptId(hub(), german.id, id)])).toBe(1);
});

test('an id beside the message that no message can have is passed over, and the message is answered', async () => {
  const german = await open('de-anerkennung');
  const raw = await openRaw('de-anerkennung');
  const message = request(german.id);
  await raw.publish(await bytesOf(message, 'json'), { messageId: 'a\0b' });
  const { message: answer } = await german.next('receipt');

  expect(answer.data).toMatchObject({ message: message.id, outcome: 'accepted' });
});

test('bytes without any usable id are answered under their digest', async () => {
  const german = await open('de-anerkennung');
  const raw = await openRaw('de-anerkennung');
  await raw.publish(Buffer.from('not JSON, \u0001'), { messageId: 'x\0\u0007' });
  const { message: answer } = await german.next('receipt');

  expect(answer.data).toMatchObject({ outcome: 'rejected' });
  expect(isRecord(answer.data) ? answer.data['message'] : '').toMatch(/^unreadable:[0-9a-f]{40}$/);
});

function viewOf({ message }: Delivery): Readonly<Record<string, unknown>> {
  const view = isRecord(message.data) ? message.data['case'] : undefined;
  if (!isRecord(view)) throw new TypeError(`${message.type} carries no case`);
  return view;
}

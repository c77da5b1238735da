import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import { openLog } from '../../adapters/log.ts';
import { fetchDocument, uploadDocument } from '../../connector/documents.ts';
import { isRecord, type Format } from '../../connector/message.ts';
import type { Answer } from '../../connector/receipt.ts';
import type { Delivery, NationalSystem } from '../../connector/system.ts';
import { strikeDue } from '../../hub/clock/strike.ts';
import type { Hub } from '../../hub/hub.ts';
import { eraseDue } from '../../hub/testing/erase-due.ts';
import { openHub } from '../../worker/hub.ts';
import { endUploads } from '../../worker/upload-job.ts';
import { readZip } from '../../signing/asic/read-zip.ts';
import { problemsAhead } from '../support/audit.ts';
import { useHub } from '../support/hub.ts';
import { bytesOf, largeDocument } from '../support/large.ts';
import { everythingIn, found } from '../support/remains.ts';
import { reportIn } from '../support/reports.ts';
import { command, request, requestData, written, YES } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { verifiedAt } from '../support/verified.ts';

/** A request is begun from another one with its documents, small and large, and keeps those that it is to have. */

const hub = useHub('kept-documents');
const tables = useTables(hub);
const open = useSystems(hub);

const [GERMAN, GREEK] = ['de-anerkennung', 'el-prosonta'];
const DIPLOMA = readFileSync('training/diploma.png');
const SIZE = 1_500_000;
const GOING_ON = { aborted: false };
const PARTS = ['addressee', 'questions', 'subject', 'attachments'];

type On = Pick<Answer, 'case' | 'version'>;

function accessOf(system: string) {
  const url = new URL(hub().httpUrl);
  url.username = system;
  url.password = hub().credentials.get(system) ?? '';
  return { url: url.href };
}

async function fetched(system: string, wanted: { case: string; id: string; sha256: string }) {
  const parts: Uint8Array[] = [];
  for await (const bytes of fetchDocument(accessOf(system), wanted)) parts.push(bytes);
  return Buffer.concat(parts);
}

const SMALL = { id: 'doc-1', name: 'diploma-mia.png', mediaType: 'image/png' };
const LARGE = { id: 'doc-2', name: 'plan.pdf', mediaType: 'application/pdf' };
const kept = (document: typeof SMALL) => ({ ...document, kept: true });

/** A request with a small document and a large one. */
async function asked(german: NationalSystem, seed: number) {
  const source = largeDocument(SIZE, seed);
  const upload = await uploadDocument(accessOf(GERMAN), { authority: 'DE-T-LEHRAMT', mediaType: LARGE.mediaType, source });
  const content = DIPLOMA.toString('base64');
  const data = { ...requestData(), attachments: [{ ...SMALL, content }, { ...LARGE, upload }] };
  const sent = await german.send(request(GERMAN, data));
  expect(sent.outcome).toBe('accepted');
  return { sent, upload, bytes: await bytesOf(source) };
} // prettier-ignore

async function copied(german: NationalSystem, sent: On): Promise<On> {
  await german.send(command(GERMAN, 'request.copy', { case: sent, data: { parts: PARTS } }));
  const news = await german.next('request.copyOpened');
  expect(attachmentsIn(news)).toMatchObject([SMALL, { ...LARGE, uploaded: true }]);
  return onCase(news);
}

/** The case as whoever was told knows it. */
function onCase({ message: { subject = '', caseversion = 0 } }: Delivery): On {
  return { case: subject, version: caseversion };
}

function attachmentsIn({ message }: Delivery): unknown {
  const shown = isRecord(message.data) ? message.data['case'] : undefined;
  return isRecord(shown) ? shown['attachments'] : undefined;
}

async function codes(answer: Promise<Answer>): Promise<readonly string[]> {
  const { faults = [] } = await answer;
  return faults.map(({ code, path }) => `${code} ${path ?? ''}`);
}

function problems() {
  return problemsAhead(tables().client, { key: hub().config.HUB_MASTER_KEY });
}

describe.each<[Format, 'small' | 'large', number]>([['xml', 'large', 1], ['json', 'small', 2], ['xml', 'small', 3], ['json', 'large', 4]])(
  'a copy in %s that keeps the %s one of two documents',
  (format, which, seed) => {
    test('is saved and sent with it, and the other side has it like any other', async () => {
      const [german, greek] = [await open(GERMAN, { format }), await open(GREEK)];
      const { sent, upload, bytes } = await asked(german, seed);
      const draft = await copied(german, sent);
      const one = which === 'small' ? SMALL : LARGE;
      const saved = await german.send(command(GERMAN, 'request.save', { case: draft, data: { ...requestData(), attachments: [kept(one)] } }));
      expect(saved).toMatchObject({ outcome: 'accepted', status: 'draft', version: 2 });
      const other = one === SMALL ? LARGE : SMALL;
      const again = { ...requestData(), attachments: [kept(other)] };
      expect(await codes(german.send(command(GERMAN, 'request.send', { case: saved, data: again })))).toEqual(['ATTACHMENT_NOT_KEPT /data/attachments/0/kept']);

      const asking = { ...requestData(), attachments: [kept(one)] };
      const resent = await german.send(command(GERMAN, 'request.send', { case: saved, data: asking }));
      expect(resent).toMatchObject({ outcome: 'accepted', status: 'awaitingAcceptance', version: 3 });
      const on = { subject: draft.case ?? '' };
      const accepted = await greek.send(command(GREEK, 'request.accept', { case: onCase(await greek.next('request.arrived', on)) }));
      const [seen, ...others] = [attachmentsIn(await greek.next('request.disclosed', on))].flat();
      expect(others).toEqual([]);
      expect(seen).toMatchObject({ ...one, by: 'requesting', ...(one === LARGE ? { uploaded: true, sha256: upload.sha256, size: SIZE } : { content: DIPLOMA.toString('base64') }) });
      const sha256 = isRecord(seen) ? String(seen['sha256']) : '';
      const there = await fetched(GREEK, { case: draft.case ?? '', id: one.id, sha256 });
      expect(there.equals(one === LARGE ? bytes : DIPLOMA)).toBe(true);
      expect(await problems()).toEqual([]);
      const replied = await greek.send(command(GREEK, 'request.reply', { case: accepted, data: YES }));
      expect(replied.outcome).toBe('accepted');
      const answered = onCase(await german.next('request.replied', on));
      expect((await german.send(command(GERMAN, 'request.close', { case: answered }))).outcome).toBe('accepted');
    }, 90_000);
  },
); // prettier-ignore

test('a draft of one hand keeps what it was saved with, and can be copied with it again', async () => {
  const [german, greek] = [await open(GERMAN), await open(GREEK)];
  const content = DIPLOMA.toString('base64');
  const source = largeDocument(SIZE, 5);
  const upload = await uploadDocument(accessOf(GERMAN), { authority: 'DE-T-LEHRAMT', mediaType: LARGE.mediaType, source });
  const data = { ...requestData(), attachments: [{ ...SMALL, content }, { ...LARGE, upload }] };
  const begun = await german.send({ ...request(GERMAN, data), type: 'request.save', dataschema: 'urn:imi-hub:schema:1.0:request.save' });
  const both = { ...requestData(), attachments: [kept(SMALL), kept(LARGE)] };
  const saved = await german.send(command(GERMAN, 'request.save', { case: begun, data: both }));
  const draft = await copied(german, saved);
  const sent = await german.send(command(GERMAN, 'request.send', { case: draft, data: both }));
  const arrived = await greek.next('request.arrived', { subject: sent.case ?? '' });
  await greek.send(command(GREEK, 'request.accept', { case: onCase(arrived) }));
  const wanted = { case: sent.case ?? '', id: 'doc-2', sha256: upload.sha256 };
  expect((await fetched(GREEK, wanted)).equals(await bytesOf(source))).toBe(true);
  expect(await tables().count('upload WHERE case_number = ANY($1)', [[begun.case, sent.case]])).toBe(2);
}, 60_000); // prettier-ignore

describe('nothing is kept', () => {
  const PLACE = '/data/attachments/0/kept';
  const keeping = { ...requestData(), attachments: [kept(SMALL)] };

  test('that the draft does not have, or in a request that is new', async () => {
    const german = await open(GERMAN);
    const begun = await german.send(request(GERMAN, requestData()));
    const draft = await german.send({ ...request(GERMAN, requestData()), type: 'request.save', dataschema: 'urn:imi-hub:schema:1.0:request.save' });
    for (const type of ['request.save', 'request.send'])
      expect(await codes(german.send(command(GERMAN, type, { case: draft, data: keeping })))).toEqual([`ATTACHMENT_NOT_KEPT ${PLACE}`]);
    expect(await codes(german.send(request(GERMAN, keeping)))).toEqual([`ATTACHMENT_NOT_KEPT ${PLACE}`]);
    expect(await codes(german.send(command(GERMAN, 'request.send', { case: begun, data: keeping })))).toEqual(['WRONG_STATUS /type']);
  });

  test.each<Format>(['xml', 'json'])('in a reply in %s, nor of what is another authority’s', async (format) => {
    const [german, greek] = [await open(GERMAN), await open(GREEK, { format })];
    const { sent } = await asked(german, format === 'xml' ? 6 : 7);
    const draft = await copied(german, sent);
    const accepted = await greek.send(command(GREEK, 'request.accept', { case: sent }));
    const reply = { ...YES, attachments: [kept(SMALL)] };
    expect(await codes(greek.send(command(GREEK, 'request.reply', { case: accepted, data: reply })))).toEqual([`SCHEMA ${PLACE}`]);
    expect(await codes(greek.send(command(GREEK, 'request.send', { case: draft, data: keeping })))).toEqual(['CASE_UNKNOWN /subject']);
  }, 60_000);
}); // prettier-ignore

describe('what became of it', () => {
  test('the audit misses a document that only a copy has', async () => {
    const german = await open(GERMAN);
    const { sent } = await asked(german, 8);
    const draft = await copied(german, sent);
    const { client } = tables();
    await client.query('CREATE TEMP TABLE kept AS SELECT * FROM case_attachment WHERE case_number = $1', [draft.case]);
    await client.query('DELETE FROM case_attachment WHERE case_number = $1', [draft.case]);
    expect(await problems()).toMatchObject([{ code: 'DOCUMENT_MISSING', chain: draft.case }]);
    await client.query('INSERT INTO case_attachment SELECT * FROM kept');
    expect(await problems()).toEqual([]);
  });

  test('the dossier holds the message as it was sent, without the bytes, and verifies', async () => {
    const german = await open(GERMAN);
    const { sent } = await asked(german, 9);
    const draft = await copied(german, sent);
    const data = { ...requestData(), attachments: [kept(SMALL), { ...LARGE, id: 'doc-3', content: Buffer.from('%PDF-1.7 new').toString('base64') }] };
    const resent = await german.send(command(GERMAN, 'request.send', { case: draft, data }));
    const gone = await german.send(command(GERMAN, 'request.withdraw', { case: resent, data: { justification: written('Erledigt.') } }));
    await until('the evidence is under a sealed root', async () => {
      const covered = 'evidence_root r JOIN evidence_root_head h USING (number) WHERE h.chain = $1 AND r.sealed_at IS NOT NULL';
      return (await tables().count(covered, [gone.case])) > 0;
    });
    await german.send(command(GERMAN, 'dossier.order', { case: gone, data: { kind: 'full' } }));
    const news = await german.next('report.issued', { subject: gone.case ?? '', timeout: 40_000 });
    const dossier = reportIn(news.message.data);
    expect(await verifiedAt(hub().httpUrl, dossier)).toMatchObject({ indication: 'TOTAL-PASSED', kind: 'dossier' });
    const entries = readZip(dossier);
    const texts = 'refused' in entries ? [] : entries.map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
    const again = texts.filter((text) => text.includes('"kept":true'));
    expect(again).toHaveLength(1);
    expect(again[0]).toContain(Buffer.from('%PDF-1.7 new').toString('base64'));
  }, 150_000);

  test('after the erasure nothing of it is left', async () => {
    const german = await open(GERMAN);
    for (const { number, version } of await tables().rows<{ number: string; version: number }>(`SELECT number, version FROM case_file WHERE status NOT IN ('closed', 'withdrawn')`)) {
      const on = { case: { case: number, version } };
      const discarded = await german.send(command(GERMAN, 'request.discard', on));
      if (discarded.outcome === 'rejected')
        await german.send(command(GERMAN, 'request.withdraw', { ...on, data: { justification: written('Erledigt.') } }));
    }
    const digests = await tables().rows<{ sha256: string }>(`SELECT DISTINCT encode(sha256, 'hex') AS sha256 FROM case_attachment`);
    const uploads = await tables().rows<{ sha256: string }>(`SELECT DISTINCT encode(sha256, 'hex') AS sha256 FROM upload WHERE sha256 IS NOT NULL`);
    for (const _ of [1, 2, 3]) {
      await eraseDue(hubAt(428), GOING_ON);
      await endUploads(hubAt(428), GOING_ON);
    }
    for (const table of ['case_attachment', 'upload', 'upload_piece', 'case_original', 'case_content'])
      expect([table, await tables().count(table)]).toEqual([table, 0]);
    expect(found([...digests, ...uploads].map(({ sha256 }) => sha256), await everythingIn(tables()))).toEqual([]);
    expect(await problems()).toEqual([]);
  }, 90_000);

  test('a copy that nobody takes up goes by itself, and the audit finds nothing amiss', async () => {
    const german = await open(GERMAN);
    const { sent } = await asked(german, 11);
    const { case: number } = await copied(german, sent);
    for (const _ of [1, 2]) await strikeDue(hubAt(190), { signal: GOING_ON });
    expect(await tables().rows('SELECT status, wrapped_key FROM case_file WHERE number = $1', [number])).toEqual([{ status: 'discarded', wrapped_key: null }]);
    expect(await problems()).toEqual([]);
  }, 60_000);
}); // prettier-ignore

let assembled: Assembled | undefined;
beforeAll(async () => {
  assembled = await openHub(hub().config, openLog('silent', 'kept-documents'));
});
afterAll(() => assembled?.close());

function hubAt(days: number): Hub {
  if (assembled === undefined) throw new TypeError('it is there when the tests begin');
  const clock = { now: () => new Date(Date.now() + days * 86_400_000).toISOString() };
  return { ...assembled.hub, clock };
}

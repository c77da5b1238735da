import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { fetchDocument, uploadDocument, type Claim } from '../../connector/documents.ts';
import type { NationalSystem } from '../../connector/system.ts';
import type { Answer } from '../../connector/receipt.ts';
import { eraseDue } from '../../hub/testing/erase-due.ts';
import type { Hub } from '../../hub/hub.ts';
import { PIECE } from '../../hub/ports/documents.ts';
import { openHub } from '../../worker/hub.ts';
import { endUploads } from '../../worker/upload-job.ts';
import { auditHere, problemsAhead } from '../support/audit.ts';
import { useHub } from '../support/hub.ts';
import { bytesOf, largeDocument } from '../support/large.ts';
import { reportIn } from '../support/reports.ts';
import { until } from '../support/until.ts';
import { verifiedAt } from '../support/verified.ts';
import { readZip } from '../../signing/asic/read-zip.ts';
import { everythingIn, found, openedWith } from '../support/remains.ts';
import { command, request, requestData, written } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { openTables, useTables } from '../support/tables.ts';

/** What it finds is a word that stands in no other document of these tests. */
const INFECTED = 'EICAR-LIKE-WORD';
const hub = useHub('large-documents', {
  SCANNER: `command:/usr/bin/awk /${INFECTED}/{found=1}END{exit(found)}`,
});
const tables = useTables(hub);
const open = useSystems(hub);

const [GERMAN, GREEK, STRANGER, COORDINATOR] = [
  'de-anerkennung',
  'el-prosonta',
  'fr-titres',
  'de-koordination',
];
const AUTHORITY = 'DE-T-LEHRAMT';
const SIZE = 3_500_000;
const GOING_ON = { aborted: false };
const ASKED = largeDocument(SIZE, 1);
const ANSWERED = largeDocument(SIZE, 2);

const said: string[] = [];
const say = (_: object, text: string) => void said.push(text);
let assembled: Assembled | undefined;
beforeAll(async () => {
  assembled = await openHub(hub().config, { info: say, warn: say, error: say });
});
afterAll(() => assembled?.close());

function hubAt(days: number): Hub {
  if (assembled === undefined) throw new TypeError('it is there when the tests begin');
  const clock = { now: () => new Date(Date.now() + days * 86_400_000).toISOString() };
  return { ...assembled.hub, clock };
}

function accessOf(system: string) {
  const url = new URL(hub().httpUrl);
  url.username = system;
  url.password = hub().credentials.get(system) ?? '';
  return { url: url.href };
}

function call(system: string, path: string, init: RequestInit = {}) {
  const { url } = accessOf(system);
  const { origin, username, password } = new URL(url);
  const headers = new Headers(init.headers);
  headers.set('authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
  headers.set('tus-resumable', '1.0.0');
  return fetch(new URL(`/api/v1${path}`, origin), { ...init, headers });
}

function upload(source = ASKED) {
  return uploadDocument(accessOf(GERMAN), { authority: AUTHORITY, mediaType: 'application/pdf', source });
}

function withUpload(claim: Claim, id = 'doc-1') {
  return { attachments: [{ id, name: `plan-${id}.pdf`, mediaType: 'application/pdf', upload: claim }] };
}

async function fetched(
  system: string,
  wanted: { case: string; id: string; sha256: string },
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const bytes of fetchDocument(accessOf(system), wanted)) parts.push(bytes);
  return Buffer.concat(parts);
}

async function statusOf(system: string, number: string, id = 'doc-1'): Promise<number> {
  const answer = await call(system, `/cases/${number}/documents/${id}`);
  await answer.body?.cancel();
  return answer.status;
}

type Played = { readonly sent: Answer; readonly closed: Answer; readonly claims: readonly Claim[] };
let played: Played | undefined;

function story(): Played {
  if (played === undefined) throw new TypeError('it is played before');
  return played;
}

describe('a large document', () => {
  test('goes with a request in XML and a reply in JSON, and is fetched once it may be seen', async () => {
    const german = await open(GERMAN, { format: 'xml' });
    const greek = await open(GREEK, { format: 'json' });
    const asked = await upload();
    const sent = await german.send(request(GERMAN, { ...requestData(), ...withUpload(asked) }));
    expect(sent.outcome).toBe('accepted');
    const number = sent.case ?? '';
    const arrived = await greek.next('request.arrived', { subject: number });
    expect(JSON.stringify(arrived.message.data)).not.toContain(asked.sha256);
    expect(await statusOf(GREEK, number)).toBe(404);
    const accepted = await greek.send(command(GREEK, 'request.accept', { case: sent }));
    const disclosed = await greek.next('request.disclosed', { subject: number });
    const { attachments } = (disclosed.message.data as { case: { attachments: unknown[] } }).case;
    expect(attachments).toEqual([
      { id: 'doc-1', mediaType: 'application/pdf', size: SIZE, by: 'requesting', name: 'plan-doc-1.pdf', sha256: asked.sha256, uploaded: true },
    ]);
    expect((await fetched(GREEK, { case: number, id: 'doc-1', sha256: asked.sha256 })).equals(await bytesOf(ASKED))).toBe(true);
    const access = accessOf(GREEK);
    const answered = await uploadDocument(access, { authority: 'EL-T-EKPAIDEFSI', mediaType: 'application/pdf', source: ANSWERED });
    const data = { answers: [{ question: 'PQ-GQ-010', value: { option: 'yes' } }], ...withUpload(answered, 'doc-2') };
    const replied = await greek.send(command(GREEK, 'request.reply', { case: accepted, data }));
    expect(replied.outcome).toBe('accepted');
    await german.next('request.replied', { subject: number });
    expect((await fetched(GERMAN, { case: number, id: 'doc-2', sha256: answered.sha256 })).equals(await bytesOf(ANSWERED))).toBe(true);
    const closed = await german.send(command(GERMAN, 'request.close', { case: replied, data: { comment: written('Danke') } }));
    expect(closed.status).toBe('closed');
    played = { sent, closed, claims: [asked, answered] };
  }, 60_000);

  test('is as unknown to strangers and coordinators as one that does not exist', async () => {
    const number = story().sent.case ?? '';
    for (const system of [STRANGER, COORDINATOR]) expect(await statusOf(system, number)).toBe(404);
    expect(await statusOf(GERMAN, number, 'doc-9')).toBe(404);
    expect(await statusOf(GERMAN, 'REQ-2026-9999999')).toBe(404);
  });

  test('is named in report and dossier by its digest, and the dossier verifies without its bytes', async () => {
    const german = await open(GERMAN);
    const { closed, claims } = story();
    await german.send(command(GERMAN, 'report.order', { case: closed, data: { kind: 'full' } }));
    const report = await german.next('report.issued', { subject: closed.case ?? '', timeout: 40_000 });
    expect(reportIn(report.message.data).toString('latin1')).toMatch(/^%PDF/);
    await until('the evidence is under a sealed root', async () => {
      const covered = 'evidence_root r JOIN evidence_root_head h USING (number) WHERE h.chain = $1 AND r.sealed_at IS NOT NULL';
      return (await tables().count(covered, [closed.case])) > 0;
    });
    const ordered = await german.send(command(GERMAN, 'dossier.order', { case: closed, data: { kind: 'full' } }));
    expect(ordered.outcome).toBe('accepted');
    const news = await german.next('report.issued', { subject: closed.case ?? '', timeout: 40_000 });
    const dossier = reportIn(news.message.data);
    expect(dossier.length).toBeLessThan(SIZE);
    const verified = await verifiedAt(hub().httpUrl, dossier);
    expect(verified).toMatchObject({ indication: 'TOTAL-PASSED', kind: 'dossier' });
    const entries = readZip(dossier);
    const texts = 'refused' in entries ? [] : entries.map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
    for (const { sha256 } of claims) expect(texts.filter((text) => text.includes(sha256)).length).toBeGreaterThan(1);
    expect(texts.filter((text) => text.includes(`"upload":{"id":"${claims[0]?.id ?? ''}"`))).toHaveLength(1);
  }, 150_000);

  test('is handed in piece by piece, and goes on where the line was cut', async () => {
    const bytes = await bytesOf(largeDocument(3_000_000, 3));
    const place = await begin(bytes);
    const cut = new AbortController();
    const sending = call(GERMAN, place, {
      ...piece(0, bytes.subarray(0, 2_000_000)),
      body: slowly(bytes.subarray(0, 1_500_000), cut),
      duplex: 'half',
      signal: cut.signal,
    });
    await expect(sending).rejects.toThrow(/abort/i);
    const at = await settled(place);
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThanOrEqual(1_500_000);
    const rest = await call(GERMAN, place, piece(at, bytes.subarray(at)));
    expect([rest.status, rest.headers.get('upload-offset')]).toEqual([204, '3000000']);
    await expect.poll(async () => stateOf(place), { timeout: 15_000 }).toBe('ready');
  });

  test('of other bytes than were promised is refused, and so is the message that claims it', async () => {
    const bytes = await bytesOf(largeDocument(200_000, 4));
    const place = await begin(bytes, 'ab'.repeat(32));
    await call(GERMAN, place, piece(0, bytes));
    await expect.poll(async () => stateOf(place), { timeout: 15_000 }).toBe('refused');
    const claim = { id: place.split('/').at(-1) ?? '', sha256: 'ab'.repeat(32), size: bytes.length };
    expect(await codesFor(claim)).toEqual(['UPLOAD_DIFFERS']);
  });

  test('in which the scanner finds something is refused, apart from a message and in it', async () => {
    const bad = Buffer.concat([await bytesOf(largeDocument(200_000, 5)), Buffer.from(`\n${INFECTED}\n`)]);
    const source = { size: bad.length, read: async function* read(from: number) { yield bad.subarray(from); } };
    await expect(upload(source)).rejects.toThrow('ATTACHMENT_INFECTED');
    const german = await open(GERMAN);
    const content = Buffer.from(`%PDF-1.7\n${INFECTED}\n`).toString('base64');
    const attachments = [{ id: 'doc-1', name: 'bad.pdf', mediaType: 'application/pdf', content }];
    const { faults = [] } = await german.send(request(GERMAN, { ...requestData(), attachments }));
    expect(faults.map(({ code }) => code)).toEqual(['ATTACHMENT_INFECTED']);
  });

  test('is claimed once, by the system and the authority that have uploaded it', async () => {
    const [asked] = story().claims;
    const german = await open(GERMAN);
    expect(await codesFor(asked, german)).toEqual(['UPLOAD_CLAIMED']);
    const greek = await open(GREEK);
    const mine = await upload(largeDocument(100_000, 6));
    const { faults = [] } = await greek.send(request(GREEK, { ...requestData({ country: 'DE' }), ...withUpload(mine) }));
    expect(faults.map(({ code }) => code)).toContain('UPLOAD_UNKNOWN');
    expect(await codesFor({ ...mine, id: '00000000-0000-4000-8000-000000000000' }, german)).toEqual(['UPLOAD_UNKNOWN']);
  });

  test('is not given up any more where a message claims it at that moment', async () => {
    const mine = await upload(largeDocument(100_000, 9));
    const german = await open(GERMAN);
    const other = await openTables(hub().stage.databaseUrl);
    await other.client.query('BEGIN');
    await other.client.query('SELECT 1 FROM upload WHERE id = $1 FOR UPDATE', [mine.id]);
    const claiming = german.send(request(GERMAN, { ...requestData(), ...withUpload(mine) }));
    await until('the message waits for the upload', async () => (await waiting()) === 1);
    const givingUp = call(GERMAN, `/documents/${mine.id}`, { method: 'DELETE' });
    await until('so does who gives it up', async () => (await waiting()) === 2);
    await other.client.query('COMMIT');
    await other.close();
    const [sent, given] = await Promise.all([claiming, givingUp]);
    expect(sent.outcome).toBe('accepted');
    expect([given.status, await given.json()]).toEqual([409, expect.objectContaining({ code: 'UPLOAD_CLAIMED' })]);
    expect(await statusOf(GERMAN, sent.case ?? '')).toBe(200);
    await german.send(command(GERMAN, 'request.withdraw', { case: sent, data: { justification: written('Erledigt.') } }));
  });
}); // prettier-ignore

/** How many connections wait for others in this database. */
function waiting(): Promise<number> {
  return tables().count(`pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
}

async function codesFor(claim: Claim | undefined, german?: NationalSystem): Promise<readonly string[]> {
  const system = german ?? (await open(GERMAN));
  const data = { ...requestData(), ...(claim && withUpload(claim)) };
  const { faults = [] } = await system.send(request(GERMAN, data));
  return faults.map(({ code }) => code);
}

async function begin(bytes: Buffer, sha256 = createHash('sha256').update(bytes).digest('hex')) {
  const metadata = Object.entries({ authority: AUTHORITY, mediaType: 'application/pdf', sha256 })
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
  const headers = { 'upload-length': String(bytes.length), 'upload-metadata': metadata };
  const created = await call(GERMAN, '/documents', { method: 'POST', headers });
  expect(created.status).toBe(201);
  return (created.headers.get('location') ?? '').replace('/api/v1', '');
}

function piece(offset: number, body: Buffer) {
  const headers = {
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(offset),
    'content-length': String(body.length),
  };
  return { method: 'PATCH', headers, body: new Uint8Array(body) };
}

/** Gives the bytes, waits until they have gone, and cuts the line. */
function slowly(bytes: Buffer, cut: AbortController): ReadableStream {
  let isGiven = false;
  return new ReadableStream({
    async pull(controller) {
      if (!isGiven) controller.enqueue(new Uint8Array(bytes));
      else setTimeout(() => cut.abort(), 500);
      isGiven = true;
    },
  });
}

/** Where the upload is once the hub has noticed that the line is cut. */
async function settled(place: string): Promise<number> {
  let at = 0;
  await expect
    .poll(
      async () => {
        const before = at;
        at = Number((await call(GERMAN, place, { method: 'HEAD' })).headers.get('upload-offset'));
        return at > 0 && at === before;
      },
      { timeout: 15_000, interval: 500 },
    )
    .toBe(true);
  return at;
}

async function stateOf(place: string): Promise<unknown> {
  // As the description of the gateway has it.
  const body = (await (await call(GERMAN, place)).json()) as { readonly state: unknown };
  return body.state;
}

describe('in the database', () => {
  test('nothing of a document lies in clear, and the audit finds it whole', async () => {
    expect(found(await telltales(), await everythingIn(tables()))).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  test('a document of which a piece is missing, or is another, is found by the audit and given to nobody', async () => {
    const number = story().sent.case ?? '';
    const { client } = tables();
    const [{ id } = { id: '' }] = await tables().rows<{ id: string }>('SELECT id FROM upload WHERE case_number = $1 ORDER BY size, id', [number]);
    await client.query('CREATE TEMP TABLE kept AS SELECT * FROM upload_piece WHERE upload_id = $1', [id]);
    await client.query('UPDATE upload_piece p SET sealed = (SELECT sealed FROM kept WHERE place = 1) WHERE upload_id = $1 AND place = 0', [id]);
    const ids = ['doc-1', 'doc-2'];
    const answers = await Promise.all(ids.map((document) => wholeOf(number, document)));
    expect(answers.toSorted()).toEqual(['broken', 'whole']);
    await client.query('DELETE FROM upload_piece WHERE upload_id = $1 AND place = 0', [id]);
    expect(await problems()).toMatchObject([{ code: 'SEALED_DIFFERS', chain: number }]);
    await client.query('INSERT INTO upload_piece SELECT * FROM kept WHERE place = 0');
    await client.query(`UPDATE upload SET media_type = 'image/png' WHERE id = $1`, [id]);
    expect(await problems()).toMatchObject([{ code: 'SEALED_DIFFERS', chain: number }]);
    await client.query(`UPDATE upload SET media_type = 'application/pdf' WHERE id = $1`, [id]);
    expect(await problems()).toEqual([]);
  });

  test.each([0, PIECE, 300_000, 2 * PIECE, SIZE - 1])('one of which %i bytes are said to have come is given whole, and the audit tells', async (received) => {
    const number = story().sent.case ?? '';
    await tables().client.query('UPDATE upload SET received = $2 WHERE case_number = $1', [number, received]);
    expect(await Promise.all(['doc-1', 'doc-2'].map((document) => wholeOf(number, document)))).toEqual(['whole', 'whole']);
    const told = [await problems(), await problemsAhead(tables().client)];
    await tables().client.query('UPDATE upload SET received = size WHERE case_number = $1', [number]);
    for (const one of told) expect(one.map(({ code, chain }) => [code, chain])).toEqual([1, 2].map(() => ['SEALED_DIFFERS', number]));
  });

  test.each<[string, string, readonly string[]]>([
    ['a piece is another of its own', 'UPDATE upload_piece SET sealed = (SELECT sealed FROM upload_piece WHERE upload_id = $1 AND place = 0) WHERE upload_id = $1 AND place = 1', ['with the key']],
    ['a piece is that of another', `UPDATE upload_piece SET sealed = (SELECT sealed FROM upload_piece WHERE upload_id <> $1 AND place = 1 LIMIT 1) WHERE upload_id = $1 AND place = 1`, ['with the key']],
    ['a piece lies elsewhere', 'UPDATE upload_piece SET place = 77 WHERE upload_id = $1 AND place = 1', ['with the key', 'without']],
    ['a piece is there that it never had', `INSERT INTO upload_piece VALUES ($1, 77, 'x')`, ['with the key', 'without']],
    ['the last piece is gone', 'DELETE FROM upload_piece WHERE upload_id = $1 AND place = 13', ['with the key', 'without']],
  ])('that %s is found by the audit', async (_, forgery, told) => {
    const number = story().sent.case ?? '';
    expect(await foundIn(number, forgery)).toEqual(told.map((how) => `${how}: SEALED_DIFFERS ${number}`));
  });

  test('who writes into the row of an upload gains no right by it', async () => {
    const mine = await upload(largeDocument(100_000, 7));
    await tables().client.query(`UPDATE upload SET owner = $2, authority = 'EL-T-EKPAIDEFSI' WHERE id = $1`, [mine.id, GREEK]);
    expect((await call(GREEK, `/documents/${mine.id}`)).status).toBe(404);
    expect((await call(GERMAN, `/documents/${mine.id}`)).status).toBe(404);
    await tables().client.query(`UPDATE upload SET owner = $2, authority = $3 WHERE id = $1`, [mine.id, GERMAN, AUTHORITY]);
    expect((await call(GERMAN, `/documents/${mine.id}`)).status).toBe(200);
  });
}); // prettier-ignore

function telltales(): Promise<readonly Buffer[]> {
  return Promise.all(
    [ASKED, ANSWERED].map(async (source) => (await bytesOf(source)).subarray(2_000_000, 2_000_060)),
  );
}

/** What the audit with the key, and without it, says of something that is done to an upload of a case, and never committed. */
async function foundIn(number: string, forgery: string): Promise<readonly string[]> {
  const { client } = tables();
  const [{ id } = { id: '' }] = await tables().rows<{ id: string }>('SELECT id FROM upload WHERE case_number = $1 ORDER BY id', [number]);
  const { HUB_MASTER_KEY: key } = hub().config;
  const told: string[] = [];
  for (const [how, knowing] of [['with the key', { key }], ['without', {}]] as const) {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await client.query(forgery, [id]);
    const { problems: all } = await auditHere(client, [], knowing);
    await client.query('ROLLBACK');
    told.push(...all.filter(({ code }) => code !== 'ROOTS_MISSING').map(({ code, chain = '' }) => `${how}: ${code} ${chain}`));
  }
  return told;
} // prettier-ignore

function problems() {
  return problemsAhead(tables().client, { key: hub().config.HUB_MASTER_KEY });
}

async function wholeOf(number: string, id: string): Promise<'whole' | 'broken'> {
  const answer = await call(GERMAN, `/cases/${number}/documents/${id}`);
  return answer.arrayBuffer().then(
    (bytes) => (bytes.byteLength === SIZE ? 'whole' : 'broken'),
    () => 'broken' as const,
  );
}

describe('what ends', () => {
  test('an upload that no message claims is gone after a day, with its bytes', async () => {
    const mine = await upload(largeDocument(100_000, 8));
    expect((await call(GERMAN, `/documents/${mine.id}`)).status).toBe(200);
    await endUploads(hubAt(2), GOING_ON);
    expect((await call(GERMAN, `/documents/${mine.id}`)).status).toBe(404);
    expect(await tables().count('upload_piece WHERE upload_id = $1', [mine.id])).toBe(0);
    expect(await tables().count('upload WHERE case_number IS NULL')).toBe(0);
  });

  test('with its case a document is noise at once, and its bytes are deleted', async () => {
    const number = story().sent.case ?? '';
    const keys = await keysOf(number);
    const clear = await bytesOf(ASKED);
    const before = openedWith(keys.piece, await everythingIn(tables()));
    expect(found([clear.subarray(2_000_000, 2_000_060)], before)).toEqual([
      expect.stringMatching(/^upload_piece.sealed/),
    ]);
    const store = hubAt(0).store;
    const document = await store.documentIn(number, story().claims[0]?.sha256 ?? '');
    const reading = store.uploaded(document?.id ?? '')[Symbol.asyncIterator]();
    expect((await reading.next()).value?.length).toBeGreaterThan(0);
    await eraseDue(hubAt(214), GOING_ON);
    const erased = await tables().rows('SELECT wrapped_key, sha256 FROM upload WHERE case_number = $1', [number]);
    for (const row of erased) expect(row).toEqual({ wrapped_key: null, sha256: null });
    expect(await statusOf(GERMAN, number)).toBe(404);
    await endUploads(hubAt(0), GOING_ON);
    // Who is fetching it is cut off, and nobody is alarmed.
    await expect(reading.next()).rejects.toMatchObject({ kind: 'UPLOAD_ENDED' });
    expect(said.filter((text) => text.startsWith('the database holds'))).toEqual([]);
    await endUploads(hubAt(214), GOING_ON);
    const left = await everythingIn(tables());
    expect(left.filter(({ place }) => place.startsWith('upload'))).toEqual([]);
    for (const key of [keys.piece, keys.case]) expect(found([clear.subarray(100, 160)], openedWith(key, left))).toEqual([]);
    expect(found(story().claims.map(({ sha256 }) => sha256), left)).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  test('one that went along with a question that was split off is not copied, and stays for who still has it', async () => {
    const [german, greek, next] = [await open(GERMAN), await open(GREEK), await open('el-syntonismos')];
    const asked = await upload(largeDocument(SIZE, 7));
    const about = { question: 'PQ-GQ-031', attachment: 'doc-1' };
    const data = { ...requestData(), questions: [{ question: 'PQ-GQ-010' }, about], ...withUpload(asked) };
    const sent = await german.send(request(GERMAN, data));
    expect(sent.outcome).toBe('accepted');
    const pieces = await tables().count('upload_piece');
    const split = await greek.send(command(GREEK, 'request.split', { case: sent, data: { to: 'EL-T-SYNTONISMOS', justification: written('Dafür sind andere zuständig.'), questions: [about] } }));
    expect(split.outcome).toBe('accepted');
    const own = { case: (await german.next('request.splitOff')).message.subject ?? '', version: 1 };
    const wanted = { case: own.case, id: 'doc-1', sha256: asked.sha256 };
    expect(await statusOf('el-syntonismos', own.case)).toBe(404);
    await next.send({ ...command('el-syntonismos', 'request.accept', { case: own }), authority: 'EL-T-SYNTONISMOS' });
    expect((await fetched('el-syntonismos', wanted)).equals(await bytesOf(largeDocument(SIZE, 7)))).toBe(true);
    expect(await tables().count('upload_piece')).toBe(pieces);
    expect(await problems()).toEqual([]);
    // The pieces that both cases have are read once.
    const spoilt = 'UPDATE upload_piece p SET sealed = o.sealed FROM upload_piece o, upload u WHERE u.id = $1 AND p.upload_id = coalesce(u.of, u.id) AND o.upload_id = p.upload_id AND o.place = 0 AND p.place = 1';
    expect(await foundIn(own.case, spoilt)).toEqual([expect.stringMatching('with the key: SEALED_DIFFERS')]);

    // The first of the two ends and is erased; what the other one has is still there.
    await german.send(command(GERMAN, 'request.withdraw', { case: split, data: { justification: written('Erledigt.') } }));
    await eraseDue(hubAt(214), GOING_ON);
    await endUploads(hubAt(214), GOING_ON);
    expect(await foundIn(own.case, spoilt)).toEqual([`with the key: SEALED_DIFFERS ${own.case}`]);
    expect(await statusOf(GERMAN, sent.case ?? '')).toBe(404);
    expect((await fetched('el-syntonismos', wanted)).equals(await bytesOf(largeDocument(SIZE, 7)))).toBe(true);
    const version = { case: own.case, version: 2 };
    await german.send(command(GERMAN, 'request.withdraw', { case: version, data: { justification: written('Erledigt.') } }));
    await eraseDue(hubAt(428), GOING_ON);
    await endUploads(hubAt(428), GOING_ON);
    await endUploads(hubAt(428), GOING_ON);
    expect(await statusOf('el-syntonismos', own.case)).toBe(404);
    expect(await tables().count('upload WHERE case_number = ANY($1)', [[sent.case, own.case]])).toBe(0);
  }, 60_000); // prettier-ignore
}); // prettier-ignore

/** As whoever has the master key would open them. */
async function keysOf(number: string) {
  const [row] = await tables().rows<{ id: string; case_key: Buffer; wrapped_key: Buffer }>(
    `SELECT u.id, c.wrapped_key AS case_key, u.wrapped_key FROM upload u JOIN case_file c ON c.number = u.case_number
     WHERE number = $1 AND owner = $2`,
    [number, GERMAN],
  );
  const vault = openVault(Buffer.from(hub().config.HUB_MASTER_KEY, 'base64'));
  const ofCase = vault.unwrap(row?.case_key ?? Buffer.alloc(0), number) ?? Buffer.alloc(0);
  const opened = openedWith(ofCase, [{ place: 'key', bytes: row?.wrapped_key ?? Buffer.alloc(0) }]);
  return { case: ofCase, piece: opened[0]?.bytes ?? Buffer.alloc(0) };
}

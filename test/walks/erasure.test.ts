import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import { eraseDue } from '../../hub/testing/erase-due.ts';
import { openVault } from '../../adapters/store/vault.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { canonicalize } from '../../connector/canonical.ts';
import { digestOf, type Message } from '../../connector/message.ts';
import type { Answer, Receipt } from '../../connector/receipt.ts';
import { isMissing, runProgram } from '../../signing/support/programs.ts';
import { verifyContainer } from '../../signing/asic/verify-container.ts';
import { verifyDossier, type DossierVerification } from '../../signing/dossier/verify-dossier.ts';
import { makeBook } from '../../schemas/catalogue.ts';
import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import { verifyPdf } from '../../signing/verify/verify-pdf.ts';
import { auditNow } from '../support/audit.ts';
import { verifyChainsNow } from '../support/chains.ts';
import { useFolder, usePreparedHub } from '../support/hub.ts';
import { useRaw } from '../support/raw.ts';
import { everythingIn, found, openedWith, type Stored } from '../support/remains.ts';
import { reportIn } from '../support/reports.ts';
import { keptId } from '../support/kept-id.ts';
import { command, request, requestData, written } from '../support/requests.ts';
import { openSystem, useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { startWorkerHere, type WorkerHere } from '../support/workers.ts';

const hub = usePreparedHub('erasure');
const tables = useTables(hub);
const folder = useFolder();
const open = useSystems(hub);
const bare = useRaw(hub);

const SEVEN_MONTHS_MS = 214 * 86_400_000;

/** Words that stand nowhere else; in both scripts, and with what XML and JSON have to escape. */
const SUBJECT = [
  { name: 'familyName', value: 'Zwölfboth-Quandt' },
  { name: 'givenName', value: 'Ottokar & Kunigunde' },
  { name: 'birthDate', value: '1931-07-19' },
  { name: 'birthPlace', value: 'Кърджали-Хаджидимово' },
];
const WORDS = {
  comment: 'Trifft es zu, was "Ottokar" angibt?',
  blank: 'Zirkelschmiedemeister',
  reference: 'AKTE-ZQ-909-ERASE',
  reason: 'Wegen der Eintragung des Herrn Zwölfboth.',
  description: 'Abgangszeugnis des Zirkelschmieds',
  file: 'zeugnis-zwoelfboth.png',
  reply: 'Το πτυχίο του κυρίου Όττοκαρ είναι γνήσιο',
  answer: 'Zirkelschmiede-Innung <Wuppertal>',
  replied: 'extract-zwoelfboth.png',
  farewell: 'Danke, wir schließen die Akte Zwölfboth.',
  misplaced: 'Zwoelfboth-Ottokar-im-falschen-Feld',
  torn: 'Zwoelfboth-Ottokar-abgerissen',
  unreadable: 'Zwoelfboth-Ottokar-unlesbar',
};
/** What a sender chooses itself, and where a name may stand all the same. */
const CHOSEN = {
  id: 'Zwoelfboth-Ottokar-als-Kennung',
  refused: 'Zwoelfboth-abgewiesen',
  type: 'request.Zwoelfboth',
  member: 'Zwoelfboth-als-Feld',
  authority: 'DE-Zwoelfboth',
  subject: 'REQ-2026-Zwoelfboth',
  source: 'urn:imi-hub:system:zwoelfboth',
  transport: 'torn-Zwoelfboth',
  document: 'Zwoelfboth-als-Dokument',
};
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const [DOCUMENT, EXTRACT] = [Buffer.concat([PNG, randomBytes(600)]), Buffer.concat([PNG, randomBytes(600)])];
const TELLTALES = [
  ...SUBJECT.map(({ value }) => value),
  ...Object.values(WORDS),
  ...Object.values(CHOSEN),
  DOCUMENT.subarray(100, 160),
  EXTRACT.subarray(100, 160),
];
const DIGESTS = [DOCUMENT, EXTRACT].map((bytes) => createHash('sha256').update(bytes).digest()); // prettier-ignore

function everything() {
  const base = requestData({ keyword: 'secondary-school-teacher' });
  const attachment = { id: 'doc-1', name: WORDS.file, mediaType: 'image/png', description: written(WORDS.description) };
  return {
    ...base,
    questions: [
      { question: 'PQ-GQ-004', blanks: [{ name: 'profession', value: WORDS.blank }], comment: written(WORDS.comment) },
      { question: 'PQ-GQ-031', attachment: 'doc-1' },
    ],
    subject: SUBJECT,
    reference: WORDS.reference,
    justification: written(WORDS.reason),
    attachments: [{ ...attachment, content: DOCUMENT.toString('base64') }],
  };
} // prettier-ignore

const REPLY = {
  answers: [
    { question: 'PQ-GQ-004', value: { text: WORDS.answer } },
    { question: 'PQ-GQ-031', attachment: 'doc-1', value: { option: 'yes' } },
  ],
  comment: written(WORDS.reply, 'el'),
  attachments: [
    { id: 'doc-9', name: WORDS.replied, mediaType: 'image/png', content: EXTRACT.toString('base64') },
  ],
};

type Played = {
  readonly sent: Answer;
  readonly message: Message;
  readonly closed: Answer;
  readonly refused: Message;
  readonly report: Buffer;
  /** A case whose news nobody has fetched, and one that goes on. */
  readonly unfetched: string;
  readonly ongoing: string;
  /** What each of these seals, opened by, and what blinds the evidence. */
  readonly key: Buffer;
  readonly blinds: readonly string[];
  readonly before: readonly Stored[];
};

let played: Played | undefined;
let worker: WorkerHere | undefined;
const logged: string[] = [];

function story(): Played {
  if (played === undefined) throw new TypeError('it is played before the tests');
  return played;
}

beforeAll(async () => {
  worker = await startWorkerHere(hub().config, withLog);
  played = await play();
  await worker.stop();
  worker = await startWorkerHere(hub().config, halfAYearLater);
  await until('both are erased', async () => (await tables().count('case_file WHERE erased_at IS NOT NULL')) === 2);
  await until('the rest is erased', () => logged.some((line) => line.includes('content erased')));
  await worker.stop();
  worker = await startWorkerHere(hub().config, withLog);
}, 180_000); // prettier-ignore
afterAll(() => worker?.stop());

function note(facts: Readonly<Record<string, unknown>>, text: string): void {
  logged.push(`${text} ${JSON.stringify(facts)}`);
}

/** The log is kept, and reading fails on one message, as by a fault that no test of ours has found yet. */
function withLog(assembled: Assembled): Assembled {
  const { codec } = assembled.hub;
  const failing: typeof codec = {
    ...codec,
    decode(bytes, contentType) {
      if (Buffer.from(bytes).includes(WORDS.unreadable)) throw new RangeError('as the test wants it');
      return codec.decode(bytes, contentType);
    },
  };
  const log = { info: note, warn: note, error: note };
  return { ...assembled, hub: { ...assembled.hub, codec: failing, log } };
}

function halfAYearLater(assembled: Assembled): Assembled {
  const clock = { now: () => new Date(Date.now() + SEVEN_MONTHS_MS).toISOString() };
  const moved = withLog(assembled);
  return { ...moved, hub: { ...moved.hub, clock } };
}

async function play(): Promise<Played> {
  const german = await openSystem(hub(), 'de-anerkennung');
  const greek = await openSystem(hub(), 'el-prosonta');
  const message = { ...request(german.id, everything()), id: CHOSEN.id };
  const sent = await german.send(message);
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  await greek.next('request.disclosed', { subject: sent.case ?? '' });
  const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: REPLY }));
  expect([sent, accepted, replied].map(({ outcome }) => outcome)).toEqual(Array(3).fill('accepted'));
  const ordered = command(german.id, 'report.order', { case: replied, data: { kind: 'full' } });
  expect((await german.send(ordered)).outcome).toBe('accepted');
  const news = await german.next('report.issued', { subject: sent.case ?? '', timeout: 40_000 });
  const dossier = command(german.id, 'dossier.order', { case: replied, data: { kind: 'full' } });
  expect((await german.send(dossier)).outcome).toBe('accepted');
  await german.next('report.issued', { subject: sent.case ?? '', timeout: 40_000 });
  const refused = await playRefused(german, message);
  await greek.close();
  // It lies in the inbox of a system that has gone.
  const farewell = { comment: written(WORDS.farewell) };
  const closed = await german.send(command(german.id, 'request.close', { case: replied, data: farewell }));
  expect(closed).toMatchObject({ outcome: 'accepted', status: 'closed' });
  const unfetched = await playUnfetched(german);
  const ongoing = await german.send(request(german.id, everything()));
  await until('all is marked', async () => {
    const waiting = await tables().rows<{ system: string }>('SELECT system FROM delivery WHERE handed_over IS NULL');
    return waiting.every(({ system }) => system === 'fr-titres');
  });
  await german.close();
  const rest = { unfetched, ongoing: ongoing.case ?? '', report: reportIn(news.message.data) };
  return { sent, message, closed, refused, ...rest, ...(await look(sent.case ?? '')) };
} // prettier-ignore

/** Refused in every way: in a case, without one, under a used id, torn, of an unproven sender, and too deadly to be read. */
async function playRefused(german: NationalSystem, message: Message): Promise<Message> {
  const misplaced = { ...everything(), addressee: { authority: WORDS.misplaced } };
  const refused = request(german.id, misplaced);
  const answers = [
    await german.send(refused),
    await german.send({ ...message, data: { ...everything(), reference: 'ANOTHER' } }),
    await german.send({
      id: CHOSEN.transport,
      contentType: 'application/json',
      bytes: Buffer.from(`{"id":"${CHOSEN.transport}","${WORDS.torn}":`),
    }),
    await german.send(
      command(german.id, 'request.close', { case: { case: 'REQ-2026-9999999', version: 1 } }),
    ),
  ];
  expect(answers.flatMap(({ faults = [] }) => faults.map(({ code }) => code))).toEqual([
    'ADDRESSEE_UNKNOWN', 'DUPLICATE_CONFLICT', 'JSON_MALFORMED', 'CASE_UNKNOWN',
  ]); // prettier-ignore
  for (const odd of oddlyNamed(german.id)) expect((await german.send(odd)).outcome).toBe('rejected');
  const raw = await bare(german.id);
  await raw.publish(Buffer.from(JSON.stringify(request(german.id, everything()))), { isAnonymous: true });
  expect((await german.next('receipt')).message.data).toMatchObject({
    faults: [{ code: 'SENDER_UNPROVEN' }],
  });
  const deadly = request(german.id, { ...everything(), justification: written(WORDS.unreadable) });
  expect((await german.send(deadly)).faults).toMatchObject([{ code: 'UNDELIVERABLE' }]);
  expect(await tables().count('dead_letter')).toBe(1);
  return refused;
}

/** Refused for what a sender has chosen: each of these is quoted in a fault, as its text or as its place. */
function oddlyNamed(system: string): readonly Message[] {
  const plain = request(system, everything());
  const [document] = everything().attachments;
  return [
    { ...plain, id: CHOSEN.refused, data: { ...everything(), [CHOSEN.member]: 1 } },
    { ...plain, id: `${CHOSEN.refused}-2`, type: CHOSEN.type },
    { ...plain, id: `${CHOSEN.refused}-3`, authority: CHOSEN.authority },
    { ...plain, id: `${CHOSEN.refused}-4`, source: CHOSEN.source },
    { ...plain, id: `${CHOSEN.refused}-5`, data: { ...everything(), attachments: [{ ...document, id: CHOSEN.document }] } },
    { ...command(system, 'request.close', { case: { case: CHOSEN.subject, version: 1 } }), id: `${CHOSEN.refused}-6` },
  ];
} // prettier-ignore

/** A case of which the other side has never heard: its system does not come for its messages. */
async function playUnfetched(german: NationalSystem): Promise<string> {
  const french = { ...everything(), addressee: { criteria: { country: 'FR', keywords: ['secondary-school-teacher'] } } };
  const sent = await german.send(request(german.id, french));
  const data = { justification: written(WORDS.reason) };
  const withdrawn = await german.send(command(german.id, 'request.withdraw', { case: sent, data }));
  expect(withdrawn.status).toBe('withdrawn');
  return sent.case ?? '';
} // prettier-ignore

/** A message that nobody has read has no digest. */
async function look(number: string) {
  const [file] = await tables().rows<{ wrapped_key: Buffer }>(
    'SELECT wrapped_key FROM case_file WHERE number = $1',
    [number],
  );
  const key = vault().unwrap(file?.wrapped_key ?? Buffer.alloc(0), number) ?? Buffer.alloc(0);
  const blinds = await tables().rows<{ blind: string }>(
    `SELECT id::text AS blind FROM delivery WHERE handed_over IS NOT NULL
       AND chain NOT IN (SELECT number FROM case_file WHERE status = 'awaitingAcceptance')
     UNION SELECT encode(digest, 'hex') FROM message
       WHERE length(digest) > 0 AND receipt::jsonb #>> '{evidence,chain}' NOT IN (SELECT number FROM case_file WHERE status = 'awaitingAcceptance')
     UNION SELECT id::text FROM dead_letter`,
  );
  return { key, blinds: blinds.map(({ blind }) => blind), before: await everythingIn(tables()) };
}

function vault() {
  return openVault(Buffer.from(hub().config.HUB_MASTER_KEY, 'base64'));
}

/** Values that do not belong to the case that goes on. */
async function remains(): Promise<readonly Stored[]> {
  await tables().client.query('BEGIN');
  try {
    const { ongoing } = story();
    const parts = ['case_content', 'case_attachment', 'case_original', 'case_event', 'report'];
    for (const part of parts)
      await tables().client.query(`DELETE FROM ${part} WHERE case_number = $1`, [ongoing]);
    return await everythingIn(tables());
  } finally {
    await tables().client.query('ROLLBACK');
  }
}

describe('before the erasure', () => {
  test('the search would have found it all, in what is sealed and in what is not', () => {
    const { before, key, blinds } = story();
    const opened = openedWith(key, before);
    const inCase = found(TELLTALES, opened).map((hit) => hit.slice(hit.indexOf(': ') + 2));
    const { id: _inCase, ...refused } = CHOSEN;
    const never = new Set<unknown>([WORDS.misplaced, WORDS.torn, WORDS.unreadable, ...Object.values(refused)]);
    const expected = TELLTALES.filter((one) => !never.has(one));
    expect(new Set(inCase).size).toBe(expected.length);
    const places = new Set(found(['"salt"', '%PDF-', WORDS.reference, DOCUMENT.subarray(100, 160)], opened).map((hit) => hit.split(':')[0]));
    expect(places).toEqual(new Set(['case_content.sealed', 'case_attachment.sealed', 'case_original.sealed', 'report.sealed']));
    expect(found(DIGESTS, before).map((hit) => hit.split(':')[0])).toContain('case_attachment.sha256');
    expect(blinds.length).toBeGreaterThan(20);
    for (const blind of blinds) expect(found([blind], before)).not.toEqual([]);
    const master = openedWith(Buffer.from(hub().config.HUB_MASTER_KEY, 'base64'), before);
    expect(found(['AKTE-ZQ-909-ERASE'], master)).toEqual(['dead_letter.sealed: AKTE-ZQ-909-ERASE']);
    const { source: _source, subject: _subject, document: _document, ...quoted } = CHOSEN;
    const told = [WORDS.misplaced, ...Object.values(quoted)];
    expect(new Set(found(told, master))).toEqual(new Set(told.map((one) => `message.sealed: ${one}`)));
  }); // prettier-ignore

  test('nothing that people wrote or chose lies in clear, whether it was accepted, waits for it, or was refused', () => {
    expect(found(TELLTALES, story().before)).toEqual([]);
  });
});

describe('after it', () => {
  test('no table holds any of what people wrote, in any form, and nothing by which it could be tried out', async () => {
    const left = await remains();
    expect(left.length).toBeGreaterThan(500);
    expect(found(TELLTALES, left)).toEqual([]);
    expect(found(DIGESTS, left)).toEqual([]);
    expect(found(story().blinds, left)).toEqual([]);
  });

  test('the old key opens nothing, nor does the master key', async () => {
    const { key } = story();
    const left = await everythingIn(tables());
    const seen = [...TELLTALES, ...DIGESTS, '"salt"', '%PDF-', '"specversion"', 'urn:imi-hub'];
    expect(found(seen, openedWith(key, left))).toEqual([]);
    expect(found(seen, openedWith(Buffer.from(hub().config.HUB_MASTER_KEY, 'base64'), left))).toEqual([]);
    expect(await tables().count('dead_letter WHERE sealed IS NOT NULL')).toBe(0);
    const keys = await tables().rows<{ number: string }>(
      'SELECT number FROM case_file WHERE wrapped_key IS NOT NULL',
    );
    expect(keys.map(({ number }) => number)).toEqual([story().ongoing]);
  });

  test('who has the message and the whole database cannot tell that it was this one', async () => {
    const { message, sent, before } = story();
    expect(triedOut({ message, receipt: sent, where: before })).toBe(true);
    const { rows } = await tables().client.query<{ receipt: string }>(
      'SELECT receipt FROM message WHERE id = $1',
      [keptId(hub(), 'de-anerkennung', message.id)],
    );
    const receipt: Receipt = JSON.parse(rows[0]?.receipt ?? '{}');
    expect(triedOut({ message, receipt, where: await everythingIn(tables()) })).toBe(false);
  });

  test('what goes on is untouched', async () => {
    const { ongoing, before } = story();
    for (const part of ['case_content', 'case_attachment', 'case_original'])
      expect(await tables().count(`${part} WHERE case_number = $1`, [ongoing])).toBe(1);
    const sealed = await tables().rows<{ sealed: Buffer }>('SELECT sealed FROM case_content');
    for (const { sealed: bytes } of sealed) expect(before.some((one) => one.bytes.equals(bytes))).toBe(true);
  });

  test('every chain still verifies, and says that the hub has erased', async () => {
    expect(await verifyChainsNow(tables().client)).toMatchObject({ problems: [] });
    expect((await auditNow(tables().client)).problems).toEqual([]);
    const { closed, sent } = story();
    const last = await tables().rows<{ type: string; facts: unknown; by: string }>(
      'SELECT type, facts, by FROM case_event WHERE case_number = $1 ORDER BY seq DESC LIMIT 1',
      [closed.case],
    );
    const facts = { areaVersion: '1.0.0', months: 6 };
    expect(last).toEqual([{ type: 'content.erased', facts, by: 'urn:imi-hub' }]);
    expect(await tables().count(`message WHERE digest IS NULL AND case_number = $1`, [sent.case])).toBe(6);
  });

  test('the cases can still be listed', async () => {
    const listed = await tables().rows(
      'SELECT number, area, status, version FROM case_file WHERE erased_at IS NOT NULL ORDER BY number',
    );
    expect(listed).toEqual([
      { number: story().closed.case, area: 'PQ', status: 'closed', version: 4 },
      { number: story().unfetched, area: 'PQ', status: 'withdrawn', version: 2 },
    ]);
  });

  test('news that nobody has fetched still wait, without content', async () => {
    const waiting = await tables().rows('SELECT type FROM delivery WHERE chain = $1 ORDER BY created_at', [story().unfetched]); // prettier-ignore
    expect(waiting).toEqual([{ type: 'request.arrived' }, { type: 'request.withdrawn' }]);
  });

  test('a repeat of an erased message gets its first receipt, whatever it says, and has no effect', async () => {
    const german = await open('de-anerkennung');
    const { message, sent, refused } = story();
    const cases = await tables().count('case_file');
    const {
      digest: _digest,
      delivery: _delivery,
      evidence: { receipt: _receipt, ...place } = {},
      ...first
    } = sent;
    for (const again of [message, { ...message, data: { ...everything(), reference: 'ANOTHER' } }]) {
      const { delivery, ...repeated } = await german.send(again);
      expect(repeated).toEqual({ ...first, evidence: place, duplicate: 'DUPLICATE_SAME' });
      expect(delivery).not.toBe(sent.delivery);
    }
    const repeated = await german.send(refused);
    expect(repeated).toMatchObject({ outcome: 'rejected', duplicate: 'DUPLICATE_SAME' });
    expect(repeated.faults).toEqual([
      {
        code: 'ADDRESSEE_UNKNOWN',
        text: 'There is no authority {authority} that can receive requests in this area.',
      },
    ]);
    expect(await tables().count('case_file')).toBe(cases);
  });

  test('what would show personal data is refused, a report without it is made, sealed and verified', async () => {
    const german = await open('de-anerkennung');
    const order = (data: object) => german.send(command(german.id, 'report.order', { case: story().closed, data }));
    const full = await order({ kind: 'full' });
    expect(full.faults).toMatchObject([{ code: 'CONTENT_ERASED', path: '/data/kind' }]);
    const anonymous = await order({ kind: 'fullWithoutPersonalData', language: 'de' });
    expect(anonymous.outcome).toBe('accepted');
    const news = await german.next('report.issued', { subject: story().closed.case ?? '', timeout: 40_000 });
    const pdf = reportIn(news.message.data);
    expect(verifyPdf(pdf, { trust: [hub().root], demand: 'B-LTA' })).toMatchObject({ indication: 'TOTAL-PASSED' });
    if (!isMissing('pdftotext') && !isMissing('pdfdetach')) expectErased(pdf);
    const left = await remains();
    expect(found(TELLTALES, left)).toEqual([]);
    expect((await verifyChainsNow(tables().client)).problems).toEqual([]);
  }, 60_000); // prettier-ignore

  test('so is the dossier, and it still verifies', async () => {
    const german = await open('de-anerkennung');
    const order = (kind: string) => german.send(command(german.id, 'dossier.order', { case: story().closed, data: { kind } }));
    expect((await order('full')).faults).toMatchObject([{ code: 'CONTENT_ERASED', path: '/data/kind' }]);
    expect((await order('fullWithoutPersonalData')).outcome).toBe('accepted');
    const news = await german.next('report.issued', { subject: story().closed.case ?? '', timeout: 40_000 });
    const { indication, files } = verified(reportIn(news.message.data));
    expect(indication).toBe('TOTAL-PASSED');
    const contents = files.map(({ name, bytes }) => ({ place: name, bytes: Buffer.from(bytes) }));
    expect(contents.map(({ place }) => place)).toContain('case.json');
    expect(found([...TELLTALES, ...DIGESTS], contents)).toEqual([]);
  }, 60_000); // prettier-ignore

  test('a delivery that its system will not take so late leaves no dead letter', async () => {
    const greek = await bare('el-prosonta');
    const late = await greek.channel.get('inbox.el-prosonta');
    if (late === false) throw new TypeError('the farewell lies in the inbox');
    expect(late.content.includes('Zwölfboth')).toBe(true);
    greek.channel.nack(late, false, false);
    await until('it is dropped', () => logged.some((line) => line.startsWith('dead letter of an erased case dropped')));
    expect(await tables().count('dead_letter WHERE sealed IS NOT NULL')).toBe(0);
  }); // prettier-ignore

  test('a worker that looks again finds nothing more to erase', async () => {
    const again = await startWorkerHere(hub().config, halfAYearLater);
    const { cases, failed } = await eraseDue(again.assembled.hub, { aborted: false });
    await again.stop();
    expect({ cases, failed }).toEqual({ cases: 0, failed: 0 });
    const done = logged.filter((line) => line.startsWith('what was due is done'));
    expect(done.join()).toMatch(/"content\.erase":2[,}]/);
    expect(logged.find((line) => line.startsWith('content erased that'))).toMatch(/"letters":1/);
    expect(await tables().count('case_file WHERE erased_at IS NOT NULL')).toBe(2);
    expect(await tables().count(`case_event WHERE type = 'content.erased'`)).toBe(2);
  });

  test('the log tells numbers, and nothing of the cases', () => {
    const lines = logged.map((line) => ({ place: 'log', bytes: Buffer.from(line) }));
    expect(found([...TELLTALES, story().sent.case ?? '', story().unfetched], lines)).toEqual([]);
  });
});

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalize(value)).digest('hex');
}

/** Whether a record testifies to the message, with any id that stands anywhere: as somebody would try who guesses. */
function triedOut({ message, receipt, where }: { readonly message: Message; readonly receipt: Receipt; readonly where: readonly Stored[] }): boolean {
  const text = where.map(({ bytes }) => bytes.toString('latin1')).join('\n');
  const ids = new Set(text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g));
  const { outcome, receivedAt, case: number, version, status, route } = receipt;
  const data = { digest: digestOf(message), outcome, receivedAt, case: number, version, status, route };
  const told = (id: string) => sha256({ id, message: message.id });
  return [...ids].some((id) => text.includes(sha256({ id, data: { ...data, told: told(id) } })));
} // prettier-ignore

function verified(file: Uint8Array): DossierVerification {
  const codecs = compileCodecs(makeBook());
  const trust = [hub().root];
  return verifyDossier(verifyContainer(file, { trust, demand: 'B-LTA' }), { trust }, {
    ...codecs,
    read: (bytes) => codecs.decode(bytes, undefined),
  });
} // prettier-ignore

function expectErased(pdf: Buffer): void {
  const file = join(folder(), 'erased.pdf');
  writeFileSync(file, pdf);
  const page = runProgram('pdftotext', ['-layout', file, '-']);
  expect(page).toContain(story().closed.case);
  expect(page).toContain('Personenbezogene Daten und Texte der Behörden gelöscht');
  const embedded = ['1', '2'].map((number) => {
    const part = join(folder(), `erased-${number}`);
    runProgram('pdfdetach', ['-save', number, '-o', part, file]);
    return { place: part, bytes: readFileSync(part) };
  });
  expect(found(TELLTALES, [{ place: 'page', bytes: Buffer.from(page) }, ...embedded])).toEqual([]);
}

import { request } from '../../../domain/request/index.ts';
import { caseFrom, versionFor } from '../../case/case-now.ts';
import { hash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { BERLIN, BONN, LISBON, PORTO } from '../../../domain/testing/cast.ts';
import { FULL } from '../../../domain/testing/papers.ts';
import type { Message } from '../../../domain/kernel/message.ts';
import { readPhrases } from '../../../schemas/phrases.ts';
import { gatherHeads, sealRoot } from '../../evidence/roots.ts';
import { handOver } from '../../outgoing/hand-over.ts';
import type { Hub } from '../../hub.ts';
import type { BoundFile, Reporting } from '../make-report.ts';
import { compose } from '../../outgoing/compose.ts';
import { process } from '../../intake/settle.ts';
import { finished } from '../../outgoing/signed.ts';
import type { CaseRecord } from '../../ports/records.ts';
import { openMemoryRoots } from '../../testing/memory-roots.ts';
import { aMessage, NOW, openStage, submitted, wireRequest, type Stage } from '../../testing/stage.ts';
import { checkDossier, type CheckedDossier } from './check.ts';
import { CHAIN, INDEX, type DossierChain, type DossierIndex } from '../../../schemas/dossier.ts';
import { makeDossier } from './make-dossier.ts';

const phrases = readPhrases('schemas/texts', 'Europe/Brussels');

let stage: Stage;
const roots = openMemoryRoots();

/** A command on the case as its sender knows it by then. */
async function step(authority: string, type: string, data: object = {}): Promise<void> {
  const record = await stage.hub.store.caseAt('REQ-1');
  if (record === undefined) throw new TypeError('the request was sent');
  const caseversion = versionFor(caseFrom(request, record), authority, stage.hub.directory.current());
  await process(stage.hub, [submitted(aMessage({ authority, type, subject: 'REQ-1', caseversion, data }))]);
}

async function deliverAll(): Promise<void> {
  const waiting = [...stage.tables.deliveries.values()].filter(({ isHandedOver }) => !isHandedOver);
  for (const outgoing of waiting) {
    const { digest } = await finished(stage.hub, await compose(stage.hub, outgoing));
    await handOver(stage.hub, 'ContentConsignment', [{ outgoing, at: NOW, digest }]);
  }
}

beforeAll(async () => {
  stage = openStage();
  const attachments = [{ id: 'doc-1', name: 'diploma.pdf', mediaType: 'application/pdf', content: 'JVBERi0xLjc=' }];
  const sent = aMessage({ authority: PORTO, type: 'request.send', data: wireRequest({ attachments }) });
  await process(stage.hub, [submitted(sent)]);
  await step(LISBON, 'request.approve');
  await step(BERLIN, 'request.accept');
  await step(BERLIN, 'request.accept');
  await step(BERLIN, 'request.reply', { answers: FULL.answers });
  await step(BONN, 'reply.approve');
  await deliverAll();
  const last = stage.tables.evidence.at(-1);
  roots.add({ chain: 'REQ-1', seq: last?.seq ?? 0, hash: last?.hash ?? '' });
  await gatherHeads(roots, stage.hub.clock);
  const [root] = await roots.rootsAfter(0, 1);
  const sealer = { sealApart: async () => Buffer.from('a seal') };
  if (root !== undefined) await sealRoot({ roots, sealer, clock: stage.hub.clock }, root);
}); // prettier-ignore

type Made = { readonly files: readonly BoundFile[]; readonly index: DossierIndex };

async function dossierFor(authority: string, kind: string, hub: Hub = stage.hub): Promise<Made> {
  let files: readonly BoundFile[] = [];
  const reporting: Reporting = {
    phrases,
    issuer: 'Hub',
    isTraining: true,
    roots,
    certificates: [Buffer.from('a certificate')],
    press: {
      produce: () => Promise.reject(new Error('no page is made')),
      async bind(bound) {
        files = bound;
        return Buffer.from('PK');
      },
    },
  };
  await step(authority, 'dossier.order', { kind });
  const [order] = await stage.hub.store.takeReports(1, NOW);
  if (order === undefined) throw new TypeError('nothing was ordered');
  await makeDossier(hub, reporting, order);
  return { files, index: indexIn(files) };
}

function indexIn(files: readonly BoundFile[]): DossierIndex {
  const index: DossierIndex = JSON.parse(text(files, INDEX));
  return index;
}

function chainIn(files: readonly BoundFile[]): DossierChain {
  const chain: DossierChain = JSON.parse(text(files, CHAIN));
  return chain;
}

function text(files: readonly BoundFile[], name: string): string {
  return new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
}

function check(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): CheckedDossier {
  const { canonical, digest } = stage.hub.codec;
  return checkDossier(files, { canonical, digest, readMessage });
}

function readMessage(bytes: Uint8Array): Message | undefined {
  const decoded = stage.hub.codec.decode(bytes, 'application/json');
  return 'message' in decoded ? decoded.message : undefined;
}

function problems(checked: CheckedDossier): readonly string[] {
  if ('problem' in checked) return [checked.problem];
  return [...checked.files.flatMap(({ problem }) => problem ?? []), ...checked.missing];
}

function names({ files }: Made): readonly string[] {
  return files.map(({ name }) => name);
}

describe('the dossier of an authority', () => {
  let made: Made;
  beforeAll(async () => {
    made = await dossierFor(BERLIN, 'full');
  });

  test('has the case, what it has sent and received, its receipts, the evidence and the certificates', () => {
    expect(names(made)).toEqual([
      'dossier.json',
      'case.json',
      'case.xml',
      'messages/sent/001-request.accept.json',
      'messages/sent/002-request.reply.json',
      'messages/sent/003-dossier.order.json',
      'messages/received/001-request.arrived.json',
      'messages/received/002-request.disclosed.json',
      'messages/received/003-reply.approved.json',
      'receipts/001-receipt.json',
      'receipts/002-receipt.json',
      'receipts/003-receipt.json',
      'receipts/004-receipt.json',
      'evidence/chain.json',
      'evidence/roots/001-root.json',
      'evidence/roots/001-root.p7s',
      'certificates/001-hub.cer',
    ]);
    expect(made.index).toMatchObject({
      case: 'REQ-1',
      authority: BERLIN,
      personalData: true,
      training: true,
    });
  });

  test('bears itself out: index, chain, receipts, messages and roots', () => {
    expect(problems(check(made.files))).toEqual([]);
    const received = made.index.files.filter(({ about }) => about.role === 'message received');
    expect(received.every(({ about }) => 'record' in about)).toBe(true);
  });

  test('shows of the chain what it has to do with, and of the rest that it is there', () => {
    const { records } = chainIn(made.files);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    const shown = records.flatMap(({ body }) => body ?? []).join('\n');
    expect(shown).toContain(BERLIN);
    expect(shown).not.toContain(PORTO);
    expect(shown).not.toContain(LISBON);
    expect(records.some(({ body }) => body === undefined)).toBe(true);
  });

  test('holds the message with its document as it was sent', async () => {
    const other = await dossierFor(PORTO, 'full');
    const sent = readMessage(Buffer.from(text(other.files, 'messages/sent/001-request.send.json')));
    expect(sent?.data).toMatchObject({ attachments: [{ id: 'doc-1', content: 'JVBERi0xLjc=' }] });
    expect(problems(check(other.files))).toEqual([]);
    expect(text(other.files, CHAIN)).not.toContain(BONN);
  });
});

test('a used id under which something else was refused takes nothing from the message that was accepted', async () => {
  const accepted = stage.tables.originals.find(({ plain }) => plain.includes('request.accept'));
  const message: Message = JSON.parse(accepted?.plain ?? '');
  await process(stage.hub, [submitted({ ...message, time: '2026-11-21T09:29:00.000Z' })]);
  expect(stage.tables.evidence.at(-1)).toMatchObject({ chain: 'REQ-1', kind: 'SubmissionRejection' });
  const made = await dossierFor(BERLIN, 'full');
  expect(problems(check(made.files))).toEqual([]);
});

/** A hub whose store has lost the documents, and says that of the case. */
function withoutDocuments(change: (record: CaseRecord) => CaseRecord): Hub {
  const { store } = stage.hub;
  return {
    ...stage.hub,
    store: {
      ...store,
      blobs: async () => new Map(),
      async caseAt(number, seq) {
        const record = await store.caseAt(number, seq);
        return record && (seq === undefined ? change(record) : record);
      },
    },
  };
}

function alarms(): readonly string[] {
  return stage.logged.filter((line) => line.startsWith('unsound'));
}

describe('what an authority has sent, and the store no longer has', () => {
  test('makes no dossier, and is told to people', async () => {
    const hub = withoutDocuments((record) => record);
    await expect(dossierFor(PORTO, 'full', hub)).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
    expect(alarms()).toEqual(['unsound {"table":"case_attachment","case":"REQ-1"}']);
  });

  test('is missed also where the message itself is gone', async () => {
    const { store } = stage.hub;
    const archive: Hub['store']['archive'] = async (number, reader) => {
      const found = await store.archive(number, reader);
      return found && { ...found, originals: found.originals.slice(1) };
    };
    const hub = { ...stage.hub, store: { ...store, archive } };
    await expect(dossierFor(PORTO, 'full', hub)).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
    expect(alarms().at(-1)).toBe('unsound {"table":"case_original","case":"REQ-1"}');
  });

  test('is no alarm where the case was erased while the dossier was made', async () => {
    const before = alarms().length;
    const hub = withoutDocuments((record) => ({
      ...record,
      history: record.history.map(({ content: _content, ...event }) => event),
    }));
    await expect(dossierFor(PORTO, 'full', hub)).rejects.toMatchObject({ kind: 'REPORT_OVERTAKEN' });
    expect(alarms()).toHaveLength(before);
  });

  test('keeps nobody from a dossier without personal data', async () => {
    const hub = withoutDocuments((record) => record);
    const made = await dossierFor(PORTO, 'fullWithoutPersonalData', hub);
    expect(problems(check(made.files))).toEqual([]);
  });
});

test('without personal data it has no messages, and nothing of the person', async () => {
  const made = await dossierFor(BERLIN, 'fullWithoutPersonalData');
  expect(names(made).filter((name) => name.startsWith('messages/'))).toEqual([]);
  expect(made.index.personalData).toBe(false);
  const all = made.files.map(({ bytes }) => Buffer.from(bytes).toString()).join('\n');
  expect(all).not.toMatch(/Quakenbrink|Xanthippe|1977-03-09/);
  expect(problems(check(made.files))).toEqual([]);
});

describe('a dossier that was tampered with', () => {
  let made: Made;
  beforeAll(async () => {
    made = await dossierFor(BERLIN, 'full');
  });

  /** The files with one changed, and the index made to fit: only the contents can still give it away. */
  function forged(name: string, change: (text: string) => string): readonly BoundFile[] {
    const bytes = Buffer.from(change(text(made.files, name)));
    const sha256 = hash('sha256', bytes, 'hex');
    const files = made.index.files.map((file) => (file.name === name ? { ...file, sha256 } : file));
    const index = Buffer.from(JSON.stringify({ ...made.index, files }));
    return made.files.map((file) => {
      if (file.name === INDEX) return { ...file, bytes: index };
      return file.name === name ? { ...file, bytes } : file;
    });
  }

  test.each([
    ['a receipt that says something else', 'receipts/001-receipt.json', /"version":\d+/, '"version":9', 'RECORD_DIFFERS'],
    ['a receipt of another case', 'receipts/001-receipt.json', /"chain":"REQ-1"/, '"chain":"REQ-2"', 'RECORD_DIFFERS'],
    ['a message that was not sent so', 'messages/sent/002-request.reply.json', /"type":"request.reply"/, '"type":"request.reply","x":1', 'MESSAGE_ODD'],
    ['a message with another time', 'messages/sent/002-request.reply.json', /"time":"2026-11-21T09:30/, '"time":"2026-11-21T09:31', 'MESSAGE_DIFFERS'],
    ['a delivery with another time', 'messages/received/001-request.arrived.json', /"time":"2026-11-21T09:30/, '"time":"2026-11-21T09:31', 'MESSAGE_DIFFERS'],
    ['a root that is another', 'evidence/roots/001-root.json', /"size":1/, '"size":2', 'ROOT_NOT_PROVEN'],
    ['a chain that is no chain', CHAIN, /"chain":/, '"chains":', 'CHAIN_ODD'],
    ['a record taken out', CHAIN, /\{[^{}]*"seq":2\},/, '', 'CHAIN_BROKEN'],
    ['a record with another hash', CHAIN, /"hash":"[0-9a-f]{64}"/, `"hash":"${'0'.repeat(64)}"`, 'CHAIN_BROKEN'],
    ['a record whose body was changed', CHAIN, /request\.accept/, 'request.refuse', 'CHAIN_BROKEN'],
  ])('shows %s', (...row) => {
    const [, name, wanted, by, problem] = row;
    const files = forged(name, (before) => before.replace(wanted, by));
    expect(text(files, name)).not.toBe(text(made.files, name));
    expect(problems(check(files))).toContain(problem);
  }); // prettier-ignore

  test('shows a file that is not in the index, one that is missing, one that was exchanged, and an odd index', () => {
    const [first, second, ...rest] = made.files.slice(2);
    const [index] = made.files;
    if (index === undefined || first === undefined || second === undefined) throw new TypeError('too few files');
    expect(problems(check([...made.files, { name: 'more.txt', bytes: first.bytes }]))).toEqual(['FILE_NOT_LISTED']);
    expect(problems(check([index, second, ...rest]))).toContain('case.xml');
    expect(problems(check([index, { ...first, bytes: second.bytes }, second, ...rest]))).toContain('LISTED_DIGEST_DIFFERS');
    for (const odd of ['', '[]', '{"format":"x"}', '['.repeat(100_000)])
      expect(problems(check([{ ...index, bytes: Buffer.from(odd) }, first, second, ...rest]))).toEqual(['INDEX_ODD']);
  }); // prettier-ignore
});

import { beforeAll, describe, expect, test } from 'vitest';
import { BERLIN, LISBON, PORTO } from '../../../domain/testing/cast.ts';
import { handOver } from '../../outgoing/hand-over.ts';
import { findOverdue } from '../../outgoing/overdue.ts';
import { CATALOGUE } from '../../../schemas/catalogue.ts';
import type { EvidenceRecord } from '../../ports/records.ts';
import { process } from '../../intake/settle.ts';
import { canonical, sha256 } from '../../testing/plain-codec.ts';
import { auditSourceOver, rowsOn, type KeptRows } from '../../testing/memory-audit.ts';
import { aMessage, NOW, openStage, submitted, systemOfAuthority, wireRequest } from '../../testing/stage.ts';
import { chainOfSender } from '../../intake/sender.ts';
import { stateRoot } from '../statement.ts';
import { linkHash } from '../verify-chain.ts';
import { auditEvidence, type Audit } from './audit.ts';
import type { AuditProblem } from './problem.ts';
import type { JudgeSeal } from './roots.ts';
import type { KeptFile, KeptHead, KeptReport } from './source.ts';

/** Two cases and the chain of a system: messages accepted and refused, deliveries handed over and overdue. */
async function play(): Promise<KeptRows> {
  const stage = openStage();
  for (const message of [
    aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }),
    aMessage({ authority: LISBON, type: 'request.approve', subject: 'REQ-1', caseversion: 1 }),
    aMessage({ authority: BERLIN, type: 'request.accept', subject: 'REQ-1', caseversion: 1 }),
    aMessage({ authority: BERLIN, type: 'request.accept', subject: 'REQ-1', caseversion: 1 }),
    aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }),
    aMessage({ authority: PORTO, type: 'request.send', data: {} }),
    aMessage({ authority: PORTO, type: 'request.send', data: {} }),
  ])
    await process(stage.hub, [submitted(message)]);
  const all = [...stage.tables.deliveries.values()].map((outgoing) => ({ outgoing, at: NOW }));
  await handOver(stage.hub, 'ContentConsignment', all.slice(0, -2));
  await findOverdue(stage.hub, '2027-01-01T00:00:00.000Z');
  return rowsOn(stage);
}

let whole: KeptRows;
beforeAll(async () => {
  whole = await play();
});

const INDICATIONS: Readonly<Record<string, string>> = { good: 'TOTAL-PASSED', bad: 'TOTAL-FAILED' };

function judge(_statement: Uint8Array, signature: Uint8Array): ReturnType<JudgeSeal> {
  const indication = INDICATIONS[Buffer.from(signature).toString()] ?? 'INDETERMINATE';
  return { indication, text: `It is ${indication}.`, level: 'B-T' };
}

function audit(kept: KeptRows): Promise<Audit> {
  const codec = { canonical, digest: (value: unknown) => sha256(canonical(value)) };
  return auditEvidence(auditSourceOver(kept), { codec, judge, workflows: CATALOGUE.workflows });
}

/** Each problem as `CODE place`. */
function told({ problems }: Audit): readonly string[] {
  return problems.map(placed).toSorted();
}

function placed({ code, chain, record, event, root }: AuditProblem): string {
  const places = { record, event, root };
  const named = Object.entries(places).flatMap(([name, value]) => (value === undefined ? [] : `${name} ${value}`));
  return [code, ...(chain === undefined ? [] : [chain]), ...named].join(' ');
} // prettier-ignore

describe('whole evidence', () => {
  test('is called whole, and everything has been counted', async () => {
    const { records, events, receipts } = whole;
    expect(await audit(whole)).toMatchObject({
      outcome: 'whole',
      problems: [],
      problemCount: 0,
      chains: {
        cases: 2,
        systems: 1,
        records: records.length,
        events: events.length,
        receipts: receipts.length,
        erasedReceipts: 0,
        handedOver: 11,
        overdue: 2,
        unsealed: 0,
        unsealedSince: undefined,
      },
      roots: { roots: 2, covered: 6, sealed: 2, stamped: 2 },
    });
    expect(records.length).toBeGreaterThan(15);
    expect([events.length, receipts.length]).toEqual([4, 7]);
  });

  test('is that of an installation without any, too', async () => {
    const none = {
      heads: [],
      records: [],
      events: [],
      receipts: [],
      deliveries: [],
      mails: [],
      told: [],
      reports: [],
      letters: [],
      sealed: [],
      directory: whole.directory,
      credentials: [],
      roots: [],
    };
    expect(await audit(none)).toMatchObject({ outcome: 'whole', problemCount: 0 });
  });

  test('may have a chain of a system that has no record yet', async () => {
    const fresh = { chain: 'system/new', seq: 0, hash: '0'.repeat(64) };
    expect(told(await audit({ ...whole, heads: [...whole.heads, fresh] }))).toEqual([]);
  });
});

type Table = Exclude<keyof KeptRows, 'directory'>;
type Row<Name extends Table> = KeptRows[Name][number];

/** Changes rows of one table, or takes away those that become nothing. */
function changed<Name extends Table>(
  name: Name,
  isMeant: (row: Row<Name>) => boolean,
  change: (row: Row<Name>) => Row<Name> | undefined,
): (kept: KeptRows) => KeptRows {
  return (kept) => {
    const rows: readonly Row<Name>[] = kept[name];
    const after = rows.flatMap((row) => (isMeant(row) ? (change(row) ?? []) : row));
    return { ...kept, [name]: after };
  };
}

const at = (chain: string, seq: number) => (row: { readonly chain: string; readonly seq: number }) =>
  row.chain === chain && row.seq === seq;
const of = (chain: string) => (row: { readonly chain: string }) => row.chain === chain;
const root = (number: number) => (row: { readonly number: number }) => row.number === number;
const gone = () => undefined;
const OTHER = 'a'.repeat(64);
const SYSTEM = chainOfSender({ system: systemOfAuthority(PORTO) });

/** A record that somebody has made anew, so that its hash is right. */
function withBody(record: EvidenceRecord, change: (body: string) => string): EvidenceRecord {
  const { chain, seq, prev } = record;
  const body = change(record.body);
  return { ...record, body, hash: linkHash({ chain, seq, prev, content: sha256(body) }, canonical) };
}

const REPORT: KeptReport = {
  chain: 'REQ-1', id: 'r-1', seq: 3, authority: PORTO, kind: 'full', parts: [], language: 'pt',
  orderedAt: NOW, expiresAt: NOW, issuedAt: undefined, digests: [],
}; // prettier-ignore

function withFile(head: KeptHead, change: Partial<KeptFile>): KeptHead {
  return head.file === undefined ? head : { ...head, file: { ...head.file, ...change } };
}

function kindsOf(chain: string): readonly string[] {
  return whole.records.filter((row) => row.chain === chain).map(({ kind }) => kind);
}

test('the stage is the one that the forgeries are about', () => {
  expect(kindsOf('REQ-1').slice(0, 5)).toEqual([
    'SubmissionAcceptance', 'SubmissionAcceptance', 'SubmissionAcceptance', 'SubmissionRejection', 'ContentConsignment',
  ]);
  expect(kindsOf(SYSTEM)).toEqual([
    'SubmissionRejection', 'SubmissionRejection', 'ContentConsignmentFailure', 'ContentConsignmentFailure',
  ]);
}); // prettier-ignore

test.for<readonly [string, (kept: KeptRows) => KeptRows, readonly string[]]>([
  ['a body that was changed', changed('records', at('REQ-1', 2), (row) => ({ ...row, body: row.body.replace('request.approve', 'request.refuse') })),
    ['LINK_BROKEN REQ-1 record 2']],
  ['a record that was made anew', changed('records', at('REQ-1', 2), (row) => withBody(row, (body) => body.replace('request.approve', 'request.refuse'))),
    ['LINK_BROKEN REQ-1 record 3', 'RECEIPT_MISPLACED REQ-1 record 2']],
  ['a body that is none', changed('records', at('REQ-1', 1), (row) => withBody(row, () => '{')),
    ['BODY_UNREADABLE REQ-1 record 1', 'COVERED_DIFFERS REQ-1 record 1 root 1', 'DELIVERY_INVENTED REQ-1 event 1', 'EVENT_OUT_OF_ORDER REQ-1 record 2 event 2', 'EVENT_UNTESTIFIED REQ-1 event 1', 'LINK_BROKEN REQ-1 record 2', 'RECEIPT_MISPLACED REQ-1 record 1']],
  ['claims without end', changed('records', at('REQ-1', 1), (row) => withBody(row, () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`)),
    ['BODY_UNREADABLE REQ-1 record 1', 'COVERED_DIFFERS REQ-1 record 1 root 1', 'DELIVERY_INVENTED REQ-1 event 1', 'EVENT_OUT_OF_ORDER REQ-1 record 2 event 2', 'EVENT_UNTESTIFIED REQ-1 event 1', 'LINK_BROKEN REQ-1 record 2', 'RECEIPT_MISPLACED REQ-1 record 1']],
  ['another kind', changed('records', at('REQ-1', 5), (row) => ({ ...row, kind: 'ContentHandover' })),
    ['COLUMNS_DIFFER REQ-1 record 5']],
  ['a kind that is none', changed('records', at('REQ-1', 5), (row) => ({ ...row, kind: 'constructor' })),
    ['COLUMNS_DIFFER REQ-1 record 5', 'DELIVERY_UNTESTIFIED REQ-1']],
  ['another time', changed('records', at('REQ-1', 3), (row) => ({ ...row, at: '2026-01-01T00:00:00.000Z' })),
    ['COLUMNS_DIFFER REQ-1 record 3']],
  ['another event that it testifies up to', changed('records', at('REQ-1', 4), (row) => ({ ...row, caseSeq: 2 })),
    ['COLUMNS_DIFFER REQ-1 record 4']],
  ['a record that is gone', changed('records', at('REQ-1', 3), gone),
    ['COLUMNS_DIFFER REQ-1 record 4', 'DELIVERY_INVENTED REQ-1 event 3', 'DELIVERY_INVENTED REQ-1 event 3', 'EVENT_UNTESTIFIED REQ-1 event 3', 'HEAD_DIFFERS REQ-1 event 2', 'RECEIPT_MISPLACED REQ-1 record 3', 'RECORDS_MISSING REQ-1 record 4']],
  ['an end that is cut off, of which a root tells', (kept) => changed('records', () => true, (row) => (row.chain === SYSTEM && row.seq === 4 ? undefined : { ...row, wasBefore: true }))(kept),
    [`COVERED_DIFFERS ${SYSTEM} record 4 root 2`, `DELIVERY_UNTESTIFIED ${SYSTEM}`, `HEAD_DIFFERS ${SYSTEM} record 3`]],
  ['an end that is cut off', changed('records', at(SYSTEM, 4), gone),
    [`COVERED_DIFFERS ${SYSTEM} record 4 root 2`, `DELIVERY_UNTESTIFIED ${SYSTEM}`, `HEAD_DIFFERS ${SYSTEM} record 3`]],
  ['a chain that is gone', changed('records', of(SYSTEM), gone),
    [`CHAIN_MISSING ${SYSTEM}`, `COVERED_DIFFERS ${SYSTEM} record 1 root 1`, `COVERED_DIFFERS ${SYSTEM} record 4 root 2`, `DELIVERY_UNTESTIFIED ${SYSTEM}`, `RECEIPT_MISPLACED ${SYSTEM} record 1`, `RECEIPT_MISPLACED ${SYSTEM} record 2`]],
  ['a head that was moved', changed('heads', of('REQ-2'), (row) => ({ ...row, hash: OTHER })),
    ['HEAD_DIFFERS REQ-2 record 3']],
  ['a head that is gone', changed('heads', of('REQ-2'), gone),
    ['HEAD_MISSING REQ-2']],
  ['a head that came twice', (kept) => ({ ...kept, heads: [...kept.heads, ...kept.heads.filter(of('REQ-2'))] }),
    ['HEAD_TWICE REQ-2']],
  ['a case without records', (kept) => ({ ...kept, heads: [...kept.heads, { chain: 'REQ-9', seq: 0, hash: '0'.repeat(64), events: 0 }] }),
    ['CHAIN_MISSING REQ-9']],
  ['a head that knows of more events', changed('heads', of('REQ-2'), (row) => ({ ...row, events: 2 })),
    ['HEAD_DIFFERS REQ-2 event 1']],
  ['an event that was changed', changed('events', at('REQ-1', 2), (row) => ({ ...row, facts: { forged: true } })),
    ['EVENT_DIFFERS REQ-1 record 2 event 2']],
  ['facts without end', changed('events', at('REQ-1', 2), (row) => ({ ...row, facts: JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) })),
    ['EVENT_DIFFERS REQ-1 record 2 event 2']],
  ['a content that was exchanged', changed('events', at('REQ-1', 1), (row) => ({ ...row, content: OTHER })),
    ['EVENT_DIFFERS REQ-1 record 1 event 1']],
  ['an event that is gone', changed('events', at('REQ-1', 2), gone),
    ['CASE_DIFFERS REQ-1', 'EVENT_MISSING REQ-1 record 2 event 2']],
  ['an event that was invented', (kept) => ({ ...kept, events: [...kept.events, ...kept.events.filter(at('REQ-1', 3)).map((row) => ({ ...row, seq: 4 }))] }),
    ['CASE_DIFFERS REQ-1', 'EVENT_UNTESTIFIED REQ-1 event 4']],
  ['an event of no case', (kept) => ({ ...kept, events: [...kept.events, ...kept.events.filter(at('REQ-1', 3)).map((row) => ({ ...row, chain: 'REQ-9' }))] }),
    ['EVENT_UNTESTIFIED REQ-9 event 3']],
  ['a receipt that was changed', changed('receipts', at('REQ-1', 3), (row) => ({ ...row, receipt: row.receipt.replace('"version":2', '"version":7') })),
    ['RECEIPT_DIFFERS REQ-1 record 3']],
  ['a receipt under another id', changed('receipts', at('REQ-1', 3), (row) => ({ ...row, receiptId: '00000000-0000-4000-8000-000000000000' })),
    ['RECEIPT_DIFFERS REQ-1 record 3']],
  ['a receipt that is none', changed('receipts', at('REQ-1', 3), (row) => ({ ...row, receipt: 'null' })),
    ['RECEIPT_MISPLACED REQ-1 record 3']],
  ['a receipt that names nothing', changed('receipts', at('REQ-1', 3), (row) => ({ ...row, chain: '', seq: 0, receipt: '{}' })),
    ['RECEIPT_MISPLACED  record 0', 'RECEIPT_MISSING REQ-1 record 3']],
  ['a receipt that names a delivery', changed('receipts', at('REQ-1', 3), (row) => ({ ...row, seq: 5 })),
    ['RECEIPT_MISPLACED REQ-1 record 5', 'RECEIPT_MISSING REQ-1 record 3']],
  ['a receipt that names another hash', changed('receipts', at('REQ-1', 3), (row) => ({ ...row, receipt: row.receipt.replace(/"hash":"[0-9a-f]{64}"/, `"hash":"${OTHER}"`) })),
    ['RECEIPT_MISPLACED REQ-1 record 3']],
  ['another outcome of a receipt', changed('receipts', at('REQ-1', 4), (row) => ({ ...row, receipt: row.receipt.replace('rejected', 'accepted') })),
    ['OUTCOME_DIFFERS REQ-1 record 4', 'RECEIPT_DIFFERS REQ-1 record 4']],
  ['another outcome beside a receipt', changed('receipts', at('REQ-1', 4), (row) => ({ ...row, outcome: 'accepted' })),
    ['OUTCOME_DIFFERS REQ-1 record 4']],
  ['a refusal that is gone', changed('receipts', at(SYSTEM, 1), gone),
    [`RECEIPT_MISSING ${SYSTEM} record 1`]],
  ['a receipt that came twice', (kept) => ({ ...kept, receipts: [...kept.receipts, ...kept.receipts.filter(at('REQ-1', 3))] }),
    ['RECEIPT_TWICE REQ-1 record 3']],
  ['a receipt that was stripped', changed('receipts', at('REQ-1', 3), (row) => ({ ...row, receipt: row.receipt.replace(/"digest":"[0-9a-f]{64}",/, '') })),
    ['RECEIPT_STRIPPED REQ-1']],
  ['content that is gone without a word', changed('events', at('REQ-1', 1), (row) => ({ ...row, hasContent: false })),
    ['CONTENT_MISSING REQ-1 event 1']],
  ['content of an event that had none', changed('events', at('REQ-1', 2), (row) => ({ ...row, hasContent: true })),
    ['CONTENT_LEFT REQ-1 event 2']],
  ['what does not open any more', changed('sealed', of('REQ-2'), (row) => ({ ...row, isOurs: false })),
    ['SEALED_DIFFERS REQ-2']],
  ['a message as it was sent that is gone', changed('sealed', of('REQ-2'), gone),
    ['ORIGINAL_MISSING REQ-2']],
  ['a document that is gone', changed('sealed', of('REQ-2'), (row) => ({ ...row, documents: [OTHER] })),
    ['DOCUMENT_MISSING REQ-2']],
  ['a row of a case that the hub has not written so', changed('heads', of('REQ-2'), (row) => ({ ...row, isOurs: false })),
    ['CASE_FORGED REQ-2']],
  ['the key of another case', changed('heads', of('REQ-2'), (row) => ({ ...row, key: 'strange' })),
    ['KEY_DIFFERS REQ-2']],
  ['a key that is gone', changed('heads', of('REQ-2'), (row) => ({ ...row, key: 'none' })),
    ['KEY_DIFFERS REQ-2']],
  ['a record that the hub has not written', changed('records', at('REQ-1', 2), (row) => ({ ...row, isOurs: false })),
    ['RECORD_FORGED REQ-1 record 2']],
  ['an event that the hub has not written', changed('events', at('REQ-1', 2), (row) => ({ ...row, isOurs: false })),
    ['EVENT_FORGED REQ-1 event 2']],
  ['a receipt that the hub has not written so', changed('receipts', at('REQ-1', 3), (row) => ({ ...row, isOurs: false })),
    ['RECEIPT_FORGED REQ-1 record 3']],
  ['another status of a case', changed('heads', of('REQ-2'), (row) => withFile(row, { status: 'closed' })),
    ['CASE_DIFFERS REQ-2']],
  ['a part that is kept from an action list', changed('heads', of('REQ-2'), (row) => withFile(row, { parts: row.file?.parts.slice(1) ?? [] })),
    ['CASE_DIFFERS REQ-2']],
  ['a part that waits for another', changed('heads', of('REQ-2'), (row) => withFile(row, { parts: (row.file?.parts ?? []).map((part) => ({ ...part, waitsFor: 'allocator' })) })),
    ['CASE_DIFFERS REQ-2']],
  ['an end that a case has not come to', changed('heads', of('REQ-2'), (row) => withFile(row, { endedAt: NOW })),
    ['CASE_DIFFERS REQ-2']],
  ['an erasure that was not', changed('heads', of('REQ-2'), (row) => withFile(row, { erasedAt: NOW })),
    ['CASE_DIFFERS REQ-2']],
  ['another area, or a workflow that is none', changed('heads', of('REQ-2'), (row) => withFile(row, { workflow: 'x' })),
    ['CASE_DIFFERS REQ-2']],
  ['news to somebody else', changed('told', (row) => row.chain === 'REQ-1' && row.seq === 3, (row) => ({ ...row, to: 'X' })),
    ['DELIVERIES_DIFFER REQ-1 record 3']],
  ['news with another document', changed('told', of('REQ-2'), (row) => ({ ...row, attachments: ['doc-7'] })),
    ['DELIVERIES_DIFFER REQ-2 record 1']],
  ['news that went through another system', changed('deliveries', (row) => row.chain === 'REQ-2' && row.type !== 'receipt', (row) => ({ ...row, through: 'x' })),
    ['DELIVERY_UNMARKED REQ-2', 'DELIVERY_UNTESTIFIED REQ-2']],
  ['news that are gone', changed('told', of('REQ-2'), gone),
    ['DELIVERIES_DIFFER REQ-2 record 1']],
  ['news of an event that there was not', (kept) => ({ ...kept, told: [...kept.told, { chain: 'REQ-1', seq: 9, id: 'x', type: 'request.disclosed', to: 'X', attachments: [] }] }),
    ['DELIVERY_INVENTED REQ-1 event 9']],
  ['a report that nobody has ordered', (kept) => ({ ...kept, reports: [...kept.reports, REPORT] }),
    ['REPORT_DIFFERS REQ-1']],
  ['a dead letter that was put in', (kept) => ({ ...kept, letters: [...kept.letters, { chain: SYSTEM }] }),
    [`LETTERS_DIFFER ${SYSTEM}`]],
  ['a directory that nobody has published', (kept) => ({ ...kept, directory: { version: 7, digest: OTHER } }),
    ['DIRECTORY_DIFFERS']],
  ['a secret of a system that the hub has not given', (kept) => ({ ...kept, credentials: [{ system: 'x', account: 1, isOurs: true }, { system: 'y', account: 2, isOurs: false }] }),
    ['CREDENTIAL_DIFFERS system/y']],
  ['a mark that is gone', changed('deliveries', of('REQ-2'), (row) => ({ ...row, handedOver: 0 })),
    ['DELIVERY_UNMARKED REQ-2', 'DELIVERY_UNMARKED REQ-2']],
  ['a mark that was invented', changed('deliveries', of(SYSTEM), (row) => ({ ...row, handedOver: row.handedOver + 1 })),
    [`DELIVERY_UNTESTIFIED ${SYSTEM}`]],
  ['a mark of being late that is gone', changed('deliveries', of(SYSTEM), (row) => ({ ...row, overdue: 0 })),
    [`DELIVERY_UNMARKED ${SYSTEM}`]],
  ['deliveries that are gone', changed('deliveries', of('REQ-2'), gone),
    ['DELIVERY_UNMARKED REQ-2', 'DELIVERY_UNMARKED REQ-2']],
  ['a delivery of another', changed('deliveries', (row) => row.chain === 'REQ-2' && row.type !== 'receipt', (row) => ({ ...row, authority: 'X' })),
    ['DELIVERY_UNMARKED REQ-2', 'DELIVERY_UNTESTIFIED REQ-2']],
  ['a statement that was changed', changed('roots', root(1), (row) => ({ ...row, statement: row.statement.replace(NOW, '2026-01-01T00:00:00.000Z') })),
    ['PREVIOUS_DIFFERS root 2']],
  ['a statement that is none', changed('roots', root(2), (row) => ({ ...row, statement: '{}' })),
    ['STATEMENT_UNREADABLE root 2']],
  ['a first root that is gone', changed('roots', root(1), gone),
    ['NUMBER_OUT_OF_ORDER root 2', 'PREVIOUS_DIFFERS root 2']],
  ['a root under another number', changed('roots', root(2), (row) => ({ ...row, number: 3 })),
    ['NUMBER_OUT_OF_ORDER root 3']],
  ['a head that is gone under a root', changed('roots', root(1), (row) => ({ ...row, heads: row.heads.slice(1) })),
    ['ROOT_DIFFERS root 1', 'SIZE_DIFFERS root 1']],
  ['a root over a chain as it never was', (kept) => {
    const [first] = kept.roots;
    const heads = (first?.heads ?? []).map((head) => (head.chain === 'REQ-2' ? { ...head, hash: OTHER } : head));
    const { statement } = stateRoot(heads, { before: { number: 0 }, at: NOW });
    return changed('roots', root(1), (row) => ({ ...row, heads, statement }))(kept);
  }, ['COVERED_DIFFERS REQ-2 record 1 root 1', 'PREVIOUS_DIFFERS root 2']],
  ['roots in the wrong order', (kept) => {
    const [first, second] = [kept.roots[1]?.heads ?? [], kept.roots[0]?.heads ?? []];
    const one = stateRoot(first, { before: { number: 0 }, at: NOW });
    const two = stateRoot(second, { before: one, at: NOW });
    return { ...kept, roots: [{ ...one, heads: first, signature: Buffer.from('good') }, { ...two, heads: second, signature: Buffer.from('good') }] };
  }, ['CHAIN_NOT_LONGER REQ-1 record 13 root 1', 'CHAIN_NOT_LONGER REQ-2 record 3 root 1', `CHAIN_NOT_LONGER ${SYSTEM} record 4 root 1`]],
  ['a record that was kept out of the newest root', (kept) => changed('records', at(SYSTEM, 4), (row) => ({ ...row, wasBefore: true }))(
    { ...kept, roots: kept.roots.slice(0, 1) }),
    [`RECORD_OMITTED ${SYSTEM} record 4`]],
  ['a bad seal', changed('roots', root(2), (row) => ({ ...row, signature: Buffer.from('bad') })),
    ['SEAL_BROKEN root 2']],
  ['a seal that is gone', changed('roots', root(1), ({ signature: _none, ...row }) => row),
    ['SEAL_MISSING root 1']],
])('%s is found', async ([, forge, problems]) => {
  const found = await audit(forge(whole));
  expect(told(found)).toEqual(problems);
  expect(found).toMatchObject({ outcome: 'broken', problemCount: problems.length });
}); // prettier-ignore

test('without the key nothing is said of the secrets of systems', async () => {
  const credentials = [{ system: 'x', account: 1, isOurs: undefined }];
  expect(await audit({ ...whole, credentials })).toMatchObject({ outcome: 'whole', problems: [] });
});

test('that all roots are gone is found once more than a day lies under none', async () => {
  const bare = { ...whole, roots: [] };
  expect(told(await audit(bare))).toEqual([]);
  const older = changed('records', at('REQ-1', 1), (row) => ({ ...row, at: '2026-01-01T00:00:00.000Z' }));
  expect(told(await audit(older(bare)))).toEqual(['COLUMNS_DIFFER REQ-1 record 1', 'ROOTS_MISSING']);
});

test('what lies under no sealed root yet is no problem, and is told', async () => {
  const unsealed = changed('roots', root(2), ({ signature: _none, ...row }) => row);
  const found = await audit(unsealed(whole));
  expect(found).toMatchObject({ outcome: 'whole', problems: [], roots: { sealed: 1 } });
  expect(found.chains).toMatchObject({ unsealed: whole.records.length - 3, unsealedSince: NOW });
});

test('a seal that cannot be judged makes the answer uncertain, and a problem makes it certain', async () => {
  const odd = changed(
    'roots',
    () => true,
    (row) => ({ ...row, signature: Buffer.from('odd') }),
  );
  const uncertain = await audit(odd(whole));
  expect(uncertain).toMatchObject({ outcome: 'uncertain', problemCount: 0, roots: { sealed: 0 } });
  expect([...uncertain.roots.doubts.values()]).toEqual([{ reason: 'It is INDETERMINATE.', root: 1, count: 2 }]);
  const headless = changed('heads', of('REQ-2'), gone);
  expect(await audit(headless(odd(whole)))).toMatchObject({ outcome: 'broken' });
}); // prettier-ignore

describe('after erasure', () => {
  const stripped = changed('receipts', () => true, ({ receipt, ...row }) => ({
    ...row,
    receipt: receipt.replace(/"digest":"[0-9a-f]{64}",/, ''),
    receiptId: '00000000-0000-4000-8000-000000000000',
  })); // prettier-ignore
  const erased = changed('deliveries', () => true, gone);

  test('of refusals by their age, their places are checked and no more', async () => {
    const refused = whole.receipts.filter(of(SYSTEM));
    const found = await audit({
      ...whole,
      receipts: [...whole.receipts.filter((row) => !of(SYSTEM)(row)), ...stripped({ ...whole, receipts: refused }).receipts],
      deliveries: whole.deliveries.filter((row) => !of(SYSTEM)(row)),
    });
    expect(found).toMatchObject({ outcome: 'whole', chains: { erasedReceipts: 2, receipts: 7 } });
  }); // prettier-ignore

  test('of a case, the chain has to tell of it', async () => {
    const found = await audit(erased(stripped(whole)));
    expect(told(found)).toEqual(['RECEIPT_STRIPPED REQ-1', 'RECEIPT_STRIPPED REQ-2']);
  });

  test('that the chain tells of, the rest is still checked', async () => {
    const kept = withErasure(erased(stripped(whole)));
    expect(await audit(kept)).toMatchObject({ outcome: 'whole', chains: { erasedReceipts: 7 } });
    const mark = { chain: 'REQ-2', system: 'x', authority: '', type: 'receipt', through: 'x', handedOver: 1, overdue: 0 };
    expect(told(await audit({ ...kept, deliveries: [mark] }))).toEqual(['DELIVERY_UNTESTIFIED REQ-2']);
  }); // prettier-ignore
});

/** The cases go on with a record of their erasure. */
function withErasure(kept: KeptRows): KeptRows {
  const cases = kept.heads.flatMap((head) => (head.events === undefined ? [] : [{ ...head, events: head.events }]));
  const events = cases.map((head) => ({ chain: head.chain, seq: head.events + 1, type: 'content.erased', at: NOW, by: 'urn:imi-hub', facts: {}, content: null, hasContent: false }));
  const records = cases.map((head, index): EvidenceRecord => {
    const { chain: _chain, hasContent: _hasContent, ...event } = events[index] ?? { chain: '', hasContent: false };
    const claim = { seq: head.events + 1, type: 'content.erased', digest: sha256(canonical(event)) };
    const body = canonical({ erdsEventId: 'urn:imi-hub:event:HubAction', eventTime: NOW, events: [claim] });
    const link = { chain: head.chain, seq: head.seq + 1, prev: head.hash };
    return { ...link, body, kind: 'HubAction', at: NOW, caseSeq: claim.seq, hash: linkHash({ ...link, content: sha256(body) }, canonical) };
  });
  const moved = cases.map((head, index) => ({ chain: head.chain, seq: head.seq + 1, hash: records[index]?.hash ?? '', events: head.events + 1, ...(head.file && { file: { ...head.file, erasedAt: NOW } }) }));
  return {
    ...kept,
    heads: [...kept.heads.filter(({ events: count }) => count === undefined), ...moved],
    records: [...kept.records, ...records],
    events: [...kept.events.map((event) => ({ ...event, hasContent: false })), ...events],
    told: [],
  };
} // prettier-ignore

test('problems without end are counted, and the first thousand told', async () => {
  const events = Array.from({ length: 1500 }, (_, index) => ({
    chain: 'REQ-9', seq: index + 1, type: 'x', at: NOW, by: 'x', facts: {}, content: null, hasContent: false,
  })); // prettier-ignore
  const { problems, problemCount } = await audit({ ...whole, events: [...whole.events, ...events] });
  expect([problems.length, problemCount]).toEqual([1000, 1500]);
});

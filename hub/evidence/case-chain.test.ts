import { beforeAll, describe, expect, test } from 'vitest';
import { BERLIN, BONN, LISBON, PORTO } from '../../domain/testing/cast.ts';
import { FULL } from '../../domain/testing/papers.ts';
import { act } from '../case/act.ts';
import { CHAIN_START, EVENTS, type EvidenceEvent } from './record.ts';
import type { EvidenceRecord, StoredEvent } from '../ports/records.ts';
import { process } from '../intake/settle.ts';
import { canonical, sha256 } from '../testing/plain-codec.ts';
import { aMessage, openStage, submitted, wireRequest, type Stage } from '../testing/stage.ts';

let stage: Stage;
let records: readonly EvidenceRecord[];

type Step = readonly [authority: string, type: string, caseversion: number, data?: object];

function onCase(...[authority, type, caseversion, data = {}]: Step) {
  return submitted(aMessage({ authority, type, subject: 'REQ-1', caseversion, data }));
}

beforeAll(async () => {
  stage = openStage();
  await process(stage.hub, [
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })),
    onCase(LISBON, 'request.approve', 1),
    onCase(BERLIN, 'request.accept', 1),
  ]);
  await process(stage.hub, [
    onCase(BERLIN, 'request.reply', 2, { answers: FULL.answers }),
    onCase(BERLIN, 'request.reply', 2, { answers: FULL.answers }),
    onCase(BONN, 'reply.approve', 3),
    onCase(PORTO, 'report.order', 4, { kind: 'full' }),
  ]);
  const [order] = await stage.store.takeReports(1, '2026-11-21T10:00:00Z');
  const data = { report: order?.id ?? '', sha256: 'e'.repeat(64), size: 1, to: PORTO };
  await act(stage.hub, { caseNumber: 'REQ-1', command: 'report.issue', data });
  records = stage.tables.evidence;
}); // prettier-ignore

type Body = {
  readonly erdsEventId: string;
  readonly eventTime: string;
  readonly eventReasons?: readonly string[];
  readonly senderDetails?: { readonly system: string; readonly authority: string };
  readonly userContentInfo?: { readonly digestMethod: string; readonly digestValue: string };
  readonly events?: readonly { readonly seq: number; readonly type: string; readonly digest: string }[];
  readonly deliveries?: string;
};

function bodyOf(record: EvidenceRecord): Body {
  const body: Body = JSON.parse(record.body);
  return body;
}

function digestOfEvent({ event, sealed }: StoredEvent): string {
  const { seq, type, at, by, facts } = event;
  return sha256(canonical({ seq, type, at, by, facts, content: sealed?.digest ?? null }));
}

describe('the chain of evidence of a case', () => {
  test('has a record for every command that took effect, and for the one that was refused', () => {
    const accepted = 'SubmissionAcceptance';
    expect(records.map(({ kind }) => kind)).toEqual([
      accepted, accepted, accepted, accepted, 'SubmissionRejection', accepted, accepted, 'HubAction',
    ]); // prettier-ignore
    expect(records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(records.map(({ caseSeq }) => caseSeq)).toEqual([1, 2, 3, 4, 4, 5, 6, 7]);
    expect(records.flatMap((record) => bodyOf(record).eventReasons ?? [])).toEqual(['CASE_VERSION_STALE']);
  });

  test('says in each body what happened and when, as its columns do', () => {
    for (const record of records) {
      const { erdsEventId, eventTime } = bodyOf(record);
      expect(erdsEventId).toBe(EVENTS[record.kind as EvidenceEvent]);
      expect(eventTime).toBe(record.at);
    }
  });

  test('is unbroken: each record holds the hash of the one before, and its own is right', () => {
    let prev = CHAIN_START;
    for (const { chain, seq, body, prev: named, hash } of records) {
      expect(named).toBe(prev);
      expect(hash).toBe(sha256(canonical({ chain, seq, prev, content: sha256(body) })));
      prev = hash;
    }
    expect(stage.tables.cases.get('REQ-1')).toMatchObject({ chainHead: prev, chainSeq: records.length });
  });

  test('testifies to every event, by a digest that can be made again', () => {
    const testified = records.flatMap((record) => bodyOf(record).events ?? []);
    const stored = stage.tables.events.map((one) => ({
      seq: one.event.seq,
      type: one.event.type,
      digest: digestOfEvent(one),
    }));
    expect(testified).toEqual(stored);
  });

  test('testifies to content by a salted digest, and still verifies when the content is erased', () => {
    const written = stage.tables.events.filter(({ sealed }) => sealed !== undefined);
    expect(written.map(({ event }) => event.type)).toEqual(['request.sent', 'request.replied']);
    for (const { event, sealed } of written) {
      const { salt, content } = JSON.parse(sealed?.plain ?? '');
      expect(content).toEqual(event.content);
      expect(salt).not.toBe('');
      expect(sealed?.digest).toBe(sha256(sealed?.plain ?? ''));
      expect(sealed?.digest).not.toBe(sha256(canonical({ content: event.content })));
    }
    expect(new Set(written.map(({ sealed }) => JSON.parse(sealed?.plain ?? '').salt)).size).toBe(written.length);
    const erased = stage.tables.events.map(({ event: { content: _content, ...event }, ...stored }) => ({ ...stored, event }));
    const digests = records.flatMap((record) => bodyOf(record).events?.map(({ digest }) => digest) ?? []);
    expect(erased.map(digestOfEvent)).toEqual(digests);
  }); // prettier-ignore

  test('holds no personal data', () => {
    expect(JSON.stringify(records)).not.toMatch(/Quakenbrink|Xanthippe|1977-03-09|Since 1994|diploma/);
  });

  test('names message and receipt by one digest that whoever has both can make again, and nobody else', () => {
    const receipts = [...stage.tables.messages.values()];
    const digests = receipts.map(({ receiptId, receipt }) => {
      const { evidence: _, message, faults, ...data } = receipt;
      const told = sha256(canonical({ id: receiptId, message, faults }));
      return sha256(canonical({ id: receiptId, data: { ...data, told } }));
    });
    expect(records.flatMap((record) => bodyOf(record).userContentInfo?.digestValue ?? [])).toEqual(digests);
    const written = JSON.stringify(records);
    for (const { id, digest, receiptId } of receipts) {
      for (const secret of [`"${id}"`, digest, receiptId]) expect(written).not.toContain(secret);
    }
  });

  test('knows who is to be told of what, by a digest', () => {
    const told = [...stage.tables.deliveries.values()].flatMap(({ id, type, about }) =>
      'authority' in about ? [{ id, type, to: about.authority, attachments: about.attachments }] : [],
    );
    const announced = records.flatMap((record) => bodyOf(record).deliveries ?? []);
    let rest = told;
    for (const digest of announced) {
      const count = rest.findIndex((_, index) => sha256(canonical(rest.slice(0, index))) === digest);
      expect(count === -1 ? sha256(canonical(rest)) : digest).toBe(digest);
      rest = rest.slice(count === -1 ? rest.length : count);
    }
    expect(rest).toEqual([]);
    expect(told).toHaveLength(9);
    const written = JSON.stringify(records);
    expect(written).not.toContain(`"to"`);
  });

  test('is what the receipt points to', () => {
    const messages = [...stage.tables.messages.values()];
    const places = messages.map(({ receipt }) => receipt.evidence);
    const pointed = records.slice(0, 7).map(({ chain, seq, hash }) => ({ chain, seq, hash }));
    expect(places).toEqual(
      pointed.map((place, index) => ({ ...place, receipt: messages[index]?.receiptId })),
    );
  });

  test('as it stood at an earlier event is found with the case of that time', async () => {
    const then = await stage.store.caseAt('REQ-1', 3);
    expect(then).toMatchObject({ seq: 3, chainSeq: 3, chainHead: records[2]?.hash });
    expect(then?.history).toHaveLength(3);
  });
});

test('the hub acts through the same door: what is not possible is refused and leaves nothing', async () => {
  const before = stage.tables.evidence.length;
  const refused = await act(stage.hub, { caseNumber: 'REQ-1', command: 'request.close', data: {} });
  expect(refused).toMatchObject({ refused: [{ code: 'NOT_ALLOWED' }] });
  expect(stage.tables.evidence).toHaveLength(before);
});

import { describe, expect, test } from 'vitest';
import { BERLIN, BONN, LISBON, PARIS, PORTO } from '../../domain/testing/cast.ts';
import { comment, FULL } from '../../domain/testing/papers.ts';
import type { Outcome } from './outcome.ts';
import { admit } from './admit.ts';
import { process, settle } from './settle.ts';
import {
  aMessage,
  openStage,
  receiptOf,
  rowsOf,
  submitted,
  systemOfAuthority,
  verdictIn,
  wireRequest,
  type Stage,
} from '../testing/stage.ts';
import { sha256 } from '../testing/plain-codec.ts';

const open = {}; // nobody approves, both coordinators referee
const REPLY = { answers: FULL.answers, comment: FULL.comment };

async function sendOne(stage: Stage, message: Parameters<typeof submitted>[0]): Promise<Outcome | undefined> {
  return (await process(stage.hub, [submitted(message)]))[0];
}

function send(more: object = {}) {
  return aMessage({ authority: PORTO, type: 'request.send', data: wireRequest(), ...more });
}

function onCase(authority: string, type: string, more: object) {
  return aMessage({ authority, type, subject: 'REQ-1', ...more });
}

describe('a message that is accepted', () => {
  test('has a receipt that says what became of it, and where that stands in the evidence', async () => {
    const stage = openStage(open);
    const message = send();
    const outcome = await sendOne(stage, message);
    const evidence = stage.tables.evidence[0];
    expect(receiptOf(outcome)).toEqual({
      message: message.id,
      digest: stage.hub.codec.digest(message),
      outcome: 'accepted',
      receivedAt: '2026-11-21T09:30:00.000Z',
      case: 'REQ-1',
      version: 1,
      status: 'awaitingAcceptance',
      route: { authority: BERLIN, reasons: [{ code: 'named', facts: [] }] },
      evidence: { chain: 'REQ-1', seq: 1, hash: evidence?.hash, receipt: outcome?.receipt.outgoing.id },
    });
  });

  test('leaves its event, its case, its document, its evidence, its receipt and its news, all together', async () => {
    const stage = openStage(open);
    await sendOne(stage, send());
    const { tables } = stage;
    expect(tables.events.map(({ event }) => event.type)).toEqual(['request.sent']);
    expect(tables.cases.get('REQ-1')).toMatchObject({ status: 'awaitingAcceptance', version: 1, seq: 1, chainSeq: 1, opened: true });
    expect([...tables.blobs.keys()]).toEqual([`REQ-1 ${sha256('%PDF-1.7 a diploma')}`]);
    expect(tables.evidence).toHaveLength(1);
    expect([...tables.messages.values()].map(({ outcome }) => outcome)).toEqual(['accepted']);
    expect([...tables.deliveries.values()].map(({ type, system }) => `${type} > ${system}`).toSorted()).toEqual([
      `receipt > ${systemOfAuthority(PORTO)}`,
      `request.arrived > ${systemOfAuthority(BERLIN)}`,
    ]);
  }); // prettier-ignore

  test('does not carry the bytes of documents into the history', async () => {
    const stage = openStage(open);
    await sendOne(stage, send());
    expect(JSON.stringify(stage.tables.events)).not.toContain(Buffer.from('%PDF-1.7 a').toString('base64'));
    const { facts, content } = stage.tables.events[0]?.event ?? {};
    expect(JSON.stringify(content)).toContain(sha256('%PDF-1.7 a diploma'));
    // The facts stay when the content is erased.
    expect(JSON.stringify(facts)).not.toContain(sha256('%PDF-1.7 a diploma'));
  });
});

describe('the same message again', () => {
  test('gets the same receipt as a delivery of its own, marked as a repeat, and does nothing', async () => {
    const stage = openStage(open);
    const message = send();
    const first = await sendOne(stage, message);
    await sendOne(stage, onCase(BERLIN, 'request.accept', { caseversion: 1 }));
    const before = rowsOf(stage.tables);
    const again = await sendOne(stage, message);
    expect(again?.receipt.said).toEqual(first?.receipt.said);
    const { id } = again?.receipt.outgoing ?? { id: '' };
    expect(id).not.toBe(first?.receipt.outgoing.id);
    expect(again?.receipt.outgoing).toEqual({ ...first?.receipt.outgoing, id, duplicate: true });
    expect(again?.news).toEqual([]);
    expect({ ...rowsOf(stage.tables), deliveries: before.deliveries }).toEqual(before);
  });

  test('in the same batch, too', async () => {
    const stage = openStage(open);
    const message = submitted(send());
    const [first, second, third] = await process(stage.hub, [message, message, message]);
    expect([first, second, third].map((one) => one?.receipt.outgoing.duplicate)).toEqual([false, true, true]);
    expect(new Set([first, second, third].map((one) => one?.receipt.outgoing.id)).size).toBe(3);
    expect(stage.tables.cases.size).toBe(1);
    expect(stage.tables.events).toHaveLength(1);
  });

  test('is the same message in whatever order its members stand', async () => {
    const stage = openStage(open);
    const message = send();
    const turned = Object.fromEntries(Object.entries(message).toReversed());
    const bytes = Buffer.from(JSON.stringify(turned, undefined, 2));
    const [, second] = await process(stage.hub, [submitted(message), submitted(message, { bytes })]);
    expect(second?.receipt.outgoing.duplicate).toBe(true);
  });

  test('a refused one is refused again with the same receipt, even if it would be right by now', async () => {
    const stage = openStage(open);
    const early = onCase(BERLIN, 'request.accept', { caseversion: 1 });
    const refused = await sendOne(stage, early);
    expect(verdictIn(refused)).toBe('CASE_UNKNOWN /subject');
    await sendOne(stage, send());
    const again = await sendOne(stage, early);
    expect(again?.receipt.said).toEqual(refused?.receipt.said);
  });

  test('of another system is another message', async () => {
    const stage = openStage(open);
    const mine = send({ id: 'same-id' });
    const theirs = aMessage({ authority: PARIS, type: 'request.send', id: 'same-id', data: wireRequest() });
    const outcomes = await process(stage.hub, [submitted(mine), submitted(theirs)]);
    expect(outcomes.map(verdictIn)).toEqual(['accepted', 'accepted']);
    expect(stage.tables.cases.size).toBe(2);
  });
});

describe('another message under a used id', () => {
  const first = send({ id: 'used' });
  const other = send({ id: 'used', data: wireRequest({ reference: 'another file' }) });

  test('is refused, in the same batch and later, and the first one stands', async () => {
    const stage = openStage(open);
    const [accepted, refused] = await process(stage.hub, [submitted(first), submitted(other)]);
    expect([verdictIn(accepted), verdictIn(refused)]).toEqual(['accepted', 'DUPLICATE_CONFLICT /id']);
    expect(receiptOf(refused).message).toBe('used');
    expect(stage.tables.cases.size).toBe(1);
    const later = await sendOne(stage, first);
    expect(later?.receipt.said).toEqual(accepted?.receipt.said);
  });

  test('is itself remembered: repeated, it gets its own refusal again', async () => {
    const stage = openStage(open);
    const [, refused] = await process(stage.hub, [submitted(first), submitted(other)]);
    const again = await sendOne(stage, other);
    expect(again?.receipt.outgoing).toMatchObject({
      about: refused?.receipt.outgoing.about,
      duplicate: true,
    });
    expect(again?.receipt.said).toEqual(refused?.receipt.said);
    const together = openStage(open);
    const three = await process(together.hub, [submitted(first), submitted(other), submitted(other)]);
    expect(three.map((one) => one.receipt.outgoing.duplicate)).toEqual([false, false, true]);
  });
});

describe('a message is refused before any rule is asked', () => {
  const nobody = send();
  test.each([
    ['from a system that is not registered', send(), { system: 'stranger' }, 'SENDER_UNKNOWN'],
    ['that names another source than who sent it', send({ source: 'urn:imi-hub:system:other' }), {}, 'SENDER_CONTRADICTION /source'],
    ['for an authority that its system does not speak for', send({ authority: BERLIN, source: `urn:imi-hub:system:${systemOfAuthority(PORTO)}` }), { system: systemOfAuthority(PORTO) }, 'NOT_YOUR_AUTHORITY /authority'],
    ['without an authority', nobody, { bytes: Buffer.from(JSON.stringify({ ...nobody, authority: undefined })) }, 'ENVELOPE_INVALID /authority'],
    ['whose transport names another id', send(), { messageId: 'other' }, 'ENVELOPE_CONTRADICTION /id'],
    ['that no system gives', onCase(PORTO, 'report.issue', { caseversion: 1, data: { report: 'R-1', sha256: 'e'.repeat(64), size: 1, to: PORTO } }), {}, 'COMMAND_UNKNOWN /type'],
    ['that the hub itself would send', onCase(PORTO, 'request.arrived', { caseversion: 1 }), {}, 'ENVELOPE_INVALID /receiver, SCHEMA /data/case, ENVELOPE_INVALID /source'],
    ['on a case without its version', onCase(BERLIN, 'request.accept', {}), {}, 'CASE_VERSION_REQUIRED /caseversion'],
    ['in an area that there is not', send({ data: wireRequest({ area: 'XY' }) }), {}, 'AREA_UNKNOWN /data/area'],
    ['with a document that is not what it says', send({ data: wireRequest({ attachments: [{ id: 'doc-1', name: 'd', mediaType: 'image/png', content: 'AAAA' }] }) }), {}, 'ATTACHMENT_CONTENT /data/attachments/0/content'],
  ])('%s', async (...[, message, how, verdict]) => {
    const stage = openStage(open);
    const [outcome] = await process(stage.hub, [submitted(message, how)]);
    expect(verdictIn(outcome)).toBe(verdict);
    expect(receiptOf(outcome).message).toBe(message.id);
    expect([stage.tables.cases.size, stage.tables.events.length]).toEqual([0, 0]);
    expect(stage.tables.evidence.map(({ kind }) => kind)).toEqual(['SubmissionRejection']);
    expect(stage.tables.messages.size).toBe(1);
  }); // prettier-ignore

  test('with every fault of sender and documents at once', async () => {
    const attachments = [{ id: 'doc-1', name: 'd', mediaType: 'image/png', content: 'AAAA' }];
    const message = send({ source: 'urn:imi-hub:system:other', data: wireRequest({ attachments }) });
    const [outcome] = await process(openStage(open).hub, [submitted(message, { messageId: 'another' })]);
    expect(verdictIn(outcome)).toBe(
      'SENDER_CONTRADICTION /source, ENVELOPE_CONTRADICTION /id, ATTACHMENT_CONTENT /data/attachments/0/content',
    );
  });

  test('that cannot be read, and the receipt names the id that the transport knows, or else the bytes', async () => {
    const stage = openStage(open);
    const bytes = Buffer.from('{');
    const [named, unnamed] = await process(stage.hub, [
      submitted(send(), { bytes, messageId: 'transport-7' }),
      submitted(send(), { bytes }),
    ]);
    expect([verdictIn(named), receiptOf(named).message]).toEqual(['JSON_MALFORMED', 'transport-7']);
    expect(receiptOf(unnamed).message).toMatch(/^unreadable:[0-9a-f]{40}$/);
  });
});

describe('a command on a case', () => {
  test('that has moved on meanwhile is refused with the version it has now', async () => {
    const stage = openStage(open);
    await sendOne(stage, send());
    const stale = await sendOne(stage, onCase(BERLIN, 'request.accept', { caseversion: 0 }));
    expect(verdictIn(stale)).toBe('CASE_VERSION_STALE /caseversion');
    expect(receiptOf(stale).faults?.[0]?.text).toContain('version 1');
  });

  test('of strangers is refused as if it did not exist, whatever the version', async () => {
    const stage = openStage(open);
    await sendOne(stage, send());
    const wrong = await sendOne(stage, onCase(PARIS, 'request.accept', { caseversion: 0 }));
    const none = await sendOne(stage, onCase(PARIS, 'request.accept', { caseversion: 1, subject: 'REQ-99' }));
    expect([verdictIn(wrong), verdictIn(none)]).toEqual(['CASE_UNKNOWN /subject', 'CASE_UNKNOWN /subject']);
    expect(receiptOf(wrong).faults).toEqual(receiptOf(none).faults);
  });

  test('sees what earlier messages of the same batch did, also to a case that they opened', async () => {
    const stage = openStage(open);
    const outcomes = await process(
      stage.hub,
      [
        send(),
        onCase(BERLIN, 'request.accept', { caseversion: 1 }),
        onCase(BERLIN, 'request.accept', { caseversion: 1 }),
        onCase(BERLIN, 'request.reply', { caseversion: 2, data: REPLY }),
        onCase(PORTO, 'request.close', { caseversion: 3 }),
      ].map((message) => submitted(message)),
    );
    expect(outcomes.map(verdictIn)).toEqual([
      'accepted',
      'accepted',
      'CASE_VERSION_STALE /caseversion',
      'accepted',
      'accepted',
    ]);
    expect(stage.tables.cases.get('REQ-1')).toMatchObject({ status: 'closed', version: 4, seq: 4, opened: true });
  }); // prettier-ignore

  test('that is refused in a batch takes nothing away from its neighbours', async () => {
    const stage = openStage(open);
    const bad = send({ data: wireRequest({ deadline: '1999-01-01' }) });
    const outcomes = await process(stage.hub, [submitted(bad), submitted(send()), submitted(bad)]);
    expect(outcomes.map(verdictIn)).toEqual([
      'DEADLINE_PAST /data/deadline',
      'accepted',
      'DEADLINE_PAST /data/deadline',
    ]);
    expect(stage.tables.cases.size).toBe(1);
  });

  test('tells every party the state in which the whole command left the case', async () => {
    const stage = openStage(open);
    await sendOne(stage, send());
    const outcome = await sendOne(stage, onCase(BERLIN, 'request.accept', { caseversion: 1 }));
    expect(outcome?.news.map(({ outgoing }) => `${outgoing.type} > ${outgoing.system}`)).toEqual([
      `request.accepted > ${systemOfAuthority(PORTO)}`,
      `request.disclosed > ${systemOfAuthority(BERLIN)}`,
    ]);
    expect(outcome?.news.map(({ now }) => [now.seq, now.state.status])).toEqual([[2, 'accepted'], [2, 'accepted']]);
  }); // prettier-ignore
});

test('a case stays counted when a message on it is refused because its area is not published', async () => {
  const stage = openStage(open);
  await sendOne(stage, send());
  const { measured } = stage.tables.cases.get('REQ-1') ?? {};
  expect(measured).toMatchObject({ responder: BERLIN, sent: expect.any(String) });
  const hub = { ...stage.hub, areas: { current: () => new Map() } };
  const accept = onCase(BERLIN, 'request.accept', { caseversion: 1 });
  expect(await sendOne({ ...stage, hub }, accept)).toMatchObject({
    receipt: { said: { faults: [{ code: 'AREA_UNKNOWN' }] } },
  });
  expect(stage.tables.cases.get('REQ-1')?.measured).toEqual(measured);
});

test('no receipt tells the asking side that a reply is held', async () => {
  const stage = openStage();
  const steps = [
    send(),
    onCase(LISBON, 'request.approve', { caseversion: 1 }),
    onCase(BERLIN, 'request.accept', { caseversion: 1 }),
    onCase(BERLIN, 'request.reply', { caseversion: 2, data: REPLY }),
    onCase(PORTO, 'report.order', { caseversion: 3, data: { kind: 'fullWithoutPersonalData' } }),
    onCase(PORTO, 'request.close', { caseversion: 3 }),
    onCase(BONN, 'reply.return', { caseversion: 3, data: { comment: comment('Please look again.') } }),
  ];
  const outcomes = await process(stage.hub, steps.map((message) => submitted(message))); // prettier-ignore
  const receipts = outcomes.map(receiptOf);
  expect(receipts.map(({ status }) => status)).toEqual([
    'requestAwaitingApproval',
    'awaitingAcceptance',
    'accepted',
    'replyAwaitingApproval',
    'accepted',
    undefined,
    'replyReturned',
  ]);
  expect(JSON.stringify(receipts[5])).toContain('while the case is accepted');
  expect([...stage.tables.orders.values()]).toMatchObject([
    { authority: PORTO, seq: 5, caseNumber: 'REQ-1' },
  ]);
});

test('a message that another process has just stored is a repeat, not a failure', async () => {
  const stage = openStage(open);
  const message = submitted(send());
  const [first] = await process(stage.hub, [message]);
  let isBlind = true;
  // The first look comes too early to see it.
  const store: typeof stage.store = {
    ...stage.store,
    transaction: (work) =>
      stage.store.transaction((unit) =>
        work({
          ...unit,
          async load(keys, cases) {
            const loaded = await unit.load(keys, cases);
            const seen = isBlind ? new Map<never, never>() : loaded.seen;
            isBlind = false;
            return { ...loaded, seen };
          },
        }),
      ),
  };
  const [again] = await process({ ...stage.hub, store }, [message]);
  expect(again?.receipt.outgoing).toMatchObject({ about: first?.receipt.outgoing.about, duplicate: true });
  expect(stage.tables.events).toHaveLength(1);
});

test('a message whose line broke just when it had been written is answered once, and is no repeat of itself', async () => {
  const stage = openStage(open);
  const message = send();
  const first = admit(stage.hub, submitted(message));
  const repeat = admit(stage.hub, submitted(message));
  for (const admission of [first, repeat]) {
    const [lost] = await settle(stage.hub, [admission]);
    const [again] = await settle(stage.hub, [admission]);
    expect(again?.receipt.outgoing).toEqual(lost?.receipt.outgoing);
    expect(again?.receipt.outgoing.duplicate).toBe(admission === repeat);
  }
  const receipts = [...stage.tables.deliveries.values()].filter(({ type }) => type === 'receipt');
  expect(receipts.map(({ id }) => id)).toEqual([first.receiptId, repeat.receiptId]);
});

test('a store that fails leaves nothing behind, and the failure is not swallowed', async () => {
  const stage = openStage(open);
  const store: typeof stage.store = {
    ...stage.store,
    transaction: (work) =>
      stage.store.transaction(async (unit) => {
        await work(unit);
        throw new Error('the connection is gone');
      }),
  };
  await expect(process({ ...stage.hub, store }, [submitted(send())])).rejects.toThrow('the connection is gone');
  expect([stage.tables.messages.size, stage.tables.cases.size, stage.tables.deliveries.size]).toEqual([0, 0, 0]);
}); // prettier-ignore

import { describe, expect, test } from 'vitest';
import { BERLIN, PORTO } from '../../domain/testing/cast.ts';
import { BECAUSE, FULL } from '../../domain/testing/papers.ts';
import { readPhrases } from '../../schemas/phrases.ts';
import { act } from '../case/act.ts';
import { compose } from '../outgoing/compose.ts';
import { eraseDue } from '../testing/erase-due.ts';
import type { Hub } from '../hub.ts';
import { keepLetter } from '../intake/dead-letters.ts';
import { process } from '../intake/settle.ts';
import { openRelay } from '../outgoing/relay.ts';
import { makeReport, type Reporting } from '../reports/make-report.ts';
import { openMemoryRoots } from '../testing/memory-roots.ts';
import {
  aMessage, openStage, receiptOf, submitted, systemOfAuthority, verdictIn, wireRequest, type Stage,
} from '../testing/stage.ts'; // prettier-ignore

const KEPT = '2027-05-20T23:59:59.999Z';
const DUE = '2027-05-21T00:00:00.000Z';
const GOING_ON = { aborted: false };
const NAMES = /Quakenbrink|Xanthippe|1977-03-09|Since 1994|regards|diploma/;

const send = aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() });
type Step = readonly [authority: string, type: string, caseversion: number, data?: object];

function on(...[authority, type, caseversion, data = {}]: Step) {
  return aMessage({ authority, type, subject: 'REQ-1', caseversion, data });
}

const reply = on(BERLIN, 'request.reply', 2, { answers: FULL.answers, comment: FULL.comment });

/** One case that has ended, with everything handed over. */
async function ended(): Promise<Stage> {
  const stage = openStage({});
  await process(stage.hub, [send, on(BERLIN, 'request.accept', 1), reply].map((one) => submitted(one)));
  await process(stage.hub, [submitted(on(PORTO, 'request.close', 3))]);
  await sweep(stage);
  return stage;
} // prettier-ignore

async function sweep({ hub }: Stage): Promise<void> {
  const outbox = { publish: async () => undefined };
  await openRelay(hub, outbox, { meter: { delivered: () => undefined } }).sweep('2028-01-01T00:00:00.000Z');
}

function at(hub: Hub, now: string): Hub {
  return { ...hub, clock: { now: () => now } };
}

function erase({ hub }: Stage, now = DUE) {
  return eraseDue(at(hub, now), GOING_ON);
}

describe('what people wrote in a case that has ended', () => {
  test('is kept while its period runs, and gone on its last day', async () => {
    const stage = await ended();
    expect(JSON.stringify(stage.tables.events)).toMatch(NAMES);
    expect(await erase(stage, KEPT)).toEqual({ cases: 0, failed: 0, messages: 0, letters: 0 });
    expect(JSON.stringify(stage.tables.events)).toMatch(NAMES);
    expect(await erase(stage)).toEqual({ cases: 1, failed: 0, messages: 0, letters: 0 });
    const { events, evidence, messages, originals, blobs, deliveries } = stage.tables;
    expect(JSON.stringify([events, evidence, [...messages], originals, [...deliveries]])).not.toMatch(NAMES);
    expect(blobs.size + originals.length + deliveries.size).toBe(0);
    expect(evidence.at(-1)).toMatchObject({ chain: 'REQ-1', kind: 'HubAction', at: DUE });
    expect((await stage.store.caseAt('REQ-1'))?.history).toHaveLength(5);
  });

  test('is erased once, also by several workers at once', async () => {
    const stage = await ended();
    const done = await Promise.all([erase(stage), erase(stage), erase(stage)]);
    expect(done.reduce((sum, { cases }) => sum + cases, 0)).toBe(1);
    expect((await erase(stage, '2027-06-01T00:00:00.000Z')).cases).toBe(0);
    const refused = await act(at(stage.hub, DUE), {
      caseNumber: 'REQ-1',
      command: 'content.erase',
      data: {},
    });
    expect(refused).toMatchObject({ refused: [{ code: 'CONTENT_ERASED' }] });
  });

  test('is not erased because somebody says so', async () => {
    const stage = await ended();
    const [outcome] = await process(at(stage.hub, DUE), [submitted(on(PORTO, 'content.erase', 4))]);
    expect(verdictIn(outcome)).toContain('COMMAND_UNKNOWN');
  });

  test('is told of in the log by numbers alone', async () => {
    const stage = await ended();
    await erase(stage);
    expect(stage.logged).toEqual(['what was due is done {"content.erase":1}']);
  });
});

test('what goes on is not erased', async () => {
  const stage = openStage({});
  await process(stage.hub, [submitted(send)]);
  // Somebody is reminded of it, and that is all.
  await erase(stage, '2036-01-01T00:00:00.000Z');
  expect(stage.tables.erased.size).toBe(0);
  expect(JSON.stringify(stage.tables.events)).toMatch(NAMES);
});

function withdrawal(_: unknown, index: number) {
  const subject = `REQ-${index + 1}`;
  return submitted(
    aMessage({ authority: PORTO, type: 'request.withdraw', subject, caseversion: 1, data: BECAUSE }),
  );
}

test('many are erased, page by page, and one that cannot be keeps none of the others', async () => {
  const stage = openStage({});
  const sends = Array.from({ length: 230 }, () => submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })));
  await process(stage.hub, sends);
  await process(stage.hub, sends.map(withdrawal));
  const lost = stage.tables.cases.get('REQ-5');
  if (lost !== undefined) stage.tables.cases.set('REQ-5', { ...lost, area: 'GONE' });
  expect(await erase(stage)).toMatchObject({ cases: 229, failed: 1 });
  expect(stage.logged.at(-1)).toBe('something is due and cannot be done {"refused":0,"failed":1}');
}); // prettier-ignore

test('one for which the database always takes too long keeps none of the others; where all do, it is the database', async () => {
  const stage = openStage({});
  const sends = Array.from({ length: 12 }, () => submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })));
  await process(stage.hub, sends);
  await process(stage.hub, sends.map(withdrawal));
  await expect(erase(slowOn(stage, () => true))).rejects.toThrow('timeout');
  expect(await erase(slowOn(stage, (number) => number === 'REQ-3'))).toMatchObject({ cases: 11, failed: 1 });
}); // prettier-ignore

/** A stage on which some cases meet the limit of time whenever they are worked on. */
function slowOn(stage: Stage, isSlow: (caseNumber: string) => boolean): Stage {
  const timeout = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
  const transaction: typeof stage.store.transaction = (work) =>
    stage.store.transaction((unit) =>
      work({
        ...unit,
        load: (keys, numbers) => (numbers.some(isSlow) ? Promise.reject(timeout) : unit.load(keys, numbers)),
      }),
    );
  const store = { ...stage.store, transaction };
  return { ...stage, hub: { ...stage.hub, store } };
}

test('a worker that is to stop does not go on erasing', async () => {
  const stage = await ended();
  expect(await eraseDue(at(stage.hub, DUE), { aborted: true })).toMatchObject({ cases: 0, messages: 0 });
});

describe('a message that comes after the erasure', () => {
  test('gets its first receipt, whatever it says, for nobody can tell any more', async () => {
    const stage = await ended();
    const first = [...stage.tables.messages.values()].find(({ id }) => id === send.id);
    await erase(stage);
    const other = { ...send, data: wireRequest({ reference: 'ANOTHER-1' }) };
    const outcomes = await process(at(stage.hub, DUE), [submitted(send), submitted(other), submitted(reply)]);
    const receipts = outcomes.map(receiptOf);
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(receipts[0]).toMatchObject({ message: send.id, case: 'REQ-1', version: 1, evidence: { chain: 'REQ-1', seq: 1 } });
    expect(receipts[1]).toEqual(receipts[0]);
    for (const receipt of receipts) expect(receipt).not.toHaveProperty('digest');
    const [again, andAgain] = outcomes.map(({ receipt }) => receipt.outgoing);
    expect(again).toMatchObject({ duplicate: true });
    expect(new Set([again?.id, andAgain?.id, first?.receiptId]).size).toBe(3);
    expect(receipts[0]?.evidence).not.toHaveProperty('receipt');
    expect(stage.tables.cases.size).toBe(1);
  }); // prettier-ignore

  test('finds the case ended, at the version that it had', async () => {
    const stage = await ended();
    await erase(stage);
    const late = [on(PORTO, 'request.withdraw', 4, BECAUSE), on(PORTO, 'report.order', 4, { kind: 'full' }), on(PORTO, 'report.order', 4, { kind: 'fullWithoutPersonalData' })];
    const outcomes = await process(at(stage.hub, DUE), late.map((one) => submitted(one)));
    expect(outcomes.map(verdictIn)).toEqual(['WRONG_STATUS /type', 'CONTENT_ERASED /data/kind', 'accepted']);
  }); // prettier-ignore
});

test('news that still wait tell what happened, without what was written; receipts and reports do not wait on', async () => {
  const stage = openStage({});
  await process(stage.hub, [send, on(BERLIN, 'request.accept', 1), reply].map((one) => submitted(one)));
  await process(stage.hub, [submitted(on(PORTO, 'request.close', 3))]);
  await erase(stage);
  const waiting = [...stage.tables.deliveries.values()];
  expect(waiting.map(({ type }) => type)).toEqual([
    'request.arrived', 'request.accepted', 'request.disclosed', 'request.replied', 'request.closed',
  ]);
  for (const outgoing of waiting) {
    const message = await compose(stage.hub, outgoing);
    expect(JSON.stringify(message)).not.toMatch(NAMES);
    expect(message.data).toMatchObject({ case: { erased: true } });
  }
}); // prettier-ignore

describe('messages that were refused', () => {
  const wrong = aMessage({ authority: PORTO, type: 'request.send', data: wireRequest({ addressee: { authority: 'XX-QUAKENBRINK' } }) }); // prettier-ignore
  const torn = submitted(send, {
    bytes: Buffer.from('{"id":"Quakenbrink'),
    system: systemOfAuthority(PORTO),
  });

  async function refused(): Promise<Stage> {
    const stage = openStage({});
    const conflict = submitted({ ...wrong, time: '2026-11-21T09:31:00.000Z' });
    const outcomes = await process(stage.hub, [submitted(wrong), conflict, torn]);
    expect(outcomes.map(verdictIn)).toEqual([
      'ADDRESSEE_UNKNOWN /data/addressee/authority', 'DUPLICATE_CONFLICT /id', 'JSON_MALFORMED',
    ]); // prettier-ignore
    await sweep(stage);
    return stage;
  }

  test('leave nothing six months after they came but that they came, and what they were refused for', async () => {
    const stage = await refused();
    const digests = [...stage.tables.messages.values()].map(({ digest = '' }) => digest);
    expect(JSON.stringify([...stage.tables.messages.values()])).toContain('XX-QUAKENBRINK');
    expect((await erase(stage, KEPT)).messages).toBe(0);
    expect((await erase(stage)).messages).toBe(3);
    const left = JSON.stringify([...stage.tables.messages.values()]);
    expect(left).not.toContain('QUAKENBRINK');
    for (const digest of digests) for (const part of [digest, digest.slice(0, 40), digest.slice(0, 16)]) expect(left).not.toContain(part);
    const faults = [...stage.tables.messages.values()].flatMap(({ receipt }) => receipt.faults ?? []);
    expect(faults.map(({ code }) => code)).toEqual(['ADDRESSEE_UNKNOWN', 'DUPLICATE_CONFLICT', 'JSON_MALFORMED']);
    expect(stage.tables.deliveries.size).toBe(0);
  }); // prettier-ignore

  test('are refused again with the first receipt when they come once more', async () => {
    const stage = await refused();
    await erase(stage);
    const [again] = await process(at(stage.hub, DUE), [submitted(wrong)]);
    expect(again?.receipt.outgoing.duplicate).toBe(true);
    expect(verdictIn(again)).toBe('ADDRESSEE_UNKNOWN');
  });

  test('on a case go with the case, where that is erased earlier', async () => {
    const stage = await ended();
    await process(at(stage.hub, '2026-12-24T10:00:00.000Z'), [
      submitted(on(PORTO, 'request.withdraw', 4, BECAUSE), { receivedAt: '2026-12-24T10:00:00.000Z' }),
    ]);
    await erase(stage);
    const left = [...stage.tables.messages.values()].filter(({ digest }) => digest !== undefined);
    expect(left).toEqual([]);
  });
});

test('dead letters are kept for six months', async () => {
  const stage = openStage({});
  const letter = { id: 'l-1', reason: 'rejected', queue: 'inbox.x', bytes: new Uint8Array([1]) };
  await keepLetter(stage.hub, { ...letter, diedAt: '2026-11-21T09:30:00.000Z' });
  await keepLetter(stage.hub, { ...letter, id: 'l-2', diedAt: '2026-11-22T00:00:00.000Z' });
  expect((await erase(stage)).letters).toBe(1);
  expect(stage.tables.deadLetters.map(({ id }) => id)).toEqual(['l-2']);
});

describe('a report that was ordered before the erasure', () => {
  const order = on(PORTO, 'report.order', 4, { kind: 'full' });
  const phrases = readPhrases('schemas/texts', 'Europe/Brussels');

  /** A press that shows what it was given, and that takes as long as the test wants. */
  function pressing(meanwhile: () => Promise<unknown>) {
    const pages: string[] = [];
    const reporting: Reporting = {
      phrases,
      issuer: 'Hub',
      isTraining: true,
      press: {
        async produce(report) {
          pages.push(JSON.stringify(report) + report.attachments.map(({ content }) => Buffer.from(content).toString()).join());
          await meanwhile();
          return Buffer.from('%PDF');
        },
        bind: () => Promise.reject(new Error('no dossier is ordered here')),
      },
      roots: openMemoryRoots(),
      certificates: [],
    };
    return { reporting, pages };
  } // prettier-ignore

  async function ordered() {
    const stage = await ended();
    await process(stage.hub, [submitted(order)]);
    const [taken] = await stage.store.takeReports(1, DUE);
    if (taken === undefined) throw new Error('the order is there');
    return { stage, taken };
  }

  test('and is made after it shows that what was written is gone', async () => {
    const { stage, taken } = await ordered();
    await erase(stage);
    const { reporting, pages } = pressing(async () => undefined);
    await makeReport(at(stage.hub, DUE), reporting, taken);
    expect(pages[0]).toContain('Personal data erased at the end of the retention period');
    expect(pages[0]).not.toMatch(NAMES);
    expect((await stage.store.report(taken.id))?.bytes).toEqual(Buffer.from('%PDF'));
  });

  test('and is in the making while it happens is not kept, and made anew', async () => {
    const { stage, taken } = await ordered();
    const { reporting, pages } = pressing(() => erase(stage));
    await expect(makeReport(at(stage.hub, DUE), reporting, taken)).rejects.toMatchObject({
      kind: 'REPORT_OVERTAKEN',
    });
    expect(pages[0]).toMatch(NAMES);
    expect(await stage.store.report(taken.id)).toBeUndefined();
    await makeReport(at(stage.hub, DUE), reporting, taken);
    expect(pages[1]).not.toMatch(NAMES);
  });

  test('and was finished is gone, but that it was issued can still be told', async () => {
    const { stage, taken } = await ordered();
    const { reporting } = pressing(async () => undefined);
    await makeReport(at(stage.hub, KEPT), reporting, taken);
    await erase(stage);
    expect(await stage.store.report(taken.id)).toBeUndefined();
    expect(await stage.store.issued(taken.id)).toMatchObject({ issuedAt: KEPT });
  });
});

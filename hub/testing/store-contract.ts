import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../schemas/receipt.ts';
import type { Measured } from '../../domain/kernel/measured.ts';
import { merge } from '../case/changes.ts';
import { CHAIN_START } from '../evidence/record.ts';
import type {
  Addressed,
  CaseChange,
  Changes,
  EvidenceRecord,
  Mail,
  StoredMessage,
} from '../ports/records.ts';
import type { ReportOrdered } from '../reports/report-records.ts';
import type { Store } from '../ports/store.ts';

const AT = '2030-01-01T00:00:00.000Z';

/**
 * What every store does, whatever it stands on: run against the one in memory, by which most tests are made, and against the
 * database. Whatever is asked for has ids of its own, so that one store serves all.
 */
export function storeContract(open: () => Store): void {
  const take = (when: { readonly at: string; readonly until: string }, limit = 99) =>
    open().takeMails(limit, when);
  const put = (...changes: readonly Partial<Changes>[]) =>
    open().transaction((unit) => unit.write(merge(changes)));

  describe('messages', () => {
    test('one that was stored is seen with its receipt, and is stored once', async () => {
      const message = aMessage();
      await put({ messages: [message] });
      const { seen } = await open().transaction((unit) =>
        unit.load([message, { ...message, id: 'other' }], []),
      );
      expect([...seen.values()]).toMatchObject([{ receiptId: message.receiptId, receipt: message.receipt }]);
      expect(await open().receipt(message)).toMatchObject({
        digest: message.digest,
        receipt: message.receipt,
      });
      await expect(put({ messages: [message] })).rejects.toMatchObject({ kind: 'MESSAGE_SEEN_MEANWHILE' });
    });

    test('what is written together is written all or not at all', async () => {
      const [known, fresh] = [aMessage(), aMessage()];
      await put({ messages: [known] });
      await expect(put({ messages: [fresh, known] })).rejects.toMatchObject({
        kind: 'MESSAGE_SEEN_MEANWHILE',
      });
      expect(await open().receipt(fresh)).toBeUndefined();
    });
  });

  describe('cases', () => {
    test('one is loaded with its whole history, and read as it was at an event', async () => {
      const number = aNumber();
      const first = step(number, 1, CHAIN_START);
      const second = step(number, 2, first.head);
      await put(first.changes);
      await open().transaction(async (unit) => {
        await unit.load([], [number]);
        await unit.write(merge([second.changes]));
      });
      const { cases, unsound } = await open().transaction((unit) => unit.load([], [number, 'REQ-NONE']));
      expect([...unsound]).toEqual([]);
      expect(cases.get(number)).toMatchObject({ seq: 2, chainSeq: 2, chainHead: second.head });
      expect(cases.get(number)?.history.map(({ seq, content }) => [seq, content])).toEqual([
        [1, { words: 'step 1' }],
        [2, { words: 'step 2' }],
      ]);
      expect(await open().caseAt(number, 1)).toMatchObject({ seq: 1, history: [{ seq: 1 }] });
      expect(await open().caseAt('REQ-NONE')).toBeUndefined();
    });

    test('after its erasure the history goes on without what was written, and documents are gone', async () => {
      const number = aNumber();
      const bytes = Buffer.from('a diploma');
      const sha256 = hashOf('a diploma');
      await put(step(number, 1, CHAIN_START).changes, { blobs: [{ caseNumber: number, sha256, bytes }] });
      expect(
        Buffer.from((await open().blobs(number, [sha256, hashOf('x')])).get(sha256) ?? '').toString(),
      ).toBe('a diploma');
      const first = step(number, 1, CHAIN_START);
      await open().transaction(async (unit) => {
        await unit.load([], [number]);
        const { changes } = step(
          number,
          2,
          first.head,
          {},
          { type: 'content.erased', at: AT, by: 'XX', facts: {} },
        );
        await unit.write(merge([changes, { erased: [number] }]));
      });
      const left = await open().caseAt(number);
      expect(left?.history.map(({ type }) => type)).toEqual(['request.stepped', 'content.erased']);
      expect(left?.history[0]).not.toHaveProperty('content');
      expect((await open().blobs(number, [sha256])).size).toBe(0);
    });

    test('what is due by an instant comes the oldest first, page by page, until it is reckoned anew', async () => {
      const [early, late] = [aNumber(), aNumber()];
      const dueAt = { [early]: '2031-01-01T00:00:00.000Z', [late]: '2031-01-02T00:00:00.000Z' };
      for (const number of [late, early])
        await put(step(number, 1, CHAIN_START, { dueAt: dueAt[number] ?? '' }).changes);
      const at = '2031-01-02T00:00:00.000Z';
      const [first] = await open().due({ at, limit: 1 });
      expect(first).toEqual({ number: early, dueAt: dueAt[early] });
      expect(await open().due({ at, limit: 9, ...(first && { after: first }) })).toEqual([
        { number: late, dueAt: dueAt[late] },
      ]);
      expect(await open().due({ at: '2030-12-31T00:00:00.000Z', limit: 9 })).toEqual([]);
      await open().transaction(async (unit) => {
        await unit.load([], [early, late]);
        await unit.write(merge([{ dues: [{ number: early }, { number: late }] }]));
      });
      expect(await open().due({ at, limit: 9 })).toEqual([]);
    });
  });

  describe('statistics', () => {
    const WANTED = {
      from: '2031-01-01T00:00:00.000Z', before: '2031-02-01T00:00:00.000Z', at: '2031-03-01T00:00:00.000Z',
      today: '2031-03-01', daysToAccept: 7, timeZone: 'Europe/Lisbon', by: 'country',
    } as const; // prettier-ignore

    const LIVES: readonly Partial<Measured>[] = [
      { accepted: '2031-01-17T10:00:00.000Z', answered: '2031-01-20T22:00:00.000Z', agreed: '2031-01-31', isInTime: true, timeliness: 'positive', effort: 'negative', ended: '2031-01-21T10:00:00.000Z', end: 'closed' },
      { accepted: '2031-01-18T10:00:00.000Z', answered: '2031-02-09T10:00:00.000Z', agreed: '2031-01-31', isInTime: false },
      { accepted: '2031-01-11T10:00:00.000Z', agreed: '2031-02-10' },
      { ended: '2031-01-12T10:00:00.000Z', end: 'refused' },
      { responder: 'DE-B' },
      { sent: '2031-01-31T23:30:00.000Z', requester: 'EL-A', requesterCountry: 'EL', responder: 'PT-A', responderCountry: 'PT' },
      { sent: '2031-02-01T00:00:00.000Z' },
    ]; // prettier-ignore

    test('count what countries sent and received, and how fast it was dealt with', async () => {
      const workflow = await counted(put, LIVES);
      const [german, greek, portuguese, ...others] = await open().counts({ ...WANTED, workflow });
      expect(others).toEqual([]);
      expect(german).toEqual({
        key: 'DE', sent: 0, received: 5, accepted: 3, toAccept: 4, acceptedInTime: 2, answered: 2, daysToAnswer: 40.5, toAnswer: 3, answeredInTime: 1, ratings: 2, rated: 1, negativeRatings: 1,
      });
      expect(greek).toMatchObject({ key: 'EL', sent: 1, received: 0, toAccept: 0, daysToAnswer: 0 });
      expect(portuguese).toMatchObject({ key: 'PT', sent: 5, received: 1, accepted: 0, toAccept: 1 });
    }); // prettier-ignore

    test('a case that moves on without a word of it stays counted', async () => {
      const number = aNumber();
      const workflow = `counted-${randomUUID()}`;
      const first = step(number, 1, CHAIN_START, { workflow, measured: MEASURED });
      await put(first.changes);
      await open().transaction(async (unit) => {
        await unit.load([], [number]);
        await unit.write(merge([step(number, 2, first.head, { workflow }).changes]));
      });
      expect(await open().counts({ ...WANTED, workflow })).toMatchObject([
        { key: 'DE', received: 1 },
        { key: 'PT', sent: 1 },
      ]);
    });

    test('by month in the time zone, by area, and by authority of those alone that are named', async () => {
      const workflow = await counted(put, LIVES);
      const late = { ...WANTED, workflow, timeZone: 'Europe/Brussels' };
      const months = await open().counts({ ...late, by: 'month' });
      expect(months.map(({ key, sent, received }) => [key, sent, received])).toEqual([['2031-01', 5, 5], ['2031-02', 1, 1]]);
      const areas = await open().counts({ ...WANTED, workflow, by: 'area' });
      expect(areas.map(({ received }) => received)).toEqual([6]);
      expect(await open().counts({ ...WANTED, workflow, areas: ['NONE'] })).toEqual([]);
      const own = await open().counts({ ...WANTED, workflow, by: 'authority', authorities: ['DE-B', 'EL-A'] });
      expect(own.map(({ key, sent, received }) => [key, sent, received])).toEqual([['DE-B', 0, 1], ['EL-A', 1, 0]]);
      const overseen = await open().counts({ ...WANTED, workflow, by: 'authority', authorities: ['EL-A'], overseen: ['DE-B/XX', 'DE-A/YY'] });
      expect(overseen.map(({ key }) => key)).toEqual(['DE-B', 'EL-A']);
    }); // prettier-ignore
  });

  describe('chains', () => {
    test('that of a system begins at the start and goes on where it was left', async () => {
      const chain = `system/${randomUUID()}`;
      const record = recordOf(chain, 1, { prev: CHAIN_START, caseSeq: 0 });
      await open().transaction(async (unit) => {
        expect((await unit.heads([chain])).get(chain)).toEqual({
          chain,
          seq: 0,
          hash: CHAIN_START,
          caseSeq: 0,
        });
        const head = { chain, seq: 1, hash: record.hash, caseSeq: 0 };
        await unit.write(merge([{ evidence: [record], heads: [head] }]));
      });
      const heads = await open().transaction((unit) => unit.heads([chain]));
      expect(heads.get(chain)).toEqual({ chain, seq: 1, hash: record.hash, caseSeq: 0 });
    });
  });

  describe('deliveries', () => {
    test('wait by time and id, page by page, for the systems that are asked for; those that are held do not', async () => {
      const system = aSystem();
      const waiting = [
        aDelivery(system, { createdAt: '2030-01-02T00:00:00.000Z' }),
        aDelivery(system, { createdAt: AT }),
      ];
      const held = aDelivery(system, { heldUntil: '2030-02-01T00:05:00.000Z' });
      await put({ outgoing: [...waiting, held, aDelivery(aSystem())] });
      const at = '2030-02-01T00:00:00.000Z';
      const [first] = await open().waiting({ at, limit: 1, systems: [system] });
      expect(first?.id).toBe(waiting[1]?.id);
      const rest = await open().waiting({ at, limit: 9, systems: [system], ...(first && { after: first }) });
      expect(rest.map(({ id }) => id)).toEqual([waiting[0]?.id]);
      expect((await open().inbox(system, { limit: 9, at })).map(({ id }) => id)).toEqual([
        first?.id,
        rest[0]?.id,
      ]);
      expect(await open().waitingFor(aSystem(), held.id)).toBeUndefined();
    });

    test('wait no more once they are handed over, and are overdue once', async () => {
      const system = aSystem();
      const [one, two] = [aDelivery(system), aDelivery(system)];
      await put({ outgoing: [one, two] });
      const at = '2030-03-01T00:00:00.000Z';
      const late = async () =>
        (await open().overdue('2030-02-01T00:00:00.000Z', 999)).filter((found) => found.system === system);
      expect((await late()).map(({ id }) => id).toSorted()).toEqual([one.id, two.id].toSorted());
      await put({ overdue: [{ id: one.id, at }], handedOver: [{ id: two.id, at, system }] });
      expect(await late()).toEqual([]);
      expect((await open().inbox(system, { limit: 9, at })).map(({ id }) => id)).toEqual([one.id]);
      const unmarked = await open().transaction((unit) => unit.unmarked([one.id, two.id], 'handedOver'));
      expect(unmarked).toEqual([one.id]);
      expect(await open().transaction((unit) => unit.unmarked([one.id, two.id], 'overdue'))).toEqual([]);
    });
  });

  describe('e-mails', () => {
    // Long ago, so that nothing else that waits in the same store comes into it.
    const at = '2020-01-01T00:00:00.000Z';
    const until = '2020-01-01T00:05:00.000Z';

    test('are taken the one that has waited longest first, and by nobody else until their time is over', async () => {
      const early = aMail({ createdAt: '2019-12-31T00:00:00.000Z' });
      const late = aMail({ createdAt: at });
      const future = aMail({ createdAt: '2020-01-01T00:00:01.000Z' });
      await put({ mails: [late, early, future] });
      const taken = [...(await take({ at, until }, 1)), ...(await take({ at, until }))];
      expect(taken).toEqual([
        { ...early, attempts: 1 },
        { ...late, attempts: 1 },
      ]);
      expect(await take({ at, until })).toEqual([]);
      const again = await take({ at: until, until: '2020-01-01T00:10:00.000Z' });
      const attempts = Object.fromEntries(again.map((mail) => [mail.id, mail.attempts]));
      expect(attempts).toEqual({ [early.id]: 2, [late.id]: 2, [future.id]: 1 });
      await put({ mailEnds: again.map(({ id }) => ({ id, at, state: 'sent' as const })) });
    });

    test('that are put off wait until then, unless somebody else has them by now', async () => {
      const mail = aMail({ createdAt: at });
      await put({ mails: [mail] });
      const [first] = await take({ at, until: at });
      const [second] = await take({ at, until });
      const later = '2020-01-01T01:00:00.000Z';
      if (first === undefined || second === undefined) throw new TypeError('it was taken twice');
      await open().deferMail(first, at);
      expect(await take({ at, until })).toEqual([]);
      await open().deferMail(second, later);
      expect(await take({ at: until, until: later })).toEqual([]);
      expect((await take({ at: later, until: later })).map(({ id }) => id)).toEqual([mail.id]);
      await put({ mailEnds: [{ id: mail.id, at, state: 'sent' }] });
      await open().deferMail({ ...second, attempts: 3 }, at);
      expect(await take({ at: later, until: later })).toEqual([]);
    });

    test('put off for days by a clock that had jumped are taken all the same', async () => {
      const mail = aMail({ createdAt: '2020-01-03T00:00:00.000Z' });
      await put({ mails: [mail] });
      expect((await take({ at, until })).map(({ id }) => id)).toEqual([mail.id]);
      await put({ mailEnds: [{ id: mail.id, at, state: 'sent' }] });
    });

    test('wait until they are sent or dead; a dead one is listed with its reason, and can be tried again', async () => {
      const [sent, dead] = [aMail({ createdAt: at }), aMail({ createdAt: at })];
      await put({ mails: [sent, dead] });
      const waiting = () => open().transaction((unit) => unit.waitingMails([sent.id, dead.id]));
      expect((await waiting()).toSorted()).toEqual([sent.id, dead.id].toSorted());
      await take({ at, until });
      const ends = [
        { id: sent.id, at, state: 'sent' as const },
        { id: dead.id, at, state: 'dead' as const, reason: 'SMTP_550' },
      ];
      await put({ mailEnds: ends });
      expect(await waiting()).toEqual([]);
      const listed = await open().deadMails(99);
      expect(listed).toEqual([{ ...dead, attempts: 1, diedAt: at, reason: 'SMTP_550' }]);
      expect(await open().reviveMail(sent.id, at)).toBe(false);
      expect(await open().reviveMail(randomUUID(), at)).toBe(false);
      expect(await open().reviveMail(dead.id, at)).toBe(true);
      expect(await open().deadMails(99)).toEqual([]);
      expect(await take({ at, until })).toEqual([{ ...dead, attempts: 1 }]);
      await put({ mailEnds: [{ id: dead.id, at, state: 'sent' }] });
    });
  });

  test('e-mails of a case that is erased are sent where they wait, and are gone where they are done with', async () => {
    const number = aNumber();
    const at = '2020-02-01T00:00:00.000Z';
    const [waiting, dead] = [1, 2].map(() => aMail({ caseNumber: number, createdAt: at }));
    if (waiting === undefined || dead === undefined) throw new TypeError('there are two');
    const first = step(number, 1, CHAIN_START);
    await put(first.changes, { mails: [waiting, dead] });
    await put({ mailEnds: [{ id: dead.id, at, state: 'dead', reason: 'SMTP_550' }] });
    await open().transaction(async (unit) => {
      await unit.load([], [number]);
      const erasure = { type: 'content.erased', at: AT, by: 'XX', facts: {} };
      const { changes } = step(number, 2, first.head, {}, erasure);
      await unit.write(merge([changes, { erased: [number] }]));
    });
    expect((await open().deadMails(99)).map(({ id }) => id)).not.toContain(dead.id);
    expect(await open().reviveMail(dead.id, at)).toBe(false);
    expect((await take({ at, until: at })).map(({ id }) => id)).toEqual([waiting.id]);
    await put({ mailEnds: [{ id: waiting.id, at, state: 'sent' }] });
  });

  describe('reports', () => {
    test('an order is taken once, and listed the newest first', async () => {
      const [number, authority] = [aNumber(), `XX-${randomUUID()}`];
      const orders = [7_200_000, 3_600_000].map((ago, index) =>
        anOrder({ caseNumber: number, authority, seq: index + 1 }, ago),
      );
      let prev = CHAIN_START;
      for (const { seq, orderedAt, id, kind, language, roles } of orders) {
        // The row of an order is believed as the case says it.
        const facts = { report: id, kind, language, roles, version: 1 };
        const { changes, head } = step(
          number,
          seq,
          prev,
          {},
          { type: 'report.ordered', at: orderedAt, by: authority, facts },
        );
        const reports = orders.filter((order) => order.seq === seq);
        await open().transaction(async (unit) => {
          await unit.load([], seq === 1 ? [] : [number]);
          await unit.write(merge([changes, { reports }]));
        });
        prev = head;
      }
      const takenAt = new Date().toISOString();
      const taken = (await open().takeReports(99, takenAt)).filter((order) => order.authority === authority);
      expect(taken).toHaveLength(2);
      expect(await open().takeReports(99, takenAt)).toEqual([]);
      const listed = () => open().orderedReports([authority], { limit: 9 });
      expect((await listed()).map(({ id, progress }) => [id, progress])).toEqual([
        [orders[1]?.id, 'being made'],
        [orders[0]?.id, 'being made'],
      ]);
      expect(await open().orderedReports([`XX-${randomUUID()}`], { limit: 9 })).toEqual([]);
      expect(await open().issued(orders[0]?.id ?? '')).toBeUndefined();
    });
  });
}

function aNumber(): string {
  return `REQ-${randomUUID()}`;
}

function aSystem(): string {
  return `xx-${randomUUID()}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function aMessage(): StoredMessage {
  const id = `m-${randomUUID()}`;
  const digest = hashOf(id);
  const receivedAt = AT;
  const receipt: Receipt = { message: id, digest, outcome: 'rejected', receivedAt, faults: [{ code: 'AREA_UNKNOWN', text: 'There is none.' }] };
  return { system: aSystem(), id, digest, receivedAt, outcome: 'rejected', receipt, receiptId: randomUUID() };
} // prettier-ignore

function aDelivery(system: string, more: Partial<Addressed> = {}): Addressed {
  const about = { messageId: `m-${randomUUID()}` };
  return { id: randomUUID(), system, type: 'receipt', createdAt: AT, duplicate: false, chain: `system/${system}`, about, ...more };
} // prettier-ignore

function aMail(more: Partial<Mail> = {}): Mail {
  const mail = { id: randomUUID(), caseNumber: aNumber(), seq: 1, authority: `XX-${randomUUID()}` };
  return { ...mail, template: 'request.stepped', createdAt: AT, ...more };
}

function recordOf(
  chain: string,
  seq: number,
  { prev, caseSeq }: { readonly prev: string; readonly caseSeq: number },
): EvidenceRecord {
  return {
    chain,
    seq,
    kind: 'HubAction',
    at: AT,
    body: '{}',
    prev,
    hash: hashOf(`${chain} ${seq}`),
    caseSeq,
  };
}

function anOrder(
  of: { readonly caseNumber: string; readonly authority: string; readonly seq: number },
  ago: number,
): ReportOrdered {
  const orderedAt = new Date(Date.now() - ago).toISOString();
  return {
    ...of,
    id: randomUUID(),
    kind: 'full',
    parts: [],
    language: 'pt',
    roles: ['request handler'],
    orderedAt,
  };
}

type Other = { readonly type: string; readonly at: string; readonly by: string; readonly facts: object };

const MEASURED: Measured = {
  requester: 'PT-A',
  requesterCountry: 'PT',
  responder: 'DE-A',
  responderCountry: 'DE',
  sent: '2031-01-10T10:00:00.000Z',
};

/** Cases of a workflow of their own, so that nothing else is counted. */
async function counted(put: (changes: Partial<Changes>) => Promise<unknown>, all: readonly Partial<Measured>[]): Promise<string> {
  const workflow = `counted-${randomUUID()}`;
  for (const more of all) {
    const { changes } = step(aNumber(), 1, CHAIN_START);
    const measured = { ...MEASURED, ...more };
    await put({ ...changes, cases: (changes.cases ?? []).map((one) => ({ ...one, workflow, measured })) });
  }
  return workflow;
} // prettier-ignore

/** One event of a case, with its record: something that was written, or another. */
// eslint-disable-next-line max-params -- what a test changes comes last
function step(number: string, seq: number, prev: string, more: Partial<CaseChange> = {}, other?: Other) {
  const record = recordOf(number, seq, { prev, caseSeq: seq });
  const content = { words: `step ${seq}` };
  const plain = JSON.stringify({ salt: 's', content });
  const written = {
    event: { seq, type: 'request.stepped', at: AT, by: 'XX', facts: {}, content },
    sealed: { plain, digest: hashOf(plain) },
  };
  const change: CaseChange = {
    number, workflow: 'request', area: 'XX', status: 'accepted', version: seq, seq, chainSeq: seq, chainHead: record.hash,
    opened: seq === 1, at: AT, ...more,
  }; // prettier-ignore
  const changes: Partial<Changes> = {
    cases: [change],
    events: [{ caseNumber: number, ...(other === undefined ? written : { event: { seq, ...other } }) }],
    evidence: [record],
  };
  return { changes, head: record.hash };
}

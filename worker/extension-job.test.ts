import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { PORTO } from '../domain/testing/cast.ts';
import { hubFault } from '../hub/faults.ts';
import type { ExtensionOutcome } from '../hub/meter.ts';
import { process } from '../hub/intake/settle.ts';
import { makeReport, type Lasting } from '../hub/reports/make-report.ts';
import { openMemoryRoots } from '../hub/testing/memory-roots.ts';
import { aMessage, openStage, submitted, wireRequest } from '../hub/testing/stage.ts';
import { readPhrases } from '../schemas/phrases.ts';
import { openExtensionJob } from './extension-job.ts';
import { deleteReports } from './keeping.ts';

const phrases = readPhrases('schemas/texts', 'Europe/Brussels');
const AWAY = hubFault('REPORT_WAITS', 'TIME_STAMP_UNAVAILABLE: no connection');
const SOON = '2027-01-01T00:00:00.000Z';
const LATE = '2030-01-01T00:00:00.000Z';

/** A hub that keeps reports whose stamps end soon, and an authority whose certificate ends when the test says so. */
async function openScene({ faults = [] as Error[], reports = 1 } = {}) {
  const stage = openStage();
  let now = Date.parse('2026-11-21T09:30:00Z');
  let end = LATE;
  const asked: string[] = [];
  const lasting: Lasting = {
    async extend(file) {
      asked.push(Buffer.from(file).toString());
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
      return Buffer.from(`${Buffer.from(file).toString()} until ${end}`);
    },
    stampsEndAt: async (file) => Buffer.from(file).toString().split(' until ').at(-1),
  };
  const hub = { ...stage.hub, clock: { now: () => new Date(now).toISOString() } };
  const outcomes: ExtensionOutcome[] = [];
  const metrics = { extension: (outcome: ExtensionOutcome) => void outcomes.push(outcome) };
  const press = { produce, bind: produce, lasting };
  const reporting = { phrases, issuer: 'Hub', isTraining: true, press, roots: openMemoryRoots(), certificates: [] };
  await process(hub, [submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }))]);
  for (let count = 0; count < reports; count += 1) {
    const order = { authority: PORTO, subject: 'REQ-1', caseversion: 1, data: { kind: 'fullWithoutPersonalData' } };
    await process(hub, [submitted(aMessage({ ...order, type: 'report.order' }))]);
  }
  for (const order of await hub.store.takeReports(reports, hub.clock.now()))
    await makeReport(hub, reporting, order);
  return {
    ...stage,
    hub,
    outcomes,
    asked,
    lasting,
    newJob: () => openExtensionJob(hub, { lasting, daysBefore: 90, metrics, elapsed: () => now }),
    wait: (days: number) => void (now += days * 86_400_000),
    stampUntil: (instant: string) => void (end = instant),
    kept: () => [...stage.tables.finished.values()],
  };
} // prettier-ignore

async function produce(): Promise<Uint8Array> {
  return Buffer.from(`%PDF until ${SOON}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('a kept report whose stamps end soon is extended, and history and evidence say so', async () => {
  const { newJob, outcomes, kept, tables } = await openScene();
  await newJob().work();
  expect(outcomes).toEqual(['extended']);
  const text = `%PDF until ${SOON} until ${LATE}`;
  expect(kept()).toMatchObject([{ sha256: digest(text), stampsEndAt: LATE }]);
  const event = tables.events.find(({ event: { type } }) => type === 'report.extended');
  expect(event?.event).toMatchObject({
    by: 'urn:imi-hub',
    facts: { report: kept()[0]?.id, sha256: digest(text), size: text.length },
  });
  expect(tables.evidence.at(-1)).toMatchObject({ kind: 'HubAction', caseSeq: event?.event.seq });
  expect(tables.evidence.at(-1)?.body).toContain('report.extended');
});

test('the digest of every file that a report has been stays known', async () => {
  const { newJob, kept, hub } = await openScene();
  await newJob().work();
  const issued = await hub.store.issued(kept()[0]?.id ?? '');
  expect(issued).toMatchObject({
    sha256: digest(`%PDF until ${SOON}`),
    extended: [digest(`%PDF until ${SOON} until ${LATE}`)],
  });
});

test('nothing is due again after that, nor before it is time', async () => {
  const { newJob, asked } = await openScene();
  await newJob().work();
  await newJob().work();
  expect(asked).toHaveLength(1);
  const early = await openScene();
  early.wait(-60);
  await early.newJob().work();
  expect(early.asked).toEqual([]);
});

test('while the authority is away the report waits, is asked for later and later, and comes', async () => {
  const { newJob, outcomes, logged, wait } = await openScene({ faults: [AWAY, AWAY] });
  const job = newJob();
  await job.work();
  await job.work();
  expect(outcomes).toEqual(['waits']);
  expect(logged.join()).toContain('report waits for its extension');
  for (const seconds of [2, 4]) {
    wait(seconds / 86_400);
    await job.work();
  }
  expect(outcomes).toEqual(['waits', 'waits', 'extended']);
});

test('a stamp that gains nothing is not kept, and the authority is left alone until the next day', async () => {
  const { newJob, outcomes, asked, kept, wait, stampUntil } = await openScene({ reports: 6 });
  stampUntil(SOON);
  const job = newJob();
  await job.work();
  await job.work();
  expect(asked).toHaveLength(4);
  expect(new Set(outcomes)).toEqual(new Set(['in vain']));
  expect(kept().every(({ earlier }) => earlier.length === 0)).toBe(true);
  stampUntil(LATE);
  wait(1.01);
  await job.work();
  expect(kept().every(({ stampsEndAt }) => stampsEndAt === LATE)).toBe(true);
});

test('what cannot be extended is logged as an error and left until the next day', async () => {
  const { newJob, outcomes, logged, wait } = await openScene({ faults: [hubFault('REPORT_FAILED', 'odd')] });
  const job = newJob();
  await job.work();
  await job.work();
  expect(outcomes).toEqual(['failed']);
  expect(logged.join()).toContain('report not extended');
  wait(1.01);
  await job.work();
  expect(outcomes).toEqual(['failed', 'extended']);
});

test('of two workers with the same report the second leaves no trace', async () => {
  const { newJob, hub, tables, kept } = await openScene();
  const second = openExtensionJob(
    { ...hub, store: { ...hub.store, takeEnding: async () => (isDone() ? [] : [ending]) } },
    {
      lasting: { extend: (file) => extendLate(file), stampsEndAt: async () => '2031-01-01T00:00:00.000Z' },
      daysBefore: 90,
      metrics: { extension: () => undefined },
    },
  );
  const ending = { id: kept()[0]?.id ?? '', caseNumber: 'REQ-1', stampsEndAt: SOON };
  async function extendLate(file: Uint8Array) {
    await newJob().work();
    return Buffer.concat([file, Buffer.from('late')]);
  }
  const isDone = () => kept()[0]?.earlier.length === 1;
  await second.work();
  expect(kept()).toMatchObject([{ stampsEndAt: LATE, earlier: [digest(`%PDF until ${SOON}`)] }]);
  expect(tables.events.filter(({ event }) => event.type === 'report.extended')).toHaveLength(1);
});

test('after thirty days the file is deleted, not extended, and that it was issued stays known', async () => {
  const { newJob, hub, kept, asked, wait, logged } = await openScene({ reports: 3 });
  const counts: number[] = [];
  const metrics = { deletedReports: (count: number) => void counts.push(count) };
  wait(29.9);
  await deleteReports(hub, metrics);
  expect(counts).toEqual([0]);
  wait(0.2);
  await deleteReports(hub, metrics);
  await newJob().work();
  expect([counts, asked]).toEqual([[0, 3], []]);
  const id = kept()[0]?.id ?? '';
  expect(await hub.store.report(id)).toBeUndefined();
  expect(await hub.store.issued(id)).toMatchObject({ sha256: digest(`%PDF until ${SOON}`) });
  expect(logged.filter((line) => line.includes('deleted'))).toEqual([
    expect.stringMatching(/^files of reports deleted, for their time is over \{"reports":3\}$/),
  ]);
});

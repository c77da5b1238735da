import { expect, test, vi } from 'vitest';
import { PORTO } from '../domain/testing/cast.ts';
import { hubFault } from '../hub/faults.ts';
import type { ReportOutcome } from '../hub/meter.ts';
import { process } from '../hub/intake/settle.ts';
import type { Reporting } from '../hub/reports/make-report.ts';
import { openMemoryRoots } from '../hub/testing/memory-roots.ts';
import { aMessage, openStage, submitted, wireRequest } from '../hub/testing/stage.ts';
import { readPhrases } from '../schemas/phrases.ts';
import { openReportJob } from './report-job.ts';

const phrases = readPhrases('schemas/texts', 'Europe/Brussels');
const AWAY = hubFault('REPORT_WAITS', 'TIME_STAMP_UNAVAILABLE: no connection');

/** A hub with one ordered report, whose press fails with each of the faults before it works. */
async function openScene(faults: readonly Error[]) {
  const stage = openStage();
  const given = {
    authority: PORTO,
    subject: 'REQ-1',
    caseversion: 1,
    data: { kind: 'fullWithoutPersonalData' },
  };
  await process(stage.hub, [
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })),
    submitted(aMessage({ ...given, type: 'report.order' })),
  ]);
  let elapsed = 0;
  const hub = { ...stage.hub, clock: { now: () => '2026-11-21T09:30:00.000Z' } };
  const outcomes: ReportOutcome[] = [];
  const job = openReportJob(hub, {
    reporting: reportingWith([...faults]),
    metrics: { report: (outcome) => void outcomes.push(outcome) },
    handOver: () => Promise.resolve(),
    elapsed: () => elapsed,
  });
  return { ...stage, job, outcomes, wait: (seconds: number) => void (elapsed += seconds * 1000) };
}

function reportingWith(faults: Error[]): Reporting {
  async function produce(): Promise<Uint8Array> {
    const fault = faults.shift();
    if (fault !== undefined) throw fault;
    return Buffer.from('%PDF');
  }
  const press = { produce, bind: produce };
  return { phrases, issuer: 'Hub', isTraining: true, press, roots: openMemoryRoots(), certificates: [] };
}

test('a report whose seal is not to be had now waits, is asked for later and later, and comes', async () => {
  const { job, outcomes, logged, wait } = await openScene([AWAY, AWAY]);
  job.wake();
  await vi.waitFor(() => expect(outcomes).toEqual(['waits']));
  expect(logged.join()).toContain('report waits for its seal');
  await wakeInVain(job, outcomes);
  wait(2);
  job.wake();
  await vi.waitFor(() => expect(outcomes).toEqual(['waits', 'waits']));
  wait(2);
  await wakeInVain(job, outcomes);
  wait(2);
  job.wake();
  await vi.waitFor(() => expect(outcomes).toEqual(['waits', 'waits', 'issued']));
  await job.stop();
});

test('an attempt that was in vain because a service was away does not count', async () => {
  const { job, outcomes, store } = await openScene([AWAY]);
  const giveBack = vi.spyOn(store, 'giveBackReport');
  job.wake();
  await vi.waitFor(() => expect(outcomes).toEqual(['waits']));
  expect(giveBack).toHaveBeenCalledWith(expect.any(String), '2026-11-21T09:30:00.000Z');
  await job.stop();
});

test('one for which the database always takes too long does not stand before all others', async () => {
  const timeout = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
  const { job, outcomes, logged, store } = await openScene([timeout]);
  const giveBack = vi.spyOn(store, 'giveBackReport');
  job.wake();
  await vi.waitFor(() => expect(outcomes).toEqual(['waits']));
  expect(logged.join()).toContain('report waits for the database');
  expect(giveBack).not.toHaveBeenCalled();
  await job.stop();
});

test('one whose case was erased while it was made is made anew at once, of what is left', async () => {
  const { job, outcomes, store } = await openScene([hubFault('REPORT_OVERTAKEN', 'erased meanwhile')]);
  const giveBack = vi.spyOn(store, 'giveBackReport');
  job.wake();
  await vi.waitFor(() => expect(outcomes).toEqual(['issued']));
  expect(giveBack).toHaveBeenCalledTimes(1);
  await job.stop();
});

test('a report that cannot be made is logged as an error, counted, and not given back', async () => {
  const { job, outcomes, logged, store } = await openScene([hubFault('REPORT_FAILED', 'no view')]);
  const giveBack = vi.spyOn(store, 'giveBackReport');
  job.wake();
  await vi.waitFor(() => expect(outcomes).toEqual(['failed']));
  expect(logged.join()).toContain('report not made');
  expect(giveBack).not.toHaveBeenCalled();
  await job.stop();
});

/** Long enough for a job that would run to have run. */
async function wakeInVain(job: { wake(): void }, outcomes: readonly ReportOutcome[]): Promise<void> {
  const before = outcomes.length;
  job.wake();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(outcomes).toHaveLength(before);
}

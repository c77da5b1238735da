import type { Outcome } from '../hub/intake/outcome.ts';
import type { ReportJob } from './report-job.ts';
import type { Wakeable } from './repeat.ts';

type Sleepers = { readonly reports: Pick<ReportJob, 'wake'>; readonly striking: Pick<Wakeable, 'wake'> };

/** Wakes whoever has something to do by what has just been written. */
export function wakeFor(outcomes: readonly Outcome[], { reports, striking }: Sleepers): void {
  if (outcomes.some(hasOrderedReport)) reports.wake();
  if (outcomes.some(isDueAtOnce)) striking.wake();
}

function hasOrderedReport({ changes }: Outcome): boolean {
  return changes.reports !== undefined && changes.reports.length > 0;
}

function isDueAtOnce({ changes: { cases = [] } }: Outcome): boolean {
  return cases.some(({ dueAt, at }) => dueAt !== undefined && dueAt <= at);
}

import type { Event, Recorded } from '../kernel/workflow.ts';
import type { DossierKind, ReportKind } from './report-kinds.ts';

/** What can happen to every case, whatever its workflow. None of it is said by anybody, and none of it can be erased. */
export type CaseEvent =
  | Event<'report.ordered', ReportOrder>
  | Event<'report.issued', ReportFact & { readonly to: string }>
  | Event<'report.extended', ReportFact>
  | Event<'case.asked', AskedFacts>
  | Event<'content.erased', ErasedFacts>;

export type ReportOrder = {
  readonly report: string;
  readonly kind: ReportKind | DossierKind;
  /** Of a customised report; absent for every other kind. */
  readonly parts?: readonly string[];
  readonly language: string;
  /** By which it was granted, and by which it shows what it shows: whoever else speaks for the authority then. */
  readonly roles: readonly string[];
  /** Version of the case that the report is to show. */
  readonly version: number;
};

/** A file that has been made: its digest is part of the case's evidence. */
export type ReportFact = { readonly report: string; readonly sha256: string; readonly size: number };

/** Which ask it was, and what came of it: the other case, or why that would not. */
export type AskedFacts = {
  readonly event: number;
  readonly place: number;
  readonly case?: string;
  readonly refused?: readonly string[];
};

/** By which rule: the period of the area, in the version of the area that was published then. */
export type ErasedFacts = { readonly areaVersion: string; readonly months: number };

/** After it nothing is left of what people wrote before. */
export const ERASED = 'content.erased';

/** Those that tell of reports and dossiers. */
export const REPORT_EVENTS = ['report.ordered', 'report.issued', 'report.extended'] as const;

/** Nobody's turn comes by them: the version of the case stays. */
export const CASE_EVENTS = [
  ...REPORT_EVENTS,
  'case.asked',
  ERASED,
] as const satisfies readonly CaseEvent['type'][];

const TYPES: ReadonlySet<string> = new Set(CASE_EVENTS);

export function isCaseEvent(event: Recorded): event is Recorded<CaseEvent> {
  return TYPES.has(event.type);
}

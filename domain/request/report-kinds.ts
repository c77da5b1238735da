/** The reports of a request (handbook 5.3.10). */
export const REPORT_KINDS = ['full', 'fullWithoutPersonalData', 'custom', 'dataSubject', 'consent'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Ordered and delivered like a report, but a container of everything instead of a page. */
export type DossierKind = 'dossier' | 'dossierWithoutPersonalData';

/** What a customised report can be put together from, in the order of the page. */
export const REPORT_PARTS = [
  'case', 'parties', 'subject', 'questions', 'answers', 'comments', 'documents', 'messages', 'history',
] as const; // prettier-ignore
export type ReportPart = (typeof REPORT_PARTS)[number];

/** What a report of some kind contains: the page and the data embedded in it alike. */
export type ReportContents = {
  readonly parts: ReadonlySet<string>;
  /** Names who is concerned; such a report is for few (`report-rights.ts`). */
  readonly hasPersonalData: boolean;
  /** Written for the person concerned: what was exchanged, without how the authorities' own houses dealt with it. */
  readonly isForPerson: boolean;
  /** Ends with a form by which the person consents. */
  readonly asksConsent: boolean;
};

type Choice = { readonly kind: string; readonly parts: readonly string[] };

export function contentsOf({ kind, parts }: Choice): ReportContents {
  const isForPerson = kind === 'dataSubject' || kind === 'consent';
  return {
    parts: new Set(kind === 'custom' ? parts : REPORT_PARTS),
    hasPersonalData: kind === 'custom' ? parts.includes('subject') : kind === 'full' || isForPerson,
    isForPerson,
    asksConsent: kind === 'consent',
  };
}

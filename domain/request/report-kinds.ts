import type { ReportChoice } from '../reports/frame.ts';

/** What a customised report can be put together from, in the order of the page. */
export const REPORT_PARTS = [
  'case', 'requestingAuthority', 'respondingAuthority', 'subject', 'questions', 'answers', 'comments', 'documents', 'messages', 'history',
] as const; // prettier-ignore

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

export function contentsOf({ kind, parts }: ReportChoice): ReportContents {
  const isForPerson = kind === 'dataSubject' || kind === 'consent';
  return {
    parts: new Set(kind === 'custom' ? parts : REPORT_PARTS),
    hasPersonalData: kind === 'custom' ? parts.includes('subject') : kind === 'full' || isForPerson,
    isForPerson,
    asksConsent: kind === 'consent',
  };
}

import { contentsAmong, type ReportContents } from '../exchange/report-contents.ts';
import type { ReportChoice } from '../reports/frame.ts';

/** What a customised report can be put together from, in the order of the page. */
export const REPORT_PARTS = [
  'case', 'requestingAuthority', 'respondingAuthority', 'subject', 'fields', 'questions', 'answers', 'comments', 'documents', 'messages', 'history',
] as const; // prettier-ignore

export function contentsOf(choice: ReportChoice): ReportContents {
  return contentsAmong(REPORT_PARTS, choice);
}

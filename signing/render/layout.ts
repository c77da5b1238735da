import type { Report } from '../../domain/reports/model.ts';
import type { Element } from '../pdf/structure.ts';
import type { Row } from './flow.ts';
import { layLetterhead } from './letterhead.ts';
import type { Bookmark } from './outline.ts';
import { layEvidence, laySection } from './sections.ts';

/** The whole report as one structure and one sequence of rows, before pages are known. */
export type LaidReport = {
  readonly root: Element;
  readonly rows: readonly Row[];
  /** Where the signature field belongs in the structure. */
  readonly seal: Element;
  readonly bookmarks: readonly Bookmark[];
};

export function layReport(report: Report): LaidReport {
  const letterhead = layLetterhead(report);
  const sections = report.sections.map(laySection);
  const evidence = layEvidence(report);
  const seal: Element = { role: 'Form', alternative: report.issuer, children: [] };
  const parts = [...letterhead.elements, ...sections.map(({ element }) => element), evidence.element, seal];
  return {
    root: { role: 'Document', language: report.language, children: parts },
    rows: [...letterhead.rows, ...sections.flatMap(({ rows }) => rows), ...evidence.rows],
    seal,
    bookmarks: report.sections.flatMap(({ heading: title }, index) => {
      const heading = sections[index]?.element.children[0];
      return heading && title.trim() !== '' ? [{ title, heading }] : [];
    }),
  };
}

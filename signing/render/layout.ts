import type { Block, Report } from '../../domain/reports/model.ts';
import type { Element } from '../pdf/structure.ts';
import { layEvidence } from './evidence.ts';
import type { Row } from './flow.ts';
import { layLetterhead } from './letterhead.ts';
import type { Bookmark } from './outline.ts';
import { layBlock, laySection } from './sections.ts';
import { isSettable } from './text.ts';

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
  const preface = [...lacking(report), ...report.preface].map(layBlock);
  const sections = [...report.sections.map(laySection), layEvidence(report)];
  const headings = [...report.sections.map(({ heading }) => heading), report.evidence.heading];
  const seal: Element = { role: 'Form', alternative: report.issuer, children: [] };
  const parts = [...letterhead.elements, ...[...preface, ...sections].map(({ element }) => element), seal];
  return {
    root: { role: 'Document', language: report.language, children: parts },
    rows: [...letterhead.rows, ...[...preface, ...sections].flatMap(({ rows }) => rows)],
    seal,
    bookmarks: headings.flatMap(({ text: title }, index) => {
      const heading = sections[index]?.element.children[0];
      return heading && title.trim() !== '' ? [{ title, heading }] : [];
    }),
  };
}

/** A name that cannot be shown as it is written must not pass unnoticed. */
function lacking({ title, issuer, status, preface, footer, sections, labels }: Report): readonly Block[] {
  const shown = textsIn([title, issuer, status, preface, footer, sections]);
  return shown.every(isSettable) ? [] : [{ kind: 'note', text: labels.unsettable }];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

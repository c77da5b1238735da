import type { Report } from '../../domain/reports/model.ts';
import type { Furniture, PlacedLine } from './paint.ts';
import { settable, widthOf, wrapAtMost } from './text.ts';
import { MEASURE, PAGE, STYLE } from './theme.ts';

const FOOT_TOP = PAGE.height - PAGE.bottom + 18;
const FOOT_WIDTH = MEASURE - 90;

/** Running head from the second page on, and the footer: who generated it for whom, which report, which page. */
export function furnitureOf(report: Report, pages: number): readonly Furniture[] {
  const foot = wrapAtMost(report.footer, STYLE.footer, [FOOT_WIDTH, 2]);
  const left = [...foot, report.id].map((text, index) => footLine(text, 0, index));
  const head = [footLineAt(`${report.title} · ${report.caseNumber}`, PAGE.top - 28)];
  return Array.from({ length: pages }, (_, page) => ({
    rule: FOOT_TOP - 6,
    lines: [...(page === 0 ? [] : head), ...left, pageNumber(report, page + 1, pages)],
  }));
}

function pageNumber(report: Report, page: number, pages: number): PlacedLine {
  const text = report.pageNumber.replace('{page}', String(page)).replace('{pages}', String(pages));
  return footLine(text, MEASURE - widthOf(text, STYLE.footer), 0);
}

function footLine(text: string, x: number, index: number): PlacedLine {
  return {
    line: { text: settable(text), x, gap: 0, style: STYLE.footer },
    top: FOOT_TOP + index * STYLE.footer.leading,
  };
}

function footLineAt(text: string, top: number): PlacedLine {
  const [line = ''] = wrapAtMost(text, STYLE.footer, [MEASURE, 1]);
  return { line: { text: line, x: 0, gap: 0, style: STYLE.footer }, top };
}

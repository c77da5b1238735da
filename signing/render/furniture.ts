import type { Report } from '../../domain/reports/model.ts';
import type { Furniture, PlacedLine } from './paint.ts';
import { settable, widthOf, wrapAtMost } from './text.ts';
import { MEASURE, PAGE, STYLE } from './theme.ts';
import type { Style } from './theme.ts';

const FOOT_TOP = PAGE.height - PAGE.bottom + 18;
const FOOT_WIDTH = MEASURE - 90;
const BAND = 22;

/** Running head from the second page on, and the footer: who generated it for whom, which report, which page. */
export function furnitureOf(report: Report, pages: number): readonly Furniture[] {
  const foot = wrapAtMost(report.footer, STYLE.footer, [FOOT_WIDTH, 2]);
  const left = [...foot, report.id].map((text, index) => footLine(text, 0, index));
  const title = oneLine(`${report.title.text} · ${report.caseNumber}`, STYLE.footer);
  const head = { ...title, top: PAGE.top - 28 };
  const band = bandOf(report);
  return Array.from({ length: pages }, (_, page) => ({
    rule: FOOT_TOP - 6,
    ...(band.length > 0 && page > 0 ? { band: BAND } : {}),
    lines: [...(page === 0 ? [] : [...band, head]), ...left, pageNumber(report, page + 1, pages)],
  }));
}

/** What nobody must overlook stands on a band along the upper edge of every sheet; on the first the letterhead says it. */
function bandOf({ mark }: Report): readonly PlacedLine[] {
  if (mark === undefined) return [];
  const placed = oneLine(mark.text, STYLE.alert);
  const x = (MEASURE - widthOf(placed.line.text, STYLE.alert)) / 2;
  return [{ line: { ...placed.line, x }, top: (BAND - STYLE.alert.leading) / 2 }];
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

function oneLine(text: string, style: Style): PlacedLine {
  const [line = ''] = wrapAtMost(text, style, [MEASURE, 1]);
  return { line: { text: line, x: 0, gap: 0, style }, top: 0 };
}

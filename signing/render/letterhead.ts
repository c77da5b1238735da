import type { Report } from '../../domain/reports/model.ts';
import type { Element } from '../pdf/structure.ts';
import { enclose, linesOf } from './flow.ts';
import type { Laid, LaidRow, Row } from './flow.ts';
import { COLOUR, MEASURE, STYLE } from './theme.ts';
import type { Style } from './theme.ts';

/** Who issues it, what it is, and of which case: the head of the first page. */
export function layLetterhead(report: Report): {
  readonly elements: readonly Element[];
  readonly rows: readonly Row[];
} {
  const issuer = layLine('P', report.issuer, STYLE.issuer);
  const title = layLine('H1', report.title, STYLE.title);
  const particulars = layParticulars(report);
  return {
    elements: [issuer.element, title.element, particulars.element],
    rows: [
      { ...issuer.row, rule: COLOUR.accent, padding: 3 },
      { ...title.row, above: 14 },
      ...particulars.rows,
    ],
  };
}

function layLine(role: 'P' | 'H1', text: string, style: Style): LaidRow {
  const element: Element = { role, children: [] };
  const cells = [linesOf(element, text, { x: 0, width: MEASURE, style })];
  return { element, row: { cells, above: 0, padding: 0, keepsWithNext: true } };
}

const INSET = 10;

/** Case, version, status and report number side by side: a table with one row under its heads. */
function layParticulars({ labels, caseNumber, caseVersion, status, id }: Report): Laid {
  const heads = layCells('TH', [labels.caseNumber, labels.caseVersion, labels.status, labels.report]);
  const values = layCells('TD', [caseNumber, String(caseVersion), status, id]);
  return { element: enclose('Table', [heads, values]), rows: [{ ...heads.row, above: 10 }, values.row] };
}

/** Shares of the four columns in the width. */
const SHARES = [0.27, 0.11, 0.31, 0.31];

function layCells(role: 'TH' | 'TD', texts: readonly string[]): LaidRow {
  const style = role === 'TH' ? STYLE.particular : STYLE.strong;
  const width = MEASURE - 2 * INSET;
  const cells = texts.map((text, index) => {
    const element: Element = { role, ...(role === 'TH' ? { scope: 'Column' } : {}), children: [] };
    const x = INSET + width * SHARES.slice(0, index).reduce((sum, share) => sum + share, 0);
    const place = { x, width: width * (SHARES[index] ?? 0) - 10, style };
    return { element, lines: linesOf(element, text, place) };
  });
  const lines = cells.map((cell) => cell.lines);
  const row: Row = { cells: lines, above: 0, padding: 3, fill: COLOUR.tint, keepsWithNext: true };
  return { element: enclose('TR', cells), row };
}

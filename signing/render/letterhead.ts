import type { Run } from '../../domain/kernel/language.ts';
import type { Report } from '../../domain/reports/model.ts';
import type { Element } from '../pdf/structure.ts';
import { elementOf, enclose, linesOf } from './flow.ts';
import type { Laid, LaidRow, Row } from './flow.ts';
import { COLOUR, MEASURE, STYLE } from './theme.ts';
import type { Style } from './theme.ts';

/** Who issues it, what it is, and of which case: the head of the first page. */
export function layLetterhead(report: Report): {
  readonly elements: readonly Element[];
  readonly rows: readonly Row[];
} {
  const issuer = layLine('P', { text: report.issuer, language: report.language }, STYLE.issuer);
  const title = layLine('H1', report.title, STYLE.title);
  const mark = report.mark ? [layLine('P', report.mark, STYLE.warning)] : [];
  const particulars = layParticulars(report);
  return {
    elements: [issuer, title, ...mark, particulars].map(({ element }) => element),
    rows: [
      { ...issuer.row, rule: COLOUR.accent, padding: 3 },
      { ...title.row, above: 14 },
      ...mark.map(({ row }) => row),
      ...particulars.rows,
    ],
  };
}

function layLine(role: 'P' | 'H1', run: Run, style: Style): LaidRow {
  const element = elementOf(role, run);
  const cells = [linesOf(element, run.text, { x: 0, width: MEASURE, style })];
  return { element, row: { cells, above: 0, padding: 0, keepsWithNext: true } };
}

const INSET = 10;

/** Case, version, status and report number side by side: a table with one row under its heads. */
function layParticulars({ labels, caseNumber, caseVersion, status, id, language }: Report): Laid {
  const plain = (text: string): Run => ({ text, language });
  const heads = layCells('TH', [labels.caseNumber, labels.caseVersion, labels.status, labels.report]);
  const values = layCells('TD', [plain(caseNumber), plain(String(caseVersion)), status, plain(id)]);
  return {
    element: enclose('Table', [heads, values]),
    rows: [
      { ...heads.row, above: 10 },
      { ...values.row, keepsWithNext: false },
    ],
  };
}

/** Shares of the four columns in the width; a case number has one line, whatever its letters. */
const SHARES = [0.33, 0.11, 0.225, 0.335];

function layCells(role: 'TH' | 'TD', runs: readonly Run[]): LaidRow {
  const width = MEASURE - 2 * INSET;
  const cells = runs.map((run, index) => {
    const element = role === 'TH' ? elementOf(role, run, 'Column') : elementOf(role, run);
    const x = INSET + width * SHARES.slice(0, index).reduce((sum, share) => sum + share, 0);
    const place = { x, width: width * (SHARES[index] ?? 0) - 8, style: styleOf(role, index) };
    return { element, lines: linesOf(element, run.text, place) };
  });
  const lines = cells.map((cell) => cell.lines);
  const row: Row = { cells: lines, above: 0, padding: 3, fill: COLOUR.tint, keepsWithNext: true };
  return { element: enclose('TR', cells), row };
}

/** The report's number is long and stands last, in letters that keep it on one line. */
function styleOf(role: 'TH' | 'TD', index: number): Style {
  if (role === 'TH') return STYLE.particular;
  return index === SHARES.length - 1 ? STYLE.digest : STYLE.strong;
}

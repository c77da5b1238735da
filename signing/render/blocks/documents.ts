import type { Run } from '../../../domain/kernel/language.ts';
import type { Block } from '../../../domain/reports/model.ts';
import type { Element } from '../../pdf/structure.ts';
import { enclose, linesOf } from '../flow.ts';
import type { Laid, LaidRow, Line, Row } from '../flow.ts';
import { widthOf } from '../text.ts';
import { COLOUR, MEASURE, STYLE } from '../theme.ts';
import type { Style } from '../theme.ts';

type Documents = Extract<Block, { readonly kind: 'documents' }>;
type Column = { readonly x: number; readonly width: number };

const INSET = 4;
const GUTTER = 12;
/** A digest stands in two rows of 32 digits, so a cell never asks for more than about that width. */
const WIDEST = 165;

/** A table of any columns, each as wide as its contents ask for while there is room. */
export function layDocuments(block: Documents): Laid {
  const columns = columnsOf(block);
  if (columns.length === 0) return { element: enclose('Table', []), rows: [] };
  const head = layRow(
    columns.map((_, index) => headCell(block.columns[index] ?? '')),
    columns,
    STYLE.column,
  );
  const headRow: Row = { ...head.row, above: 4, fill: COLOUR.tint, keepsWithNext: true };
  const rows = block.rows.map((cells) =>
    layRow(
      columns.map((_, index) => bodyCell(cells[index])),
      columns,
      STYLE.small,
    ),
  );
  return {
    element: enclose('Table', [head, ...rows]),
    rows: [headRow, ...rows.map(({ row }) => ({ ...row, rule: COLOUR.line, head: headRow }))],
  };
}

type Cell = { readonly element: Element; readonly text: string };

function headCell(text: string): Cell {
  return { text, element: { role: 'TH', scope: 'Column', children: [] } };
}

/** A row with too few cells is filled up: every row of a table has the same number (ISO 14289-1, 7.5). */
function bodyCell(run: Run | undefined): Cell {
  if (run === undefined) return { text: '', element: { role: 'TD', children: [] } };
  return { text: run.text, element: { role: 'TD', language: run.language, children: [] } };
}

function layRow(cells: readonly Cell[], columns: readonly Column[], style: Style): LaidRow {
  const lines = columns.map((column, index): readonly Line[] => {
    const cell = cells[index];
    return cell ? linesOf(cell.element, cell.text, { ...column, style }) : [];
  });
  return { element: enclose('TR', cells), row: { cells: lines, above: 0, padding: 4 } };
}

function columnsOf(block: Documents): readonly Column[] {
  const count = Math.max(block.columns.length, ...block.rows.map(({ length }) => length));
  const wishes = Array.from({ length: count }, (_, index) => {
    const cells = block.rows.map((row) => widthOf(row[index]?.text ?? '', STYLE.small));
    return Math.min(WIDEST, Math.max(widthOf(block.columns[index] ?? '', STYLE.column), ...cells) + 1);
  });
  const room = MEASURE - 2 * INSET - GUTTER * (wishes.length - 1);
  let x = INSET;
  return shared(wishes, room).map((width) => {
    const column = { x, width };
    x += width + GUTTER;
    return column;
  });
}

/** Narrow columns get their wish; the others share what is left evenly, and room to spare goes to all. */
function shared(wishes: readonly number[], room: number): readonly number[] {
  let left = room;
  let takers = wishes.length;
  const widths = new Map<number, number>();
  const byWish = [...wishes.entries()].sort(([, one], [, other]) => one - other);
  for (const [index, wish] of byWish) {
    const width = Math.min(wish, left / takers);
    widths.set(index, width);
    left -= width;
    takers--;
  }
  return wishes.map((_, index) => (widths.get(index) ?? 0) + left / wishes.length);
}

import { heightOf } from './flow.ts';
import type { Line, Row } from './flow.ts';
import { PAGE } from './theme.ts';

/** A row on its page, `top` measured from the page's upper edge; a repeated table head is no content, but an artifact. */
export type Placed = { readonly row: Row; readonly top: number; readonly artifact: boolean };
export type Page = readonly Placed[];

const BOTTOM = PAGE.height - PAGE.bottom;
/** Rows up to this height move to the next page whole; taller ones are divided between their lines. */
const TALLEST_WHOLE = 200;
/** A divided row begins only where at least this much of it can be shown. */
const SMALLEST_PART = 70;

type Cursor = { readonly pages: Placed[][]; top: number };

/** Distributes rows over pages: no heading at a page's foot, no row torn that can be kept, table heads repeated. */
export function paginate(rows: readonly Row[]): readonly Page[] {
  const cursor: Cursor = { pages: [[]], top: PAGE.top };
  for (const [index, row] of rows.entries()) {
    const full = cursor.top + aboveOf(cursor, row) + needed(rows, index) > BOTTOM;
    if (full && cursor.pages.at(-1)?.some((placed) => !placed.artifact)) turn(cursor, row.head);
    placeParts(cursor, row);
  }
  return cursor.pages;
}

/** Height without which the row must not begin: itself, or enough of it, and what it must not be parted from. */
function needed(rows: readonly Row[], index: number): number {
  const row = rows[index];
  if (row === undefined) return 0;
  const height = heightOf(row);
  if (row.keepsWithNext) return height + (rows[index + 1]?.above ?? 0) + needed(rows, index + 1);
  return height > TALLEST_WHOLE ? SMALLEST_PART : height;
}

function placeParts(cursor: Cursor, row: Row): void {
  let rest: Row | undefined = row;
  while (rest !== undefined) {
    const room: number = BOTTOM - cursor.top - aboveOf(cursor, rest);
    if (heightOf(rest) <= room) {
      place(cursor, rest, false);
      return;
    }
    const [part, remainder] = divide(rest, room);
    if (part) place(cursor, part, false);
    turn(cursor, row.head);
    rest = remainder;
  }
}

function place(cursor: Cursor, row: Row, artifact: boolean): void {
  const top = cursor.top + aboveOf(cursor, row);
  cursor.pages.at(-1)?.push({ row, top, artifact });
  cursor.top = top + heightOf(row);
}

function turn(cursor: Cursor, head: Row | undefined): void {
  cursor.pages.push([]);
  cursor.top = PAGE.top;
  if (head) place(cursor, head, true);
}

function aboveOf(cursor: Cursor, row: Row): number {
  return cursor.pages.at(-1)?.length === 0 ? 0 : row.above;
}

/** As many lines of each cell as fit into the height, and the others; a single line is never left behind. */
function divide(row: Row, height: number): readonly [Row | undefined, Row] {
  const counts = row.cells.map((lines) => fitting(lines, height - 2 * row.padding));
  if (counts.every((count) => count === 0)) return [undefined, { ...row, above: 0 }];
  const { rule: _, blank: __, ...open } = row;
  const part = { ...open, cells: row.cells.map((lines, cell) => lines.slice(0, counts[cell])) };
  const rest = { ...row, above: 0, cells: row.cells.map((lines, cell) => lines.slice(counts[cell])) };
  return [part, rest];
}

function fitting(lines: readonly Line[], height: number): number {
  let count = 0;
  let used = 0;
  for (const line of lines) {
    used += (count === 0 ? 0 : line.gap) + line.style.leading;
    if (used > height) break;
    count++;
  }
  return count > 2 && lines.length - count === 1 ? count - 1 : count;
}

import type { TimelineEntry } from '../../../domain/reports/model.ts';
import type { Element } from '../../pdf/structure.ts';
import { enclose, linesOf, paragraph } from '../flow.ts';
import type { Laid, LaidRow, Row } from '../flow.ts';
import { MEASURE, STYLE } from '../theme.ts';

const TIME_WIDTH = 142;
const SPINE = TIME_WIDTH + 12;
const TEXT = { x: SPINE + 14, width: MEASURE - SPINE - 14 };

/** What happened, in order: a list, the moment left of a line and the event right of it. */
export function layTimeline(entries: readonly TimelineEntry[]): Laid {
  const rows = entries.map(layEntry);
  return { element: enclose('L', rows), rows: rows.map(({ row }) => row) };
}

function layEntry(entry: TimelineEntry): LaidRow {
  const moment: Element = { role: 'P', children: [] };
  const at = linesOf(moment, entry.at, { x: 0, width: TIME_WIDTH, style: STYLE.label });
  const what = paragraph('P', entry.what, { ...TEXT, style: STYLE.strong });
  const who = paragraph('P', entry.who, { ...TEXT, style: STYLE.label });
  const body = enclose('LBody', [{ element: moment }, what, who]);
  const row: Row = { cells: [at, [...what.lines, ...who.lines]], above: 0, padding: 3, spine: SPINE };
  return { element: { role: 'LI', children: [body] }, row };
}

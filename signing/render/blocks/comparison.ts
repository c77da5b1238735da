import type { Block, ComparisonRow } from '../../../domain/reports/model.ts';
import { elementOf, enclose, linesOf } from '../flow.ts';
import type { Laid, LaidRow, Row } from '../flow.ts';
import { COLOUR, MEASURE, STYLE } from '../theme.ts';

type Comparison = Extract<Block, { readonly kind: 'comparison' }>;

const LABEL_WIDTH = 112;
const GUTTER = 14;

/** The same facts of several side by side: a table headed by columns and by rows. */
export function layComparison(block: Comparison): Laid {
  const head = layHead(block);
  const rows = block.rows.map((row) => layRow(row, block.columns.length));
  return {
    element: enclose('Table', [head, ...rows]),
    rows: [head.row, ...rows.map(({ row }) => ({ ...row, head: head.row }))],
  };
}

function columnAt(index: number, count: number) {
  const width = (MEASURE - LABEL_WIDTH) / Math.max(1, count) - GUTTER;
  return { x: LABEL_WIDTH + GUTTER + index * (width + GUTTER), width };
}

function layHead({ columns }: Comparison): LaidRow {
  const heads = columns.map((run, index) => {
    const element = elementOf('TH', run, 'Column');
    return {
      element,
      lines: linesOf(element, run.text, { ...columnAt(index, columns.length), style: STYLE.column }),
    };
  });
  const cells = heads.map(({ lines }) => lines);
  const row: Row = { cells, above: 4, padding: 4, fill: COLOUR.tint, keepsWithNext: true };
  const corner = { role: 'TD', children: [] } as const;
  return { element: { role: 'TR', children: [corner, ...heads.map(({ element }) => element)] }, row };
}

function layRow({ label, cells }: ComparisonRow, count: number): LaidRow {
  const head = elementOf('TH', label, 'Row');
  const values = cells.map((run, index) => {
    const element = elementOf('TD', run);
    return { element, lines: linesOf(element, run.text, { ...columnAt(index, count), style: STYLE.body }) };
  });
  const labelLines = linesOf(head, label.text, { x: 0, width: LABEL_WIDTH, style: STYLE.label });
  return {
    element: { role: 'TR', children: [head, ...values.map(({ element }) => element)] },
    row: {
      cells: [labelLines, ...values.map(({ lines }) => lines)],
      above: 0,
      padding: 2.5,
      rule: COLOUR.line,
    },
  };
}

import type { Run } from '../../../domain/kernel/language.ts';
import type { Block } from '../../../domain/reports/model.ts';
import { elementOf, enclose, linesOf, paragraph } from '../flow.ts';
import type { Laid, LaidRow } from '../flow.ts';
import { MEASURE, STYLE } from '../theme.ts';

type Form = Extract<Block, { readonly kind: 'form' }>;

const LABEL_WIDTH = 130;

/** A statement and below it lines to be filled in by hand, all on one page: nobody signs a sheet without the statement. */
export function layForm({ statement, blanks }: Form): Laid {
  const text = paragraph('P', statement, { x: 0, width: MEASURE, style: STYLE.body });
  const lines = blanks.map((run, index) => layBlank(run, index < blanks.length - 1));
  return {
    element: enclose('Sect', [text, ...lines]),
    rows: [
      { cells: [text.lines], above: 4, padding: 2, keepsWithNext: true },
      ...lines.map(({ row }) => row),
    ],
  };
}

function layBlank(label: Run, keepsWithNext: boolean): LaidRow {
  const element = elementOf('P', label);
  const lines = linesOf(element, label.text, { x: 0, width: LABEL_WIDTH, style: STYLE.label });
  const blank = { x: LABEL_WIDTH + 10, width: MEASURE - LABEL_WIDTH - 10 };
  return { element, row: { cells: [lines], above: 22, padding: 1, blank, keepsWithNext } };
}

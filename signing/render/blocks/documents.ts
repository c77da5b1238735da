import type { Block, DocumentRow } from '../../../domain/reports/model.ts';
import { elementOf, enclose, linesOf, paragraph } from '../flow.ts';
import type { Laid, LaidRow, Paragraph, Row } from '../flow.ts';
import { COLOUR, MEASURE, STYLE } from '../theme.ts';
import { layComment } from './comments.ts';

type Documents = Extract<Block, { readonly kind: 'documents' }>;

const INSET = 4;
const GUTTER = 14;
/** A digest of 64 digits stands in one row of the first column. */
const WIDTHS = [283, 92, 70];
const COLUMNS = WIDTHS.map((width, index) => ({
  x: INSET + WIDTHS.slice(0, index).reduce((sum, before) => sum + before + GUTTER, 0),
  width: Math.min(width, MEASURE),
}));
const [FIRST = { x: INSET, width: MEASURE }, ...OTHERS] = COLUMNS;

/** What each document is called and says of itself, its digest, its type and who added it. */
export function layDocuments(block: Documents): Laid {
  const head = layHead(block);
  const rows = block.rows.map((row) => layDocument(row, head.row));
  return { element: enclose('Table', [head, ...rows]), rows: [head.row, ...rows.map(({ row }) => row)] };
}

function layHead({ columns }: Documents): LaidRow {
  const cells = columns.map((run, index) => {
    const element = elementOf('TH', run, 'Column');
    return {
      element,
      lines: linesOf(element, run.text, { ...(COLUMNS[index] ?? FIRST), style: STYLE.column }),
    };
  });
  const lines = cells.map((cell) => cell.lines);
  const row: Row = { cells: lines, above: 4, padding: 4, fill: COLOUR.tint, keepsWithNext: true };
  return { element: enclose('TR', cells), row };
}

function layDocument(document: DocumentRow, head: Row): LaidRow {
  const named = namedParts(document);
  const others = [document.type, document.addedBy].map((run, index) => {
    const element = elementOf('TD', run);
    return {
      element,
      lines: linesOf(element, run.text, { ...(OTHERS[index] ?? FIRST), style: STYLE.small }),
    };
  });
  const cells = [named.flatMap(({ lines }) => lines), ...others.map(({ lines }) => lines)];
  return {
    element: enclose('TR', [{ element: enclose('TD', named) }, ...others]),
    row: { cells, above: 0, padding: 5, rule: COLOUR.line, head },
  };
}

function namedParts({ name, description, digest }: DocumentRow): readonly Paragraph[] {
  const label = digest && paragraph('P', digest.label, { ...FIRST, style: STYLE.particular });
  const value =
    digest &&
    paragraph(
      'P',
      { text: digest.value, language: digest.label.language },
      { ...FIRST, style: STYLE.digest },
    );
  return [
    paragraph('P', name, { ...FIRST, style: STYLE.strong }),
    ...(description ? layComment(description, FIRST) : []),
    ...(label ? [apart(label)] : []),
    ...(value ? [value] : []),
  ];
}

function apart({ element, lines }: Paragraph): Paragraph {
  return { element, lines: lines.map((line, index) => (index === 0 ? { ...line, gap: 4 } : line)) };
}

import type { Run } from '../../../domain/kernel/language.ts';
import type { Block } from '../../../domain/reports/model.ts';
import { elementOf, enclose, linesOf, paragraph } from '../flow.ts';
import type { Laid, LaidRow, Row } from '../flow.ts';
import { widthOf } from '../text.ts';
import { COLOUR, MEASURE, STYLE } from '../theme.ts';

type FreeText = Extract<Block, { readonly kind: 'text' }>;

/** A text under its own heading, the mark of its language beside the heading. */
export function layFreeText(block: FreeText): Laid {
  const heading = elementOf('H3', block.label);
  const mark = elementOf('P', block.languageMark);
  const markWidth = widthOf(block.languageMark.text, STYLE.mark) + 8;
  const label = linesOf(heading, block.label.text, {
    x: 0,
    width: MEASURE - markWidth,
    style: STYLE.subheading,
  });
  const markX = widthOf(label[0]?.text ?? '', STYLE.subheading) + 10;
  const boxed = linesOf(mark, block.languageMark.text, { x: markX, width: markWidth, style: markStyle() });
  const head: Row = {
    cells: [label, boxed.map((line) => ({ ...line, boxed: true }))],
    above: 6,
    padding: 2,
    keepsWithNext: true,
  };
  const byline = block.byline ? [layByline(block.byline)] : [];
  const paragraphs = paragraphsOf(block.text).map((run) => layParagraph(run));
  return {
    element: enclose('Sect', [{ element: heading }, { element: mark }, ...byline, ...paragraphs]),
    rows: [head, ...byline.map(({ row }) => row), ...paragraphs.flatMap(({ rows }) => rows)],
  };
}

/** A note is a paragraph on tinted ground. */
export function layNote(text: Run): Laid {
  const { element, lines } = paragraph('P', text, { x: 10, width: MEASURE - 20, style: STYLE.small });
  return {
    element,
    rows: [{ cells: [lines.map((line) => ({ ...line, bar: 0 }))], above: 6, padding: 5, fill: COLOUR.tint }],
  };
}

function layByline(run: Run): LaidRow {
  const { element, lines } = paragraph('P', run, { x: 0, width: MEASURE, style: STYLE.particular });
  return { element, row: { cells: [lines], above: 0, padding: 0, keepsWithNext: true } };
}

function layParagraph(run: Run): Laid {
  const { element, lines } = paragraph('P', run, { x: 0, width: MEASURE, style: STYLE.body });
  return { element, rows: [{ cells: [lines], above: 2, padding: 1 }] };
}

function paragraphsOf(run: Run): readonly Run[] {
  return run.text
    .split(/\n+/)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ ...run, text }));
}

/** The mark's line is as high as the heading's, so that both stand on one level. */
function markStyle() {
  return { ...STYLE.mark, leading: STYLE.subheading.leading };
}

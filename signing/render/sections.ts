import type { Run } from '../../domain/kernel/language.ts';
import type { Block, Section } from '../../domain/reports/model.ts';
import { layComparison } from './blocks/comparison.ts';
import { layDocuments } from './blocks/documents.ts';
import { layFacts } from './blocks/facts.ts';
import { layForm } from './blocks/form.ts';
import { layFreeText, layNote } from './blocks/free-text.ts';
import { layQuestions } from './blocks/questions.ts';
import { layTimeline } from './blocks/timeline.ts';
import { elementOf, enclose, linesOf } from './flow.ts';
import type { Laid, LaidRow, Row } from './flow.ts';
import { COLOUR, MEASURE, STYLE } from './theme.ts';

/** A section with its heading. */
export function laySection(section: Section): Laid {
  const heading = layHeading(section.heading);
  const blocks = section.blocks.map(layBlock).filter(({ rows }) => rows.length > 0);
  return {
    element: enclose('Sect', [heading, ...blocks]),
    rows: [
      heading.row,
      ...blocks.flatMap(({ rows }) => rows.map(firstApart)).map((row) => under(row, heading)),
    ],
  };
}

/** What goes on over the page goes on under its heading: that of its table, else that of its section. */
function under(row: Row, heading: LaidRow): Row {
  return { head: heading.row, ...row };
}

/** A heading never stands alone at the foot of a page. */
export function layHeading(heading: Run): LaidRow {
  const element = elementOf('H2', heading);
  const row: Row = {
    cells: [linesOf(element, heading.text, { x: 0, width: MEASURE, style: STYLE.heading })],
    above: 18,
    padding: 2,
    rule: COLOUR.accent,
    keepsWithNext: true,
  };
  return { element, row };
}

export function layBlock(block: Block): Laid {
  switch (block.kind) {
    case 'facts':
      return layFacts(block.facts);
    case 'comparison':
      return layComparison(block);
    case 'questions':
      return layQuestions(block);
    case 'timeline':
      return layTimeline(block.entries);
    case 'documents':
      return layDocuments(block);
    case 'text':
      return layFreeText(block);
    case 'note':
      return layNote(block.text);
    case 'form':
      return layForm(block);
  }
}

function firstApart(row: Row, index: number): Row {
  return index === 0 ? { ...row, above: Math.max(row.above, 4) } : row;
}

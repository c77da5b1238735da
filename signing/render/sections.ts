import type { Block, Report, Section } from '../../domain/reports/model.ts';
import type { Element } from '../pdf/structure.ts';
import { layDocuments } from './blocks/documents.ts';
import { layFacts } from './blocks/facts.ts';
import { layFreeText, layNote } from './blocks/free-text.ts';
import { layQuestions } from './blocks/questions.ts';
import { layTimeline } from './blocks/timeline.ts';
import { enclose, linesOf } from './flow.ts';
import type { Laid, Row } from './flow.ts';
import { COLOUR, MEASURE, STYLE } from './theme.ts';

/** A section with its heading; the heading never stands alone at the foot of a page. */
export function laySection(section: Section): Laid {
  const heading: Element = { role: 'H2', children: [] };
  const blocks = section.blocks.map(layBlock).filter(({ rows }) => rows.length > 0);
  const head: Row = {
    cells: [linesOf(heading, section.heading, { x: 0, width: MEASURE, style: STYLE.heading })],
    above: 18,
    padding: 2,
    rule: COLOUR.accent,
    keepsWithNext: true,
  };
  return {
    element: enclose('Sect', [{ element: heading }, ...blocks]),
    rows: [head, ...blocks.flatMap(({ rows }) => rows.map(firstApart))],
  };
}

/** The head of the chain of evidence closes the report: whoever holds it can find the case's history again. */
export function layEvidence({ evidence, language }: Report): Laid {
  const { element, rows } = layFacts([{ label: evidence.label, value: { text: evidence.value, language } }]);
  return { element, rows: rows.map((row) => ({ ...row, above: 22 })) };
}

function layBlock(block: Block): Laid {
  switch (block.kind) {
    case 'facts':
      return layFacts(block.facts);
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
  }
}

function firstApart(row: Row, index: number): Row {
  return index === 0 ? { ...row, above: Math.max(row.above, 4) } : row;
}

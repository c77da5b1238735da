import type { Fact, Report } from '../../domain/reports/model.ts';
import { layCode } from './code.ts';
import { elementOf, enclose, linesOf, paragraph } from './flow.ts';
import type { Laid, Paragraph, Row } from './flow.ts';
import { layHeading } from './sections.ts';
import { MEASURE, STYLE } from './theme.ts';

const SIDE = 104;
const TEXT_WIDTH = MEASURE - SIDE - 14;

/** By what the report can be checked, beside a code that leads there. Whoever holds it can find the case's history again. */
export function layEvidence({ evidence }: Report): Laid {
  const heading = layHeading(evidence.heading);
  const facts = evidence.facts.flatMap(layFact);
  const place = { x: 0, width: MEASURE, style: STYLE.small };
  const instructions = evidence.instructions.map((run) => paragraph('P', run, place));
  const figure = layCode(evidence.code, { x: MEASURE - SIDE, side: SIDE });
  const beside: Row = {
    cells: [facts.flatMap(({ lines }) => lines)],
    above: 6,
    padding: 0,
    figure,
    keepsWithNext: true,
  };
  const rows = instructions.map(({ lines }, index) => ({
    cells: [lines],
    above: 4,
    padding: 0,
    keepsWithNext: index < instructions.length - 1,
  }));
  return {
    element: enclose('Sect', [heading, ...facts, figure, ...instructions]),
    rows: [heading.row, beside, ...rows],
  };
}

function layFact({ label, value }: Fact, index: number): readonly Paragraph[] {
  const head = elementOf('P', label);
  const text = elementOf('P', value);
  const at = { x: 0, width: TEXT_WIDTH };
  const heads = linesOf(head, label.text, { ...at, style: STYLE.particular });
  const gap = index === 0 ? 0 : 4;
  return [
    { element: head, lines: heads.map((line, row) => (row === 0 ? { ...line, gap } : line)) },
    { element: text, lines: linesOf(text, value.text, { ...at, style: STYLE.small }) },
  ];
}

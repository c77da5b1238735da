import type { Fact } from '../../../domain/reports/model.ts';
import { elementOf, enclose, linesOf } from '../flow.ts';
import type { Laid, LaidRow, Row } from '../flow.ts';
import { COLOUR, MEASURE, STYLE } from '../theme.ts';

const LABEL_WIDTH = 152;
const VALUE_X = LABEL_WIDTH + 14;

/** Labels and values in two aligned columns: a table whose rows are headed by their labels. */
export function layFacts(facts: readonly Fact[]): Laid {
  const rows = facts.map(layFact);
  return { element: enclose('Table', rows), rows: rows.map(({ row }) => row) };
}

function layFact(fact: Fact): LaidRow {
  const label = elementOf('TH', fact.label, 'Row');
  const value = elementOf('TD', fact.value);
  const row: Row = {
    cells: [
      linesOf(label, fact.label.text, { x: 0, width: LABEL_WIDTH, style: STYLE.label }),
      linesOf(value, fact.value.text, { x: VALUE_X, width: MEASURE - VALUE_X, style: STYLE.body }),
    ],
    above: 0,
    padding: 2.5,
    rule: COLOUR.line,
  };
  return { element: { role: 'TR', children: [label, value] }, row };
}

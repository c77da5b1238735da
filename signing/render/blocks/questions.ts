import type { Run } from '../../../domain/kernel/language.ts';
import type { Block, QuestionRow } from '../../../domain/reports/model.ts';
import type { Element } from '../../pdf/structure.ts';
import { elementOf, enclose, linesOf, paragraph } from '../flow.ts';
import type { Laid, LaidRow, Paragraph, Row } from '../flow.ts';
import { COLOUR, MEASURE, STYLE } from '../theme.ts';
import { layComment } from './comments.ts';

type Questions = Extract<Block, { readonly kind: 'questions' }>;

const NUMBER_WIDTH = 26;
const GUTTER = 16;
const WIDTH = (MEASURE - NUMBER_WIDTH - GUTTER) / 2;
const QUESTION = { x: NUMBER_WIDTH, width: WIDTH };
const ANSWER = { x: NUMBER_WIDTH + WIDTH + GUTTER, width: WIDTH };
/** Of a question where no answers are shown. */
const ALONE = { x: NUMBER_WIDTH, width: MEASURE - NUMBER_WIDTH };

type Column = { readonly x: number; readonly width: number };

/** Questions left, answers right; each row keeps both side by side, the head returns on every page. */
export function layQuestions(block: Questions): Laid {
  const columns = block.columns.length === 1 ? [ALONE] : [QUESTION, ANSWER];
  const head = layHead(block.columns, columns);
  const rows = block.rows.map((row) => layQuestion(row, columns, head.row));
  const table = { element: enclose('Table', [head, ...rows]) };
  const heading = block.heading ? [layCategory(block.heading)] : [];
  return {
    element: heading.length > 0 ? enclose('Sect', [...heading, table]) : table.element,
    rows: [...heading.map(({ row }) => row), head.row, ...rows.map(({ row }) => row)],
  };
}

function layCategory(heading: Run): LaidRow {
  const element = elementOf('H3', heading);
  const cells = [linesOf(element, heading.text, { x: 0, width: MEASURE, style: STYLE.subheading })];
  return { element, row: { cells, above: 10, padding: 1, keepsWithNext: true } };
}

function layHead(runs: readonly Run[], columns: readonly Column[]): LaidRow {
  const heads = columns.map((column, index) => {
    const run = runs[index] ?? { text: '', language: 'en' };
    const element = elementOf('TH', run, 'Column');
    return { element, lines: linesOf(element, run.text, { ...column, style: STYLE.column }) };
  });
  const cells = heads.map(({ lines }) => lines);
  const row: Row = { cells, above: 3, padding: 4, fill: COLOUR.tint, keepsWithNext: true };
  return { element: enclose('TR', heads), row };
}

function layQuestion(question: QuestionRow, [asking, answering]: readonly Column[], head: Row): LaidRow {
  const number = plainParagraph(question.number, { x: 4, width: NUMBER_WIDTH - 4, style: STYLE.strong });
  const asked = askedParts(question, asking ?? ALONE);
  const answered = answering ? [answeredParts(question, answering)] : [];
  const cells = [number.lines, linesOfAll(asked), ...answered.map(linesOfAll)];
  const left = enclose('TD', [number, ...asked]);
  return {
    element: { role: 'TR', children: [left, ...answered.map((parts) => enclose('TD', parts))] },
    row: { cells, above: 0, padding: 6, rule: COLOUR.line, head },
  };
}

function askedParts(
  { question, about, questionComments }: QuestionRow,
  column: Column,
): readonly Paragraph[] {
  return [
    paragraph('P', question, { ...column, style: STYLE.body }),
    ...(about ? [paragraph('P', about, { ...column, style: STYLE.label })] : []),
    ...questionComments.flatMap((comment) => layComment(comment, column)),
  ];
}

/** A missing answer is said in words: an empty cell could be taken for a printing fault. */
function answeredParts(
  { answer, noAnswer, answerComments }: QuestionRow,
  column: Column,
): readonly Paragraph[] {
  const text = answer
    ? paragraph('P', answer, { ...column, style: STYLE.body })
    : paragraph('P', noAnswer, { ...column, style: STYLE.muted });
  return [text, ...answerComments.flatMap((comment) => layComment(comment, column))];
}

function plainParagraph(text: string, place: Parameters<typeof linesOf>[2]): Paragraph {
  const element: Element = { role: 'P', children: [] };
  return { element, lines: linesOf(element, text, place) };
}

function linesOfAll(paragraphs: readonly Paragraph[]) {
  return paragraphs.flatMap(({ lines }) => lines);
}

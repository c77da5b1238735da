import type { Block, QuestionRow } from '../../../domain/reports/model.ts';
import type { Element } from '../../pdf/structure.ts';
import { enclose, linesOf, paragraph } from '../flow.ts';
import type { Laid, LaidRow, Paragraph, Row } from '../flow.ts';
import { COLOUR, MEASURE, STYLE } from '../theme.ts';
import { layComment } from './comments.ts';

type Questions = Extract<Block, { readonly kind: 'questions' }>;

const NUMBER_WIDTH = 26;
const GUTTER = 16;
const WIDTH = (MEASURE - NUMBER_WIDTH - GUTTER) / 2;
const QUESTION = { x: NUMBER_WIDTH, width: WIDTH };
const ANSWER = { x: NUMBER_WIDTH + WIDTH + GUTTER, width: WIDTH };

/** Questions left, answers right; each row keeps both side by side, the head returns on every page. */
export function layQuestions(block: Questions): Laid {
  const head = layHead(block.columns);
  const rows = block.rows.map((row) => layQuestion(row, head.row));
  return { element: enclose('Table', [head, ...rows]), rows: [head.row, ...rows.map(({ row }) => row)] };
}

function layHead([question, answer]: readonly [string, string]): LaidRow {
  const left: Element = { role: 'TH', scope: 'Column', children: [] };
  const right: Element = { role: 'TH', scope: 'Column', children: [] };
  const cells = [
    linesOf(left, question, { ...QUESTION, style: STYLE.column }),
    linesOf(right, answer, { ...ANSWER, style: STYLE.column }),
  ];
  const row: Row = { cells, above: 4, padding: 4, fill: COLOUR.tint, keepsWithNext: true };
  return { element: { role: 'TR', children: [left, right] }, row };
}

function layQuestion(question: QuestionRow, head: Row): LaidRow {
  const number = plainParagraph(question.number, { x: 4, width: NUMBER_WIDTH - 4, style: STYLE.strong });
  const asked = askedParts(question);
  const answered = answeredParts(question);
  const cells = [number.lines, linesOfAll(asked), linesOfAll(answered)];
  return {
    element: { role: 'TR', children: [enclose('TD', [number, ...asked]), enclose('TD', answered)] },
    row: { cells, above: 0, padding: 6, rule: COLOUR.line, head },
  };
}

function askedParts(question: QuestionRow): readonly Paragraph[] {
  const text = paragraph('P', question.question, { ...QUESTION, style: STYLE.body });
  return [text, ...question.questionComments.flatMap((comment) => layComment(comment, QUESTION))];
}

/** A missing answer is said in words: an empty cell could be taken for a printing fault. */
function answeredParts({ answer, noAnswer, answerComments }: QuestionRow): readonly Paragraph[] {
  const text = answer
    ? paragraph('P', answer, { ...ANSWER, style: STYLE.body })
    : plainParagraph(noAnswer, { ...ANSWER, style: STYLE.muted });
  return [text, ...answerComments.flatMap((comment) => layComment(comment, ANSWER))];
}

function plainParagraph(text: string, place: Parameters<typeof linesOf>[2]): Paragraph {
  const element: Element = { role: 'P', children: [] };
  return { element, lines: linesOf(element, text, place) };
}

function linesOfAll(paragraphs: readonly Paragraph[]) {
  return paragraphs.flatMap(({ lines }) => lines);
}

import type { MarkedText } from '../../../domain/reports/model.ts';
import { elementOf, linesOf, paragraph } from '../flow.ts';
import type { Line, Paragraph } from '../flow.ts';
import { STYLE } from '../theme.ts';

const INDENT = 9;
const GAP = 5;

type Column = { readonly x: number; readonly width: number };

/** A free-text comment: the mark of its language, then the text, both beside a bar. */
export function layComment(comment: MarkedText, { x, width }: Column): readonly Paragraph[] {
  const mark = elementOf('P', comment.languageMark);
  const place = { x: x + INDENT, width: width - INDENT };
  const marks = linesOf(mark, comment.languageMark.text, { ...place, x: place.x + 3, style: STYLE.mark });
  const text = paragraph('P', comment.text, { ...place, style: STYLE.small });
  const [first, ...others] = [...marks.map((line) => ({ ...line, boxed: true })), ...text.lines];
  const lines: readonly Line[] = first ? [{ ...first, gap: GAP }, ...others] : [];
  const barred = lines.map((line) => ({ ...line, bar: x }));
  return [
    { element: mark, lines: barred.slice(0, marks.length) },
    { element: text.element, lines: barred.slice(marks.length) },
  ];
}

import type { Run } from '../../domain/kernel/language.ts';
import type { Element, Role } from '../pdf/structure.ts';
import type { Figure } from './code.ts';
import { wrap } from './text.ts';
import type { Colour, Style } from './theme.ts';

/** One line of text, placed sideways but not yet on a page. */
export type Line = {
  readonly text: string;
  readonly style: Style;
  /** Distance from the left margin. */
  readonly x: number;
  /** Blank space above, unless the line begins a page. */
  readonly gap: number;
  /** The element of the structure tree that the line's text belongs to. */
  readonly element: Element;
  /** Where a vertical bar beside the line stands: it binds a comment together. */
  readonly bar?: number;
  /** A tinted box behind the text: the mark of a language. */
  readonly boxed?: boolean;
};

/** Cells that stand side by side and, where possible, stay on one page. */
export type Row = {
  readonly cells: readonly (readonly Line[])[];
  /** Blank space above, unless the row begins a page. */
  readonly above: number;
  /** Space between the row's edges and its lines. */
  readonly padding: number;
  readonly fill?: Colour;
  /** Colour of the line below. */
  readonly rule?: Colour;
  /** Never the last of its page: a heading. */
  readonly keepsWithNext?: boolean;
  /** Shown again where the row begins a new page: the head of its table. */
  readonly head?: Row;
  /** Where a dot on a vertical line stands: the spine of a time line. */
  readonly spine?: number;
  /** Where a line to write on begins and ends, along the row's lower edge. */
  readonly blank?: { readonly x: number; readonly width: number };
  /** A drawing beside the lines; such a row is never divided. */
  readonly figure?: Figure;
};

/** What a block becomes: its place in the structure tree and its rows, in the same order. */
export type Laid = { readonly element: Element; readonly rows: readonly Row[] };

/** The same for what is one row. */
export type LaidRow = { readonly element: Element; readonly row: Row };

export type Place = { readonly x: number; readonly width: number; readonly style: Style };

export type Paragraph = { readonly element: Element; readonly lines: readonly Line[] };

export function paragraph(role: Role, run: Run, place: Place): Paragraph {
  const element: Element = { role, language: run.language, children: [] };
  return { element, lines: linesOf(element, run.text, place) };
}

export function linesOf(element: Element, text: string, { x, width, style }: Place): readonly Line[] {
  if (text === '') return [];
  return wrap(text, style, width).map((line) => ({ text: line, style, x, gap: 0, element }));
}

/** An element whose whole text is the run. */
export function elementOf(role: Role, { language }: Run, scope?: 'Row' | 'Column'): Element {
  return { role, language, ...(scope === undefined ? {} : { scope }), children: [] };
}

/** An element around the elements of the parts. */
export function enclose(role: Role, parts: readonly { readonly element: Element }[]): Element {
  return { role, children: parts.map(({ element }) => element) };
}

export function heightOf(row: Row): number {
  return 2 * row.padding + Math.max(row.figure?.side ?? 0, ...row.cells.map(linesHeight));
}

function linesHeight(lines: readonly Line[]): number {
  return lines.reduce((height, line, index) => height + (index === 0 ? 0 : line.gap) + line.style.leading, 0);
}

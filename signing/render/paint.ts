import type { FaceName } from '../fonts/face.ts';
import type { Element, Mark, Marks } from '../pdf/structure.ts';
import { writeNumber } from '../pdf/values.ts';
import type { Figure } from './code.ts';
import { heightOf } from './flow.ts';
import type { Line, Row } from './flow.ts';
import type { Page, Placed } from './paginate.ts';
import { widthOf } from './text.ts';
import { COLOUR, MEASURE, PAGE } from './theme.ts';
import type { Colour } from './theme.ts';

/** Resource names of the faces in every page's content. */
export const FONT_NAMES: Readonly<Record<FaceName, string>> = { regular: 'F1', strong: 'F2' };

/** The text as glyph numbers of the subset of that face. */
export type Encode = (faceName: FaceName, text: string) => string;

/** Lines that belong to a page and not to the document: running head and footer. */
export type Furniture = {
  readonly lines: readonly PlacedLine[];
  readonly rule?: number;
  /** Height of a coloured band along the upper edge of the sheet. */
  readonly band?: number;
};
export type PlacedLine = { readonly line: Omit<Line, 'element'>; readonly top: number };

type ElementLine = PlacedLine & { readonly line: Line };

export type Painted = { readonly contents: readonly Buffer[]; readonly marks: Marks };

/** Content streams of all pages, and what of the structure each of their marked contents shows. */
export function paint(pages: readonly Page[], furniture: readonly Furniture[], encode: Encode): Painted {
  const ofElement = new Map<Element, Mark[]>();
  const ofPage: Element[][] = [];
  const boxes = new Map<Element, readonly number[]>();
  const contents = pages.map((page, index) => {
    const elements: Element[] = [];
    ofPage.push(elements);
    function begin(element: Element, top: number): number {
      const number = elements.push(element) - 1;
      const marks = ofElement.get(element) ?? [];
      ofElement.set(element, [...marks, { page: index, number, top: PAGE.height - top }]);
      return number;
    }
    function draw(figure: Figure, top: number): string {
      boxes.set(figure.element, boxOf(figure, top));
      return `/Figure <</MCID ${begin(figure.element, top)}>> BDC\n${paintFigure(figure, top)}\nEMC`;
    }
    const rows = page.flatMap((placed) => {
      const { figure, padding } = placed.row;
      const text = paintRow(placed, begin, encode);
      return figure ? [text, draw(figure, placed.top + padding)] : [text];
    });
    return Buffer.from([...rows, paintFurniture(furniture[index], encode)].join('\n'), 'latin1');
  });
  return { contents, marks: { ofElement, ofPage, boxes } };
}

type Begin = (element: Element, top: number) => number;

function paintRow(placed: Placed, begin: Begin, encode: Encode): string {
  const lines = placed.row.cells.flatMap((cell) => stacked(cell, placed.top + placed.row.padding));
  const decoration = [...rowDecoration(placed.row, placed.top), ...lines.flatMap(lineDecoration)];
  const text = placed.artifact
    ? [artifact('Layout', paintLines(lines, encode))]
    : runsOfElements(lines).map((run) => paintRun(run, begin, encode));
  return [...(decoration.length > 0 ? [artifact('Layout', decoration.join('\n'))] : []), ...text].join('\n');
}

function boxOf({ x, side }: Figure, top: number): readonly number[] {
  const bottom = PAGE.height - top - side;
  return [PAGE.left + x, bottom, PAGE.left + x + side, bottom + side];
}

/** Bars overlap by a hair, or some viewers show seams between them. */
const SEAM = 0.05;

function paintFigure({ x, side, modules, bars }: Figure, top: number): string {
  const unit = side / modules;
  const drawn = bars.map((bar) =>
    [PAGE.left + x + bar.x * unit, PAGE.height - top - (bar.y + 1) * unit, bar.width * unit, unit + SEAM]
      .map(writeNumber)
      .join(' '),
  );
  return `${COLOUR.ink} rg\n${drawn.map((numbers) => `${numbers} re`).join('\n')}\nf`;
}

function stacked(cell: readonly Line[], start: number): readonly ElementLine[] {
  let top = start;
  return cell.map((line, index) => {
    if (index > 0) top += line.gap;
    const placed = { line, top };
    top += line.style.leading;
    return placed;
  });
}

/** Neighbouring lines of one element are one marked content. */
function runsOfElements(lines: readonly ElementLine[]): readonly (readonly ElementLine[])[] {
  const runs: ElementLine[][] = [];
  for (const placed of lines) {
    const run = runs.at(-1);
    if (run?.[0]?.line.element === placed.line.element) run.push(placed);
    else runs.push([placed]);
  }
  return runs;
}

function paintRun(run: readonly ElementLine[], begin: Begin, encode: Encode): string {
  const [first] = run;
  if (first === undefined) return '';
  const { element } = first.line;
  return `/${element.role} <</MCID ${begin(element, first.top)}>> BDC\n${paintLines(run, encode)}\nEMC`;
}

function paintLines(lines: readonly PlacedLine[], encode: Encode): string {
  const shown = lines.map(({ line, top }) => {
    const { style } = line;
    const font = `/${FONT_NAMES[style.face]} ${writeNumber(style.size)} Tf ${style.colour} rg`;
    const position = `1 0 0 1 ${writeNumber(PAGE.left + line.x)} ${writeNumber(baseline(line, top))} Tm`;
    return `${font} ${position} ${encode(style.face, line.text)} Tj`;
  });
  return `BT\n${shown.join('\n')}\nET`;
}

/** Capitals stand in the middle of the line's height. */
function baseline({ style }: PlacedLine['line'], top: number): number {
  return PAGE.height - top - (style.leading + 0.714 * style.size) / 2;
}

function rowDecoration(row: Row, top: number): readonly string[] {
  const height = heightOf(row);
  return [
    ...(row.fill ? [box({ x: 0, top, width: MEASURE, height }, row.fill)] : []),
    ...(row.rule ? [box({ x: 0, top: top + height - 0.6, width: MEASURE, height: 0.6 }, row.rule)] : []),
    ...(row.blank ? [box({ ...row.blank, top: top + height - 0.6, height: 0.6 }, COLOUR.ink)] : []),
    ...(row.spine === undefined ? [] : spine(row.spine, top, height)),
  ];
}

function spine(x: number, top: number, height: number): readonly string[] {
  const dot = { x: x - 2.25, top: top + 7.5, width: 4.5, height: 4.5 };
  return [box({ x: x - 0.4, top, width: 0.8, height }, COLOUR.line), box(dot, COLOUR.accent)];
}

function lineDecoration({ line, top }: ElementLine): readonly string[] {
  const { leading } = line.style;
  const width = widthOf(line.text.trimEnd(), line.style);
  return [
    ...(line.bar === undefined ? [] : [box({ x: line.bar, top, width: 1.5, height: leading }, COLOUR.bar)]),
    ...(line.boxed ? [box({ x: line.x - 3, top, width: width + 6, height: leading }, COLOUR.mark)] : []),
  ];
}

type Box = { readonly x: number; readonly top: number; readonly width: number; readonly height: number };

function box({ x, top, width, height }: Box, colour: Colour): string {
  const corner = [PAGE.left + x, PAGE.height - top - height, width, height].map(writeNumber).join(' ');
  return `${colour} rg ${corner} re f`;
}

/** What is no content is marked as such, so that no reading aloud stumbles over it (ISO 14289-1, 7.1). */
function artifact(type: string, operators: string): string {
  return `/Artifact <</Type /${type}>> BDC\n${operators}\nEMC`;
}

function paintFurniture(furniture: Furniture | undefined, encode: Encode): string {
  if (furniture === undefined) return '';
  const rule =
    furniture.rule === undefined
      ? ''
      : box({ x: 0, top: furniture.rule, width: MEASURE, height: 0.6 }, COLOUR.line);
  const { band } = furniture;
  const bar =
    band === undefined ? '' : box({ x: -PAGE.left, top: 0, width: PAGE.width, height: band }, COLOUR.alert);
  return artifact('Pagination', `${rule}\n${bar}\n${paintLines(furniture.lines, encode)}`);
}

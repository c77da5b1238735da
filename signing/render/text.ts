import { face } from '../fonts/face.ts';
import type { FaceName } from '../fonts/face.ts';
import type { Style } from './theme.ts';

/** Places where a line may end: after blanks, and after a dash or slash that a letter follows. */
const OPPORTUNITY = /(?<=[ \u2000-\u200a])(?=[^ \u2000-\u200a])|(?<=[-–—/])(?=\p{L})/u;
/** Where names of files and addresses are parted, if they do not fit otherwise. */
const JOINT = /(?<=[_.:@/&=?])/;
const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/g;
/** Soft hyphens, joiners, directional and other controls show nothing here and would hide text from a search. */
const INVISIBLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g; // oxlint-disable-line no-control-regex
const DIGEST = /^[0-9a-f]{32,}$/i;

/**
 * The text as it can be set: composed letters, our line ends, no controls. What the font lacks is named by its number in
 * Unicode, `[U+6F22]`, because PDF/A and PDF/UA forbid the missing glyph (ISO 19005-3, 6.2.11.8) and a reader must be able to
 * tell one name from another; the attached XML has the original.
 */
export function settable(text: string): string {
  return visible(text).replace(/[^\n -~]+/gu, (signs) => partsOf(signs).map(setPart).join(''));
}

/** Whether every letter of the text can be shown. */
export function isSettable(text: string): boolean {
  return Array.from(visible(text)).every((sign) => sign === '\n' || hasGlyph(sign));
}

function visible(text: string): string {
  return text.normalize('NFC').replace(LINE_END, '\n').replaceAll('\t', ' ').replace(INVISIBLE, '');
}

function hasGlyph(sign: string): boolean {
  return sign.length === 1 && face('regular').glyphOf(sign.charCodeAt(0)) !== 0;
}

type Part = { readonly signs: readonly string[]; readonly isKnown: boolean };

/** Signs next to one another that the font has, or lacks. */
function partsOf(signs: string): readonly Part[] {
  const parts: { signs: string[]; isKnown: boolean }[] = [];
  for (const sign of signs) {
    const isKnown = hasGlyph(sign);
    const last = parts.at(-1);
    if (last?.isKnown === isKnown) last.signs.push(sign);
    else parts.push({ signs: [sign], isKnown });
  }
  return parts;
}

function setPart({ signs, isKnown }: Part): string {
  return isKnown ? signs.join('') : `[${signs.map(unicodeNumber).join(' ')}]`;
}

function unicodeNumber(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export function widthOf(text: string, style: Style): number {
  const { advance } = face(style.face);
  let units = 0;
  for (let at = 0; at < text.length; at++) units += advance(text.charCodeAt(at));
  return (units * style.size) / 1000;
}

/** The text in lines of at most that width; a blank at a line's end stays, so that extracted words stay apart. */
export function wrap(text: string, style: Style, width: number): readonly string[] {
  return settable(text)
    .split('\n')
    .flatMap((paragraph) => fillLines(piecesOf(paragraph, style, width), style, width));
}

/** The first lines of a text, with an ellipsis where more would follow: for running heads, never for contents. */
export function wrapAtMost(text: string, style: Style, [width, most]: readonly [number, number]) {
  const lines = wrap(text, style, width);
  return lines
    .slice(0, most)
    .map((line, index) => (index === most - 1 && lines.length > most ? `${line.slice(0, -1)}…` : line));
}

function fillLines(pieces: readonly string[], style: Style, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of pieces) {
    if (line !== '' && used + widthOf(piece.trimEnd(), style) > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += piece;
    used += widthOf(piece, style);
  }
  return [...lines, line];
}

function piecesOf(paragraph: string, style: Style, width: number): readonly string[] {
  function whole(piece: string): boolean {
    return widthOf(piece.trimEnd(), style) <= width;
  }
  return paragraph
    .split(OPPORTUNITY)
    .flatMap((piece) => (whole(piece) ? [piece] : piece.split(JOINT)))
    .flatMap((piece) => (whole(piece) ? [piece] : broken(piece, style, width)));
}

/** A word wider than the line, cut where it must be; a digest in groups of eight digits, so that rows align. */
function broken(word: string, style: Style, width: number): readonly string[] {
  if (DIGEST.test(word)) return groups(word, digestRow(style.face, width / style.size));
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const sign of word) {
    const advance = widthOf(sign, style);
    if (part !== '' && used + advance > width) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += sign;
    used += advance;
  }
  return [...parts, part];
}

/** How many hexadecimal digits fit into a row whatever they are, rounded down to a divisor of 64. */
function digestRow(faceName: FaceName, ems: number): number {
  const widest = Math.max(
    ...Array.from('0123456789abcdef', (sign) => face(faceName).advance(sign.charCodeAt(0))),
  );
  const fitting = Math.floor((ems * 1000) / widest);
  return [64, 32, 16, 8].find((length) => length <= fitting) ?? 4;
}

function groups(word: string, length: number): readonly string[] {
  return word.match(new RegExp(`.{1,${length}}`, 'g')) ?? [word];
}

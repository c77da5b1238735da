import { signingFault } from '../fault.ts';
import type { PdfValue } from './values.ts';

/** What was read, and where the text goes on after it. */
export type Parsed = { readonly value: PdfValue; readonly end: number };

const BLANK = /(?:[\0\t\n\f\r ]|%[^\r\n]*)*/y;
const REFERENCE = /\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R(?![A-Za-z])/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y;
const NAME = /\/[^\0\t\n\f\r ()<>[\]{}/%]*/y;
const HEX = /<[0-9A-Fa-f\0\t\n\f\r ]*>/y;
/** By their first sign; a reference begins with a digit. */
const TOKENS: Readonly<Record<string, RegExp>> = { '/': NAME, '<': HEX };
const KEYWORD = /true|false|null/y;
const KEYWORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
/** Real files nest a handful of levels; a hostile one must not exhaust the stack. */
const DEEPEST = 64;

/** Reads one value of a PDF (ISO 32000-1, 7.3) and says where it ends; strings and names stay the tokens they were. */
export function parseValue(text: string, start: number, depth = 0): Parsed {
  if (depth > DEEPEST) throw signingFault('PDF_UNREADABLE', 'values nested too deeply');
  const at = skipBlank(text, start);
  if (text.startsWith('<<', at)) return parseDictionary(text, at + 2, depth);
  if (text[at] === '[') return parseArray(text, at + 1, depth);
  if (text[at] === '(') return parseLiteral(text, at);
  const pattern = TOKENS[text[at] ?? ''] ?? REFERENCE;
  const token = match(pattern, text, at);
  return token === undefined
    ? parseScalar(text, at)
    : { value: normalised(pattern, token), end: at + token.length };
}

export function skipBlank(text: string, at: number): number {
  return at + (match(BLANK, text, at) ?? '').length;
}

function parseScalar(text: string, at: number): Parsed {
  const number = match(NUMBER, text, at);
  if (number !== undefined) return { value: Number(number), end: at + number.length };
  const keyword = match(KEYWORD, text, at);
  if (keyword === undefined) throw signingFault('PDF_UNREADABLE', `no value at ${at}`);
  return { value: KEYWORDS[keyword] ?? null, end: at + keyword.length };
}

function parseDictionary(text: string, start: number, depth: number): Parsed {
  const dictionary: Record<string, PdfValue> = {};
  let at = skipBlank(text, start);
  while (!text.startsWith('>>', at)) {
    const key = match(NAME, text, at);
    if (key === undefined) throw signingFault('PDF_UNREADABLE', `no key at ${at}`);
    const { value, end } = parseValue(text, at + key.length, depth + 1);
    const entry = decodeName(key);
    // Of two equal keys every reader picks another one; and a prototype is no entry.
    if (Object.hasOwn(dictionary, entry) || entry === '__proto__') {
      throw signingFault('PDF_UNREADABLE', `key twice at ${at}`);
    }
    dictionary[entry] = value;
    at = skipBlank(text, end);
  }
  return { value: dictionary, end: at + 2 };
}

function parseArray(text: string, start: number, depth: number): Parsed {
  const items: PdfValue[] = [];
  let at = skipBlank(text, start);
  while (text[at] !== ']') {
    const { value, end } = parseValue(text, at, depth + 1);
    items.push(value);
    at = skipBlank(text, end);
  }
  return { value: items, end: at + 1 };
}

function parseLiteral(text: string, start: number): Parsed {
  let open = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') open++;
    else if (text[at] === ')' && --open === 0) return { value: text.slice(start, at + 1), end: at + 1 };
  }
  throw signingFault('PDF_UNREADABLE', `string not closed at ${start}`);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** `12  0\nR` is the same reference as `12 0 R`. */
function normalised(pattern: RegExp, token: string): string {
  return pattern === REFERENCE ? token.replace(/[\0\t\n\f\r ]+/g, ' ') : token;
}

function decodeName(token: string): string {
  const text = token.slice(1);
  if (!text.includes('#')) return text;
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

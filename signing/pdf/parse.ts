import { notRead } from '../fault.ts';
import { holdTo } from './limits.ts';
import { digitsEnd, skipBlank, wordEnd } from './scan.ts';
import { name } from './values.ts';
import type { PdfValue } from './values.ts';

/** What was read, and where the text goes on after it. */
export type Parsed = { readonly value: PdfValue; readonly end: number };

/** How deep a value lies, and who counts the values of the whole file. */
export type Scope = { readonly depth: number; readonly count: () => void };

const TOP: Scope = { depth: 0, count: () => undefined };
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const LONGEST_NUMBER = 40;
const KEYWORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const HEX_DIGITS = /^[0-9A-Fa-f\0\t\n\f\r ]*$/;

/**
 * Reads one value of a PDF (ISO 32000-1, 7.3) and says where it ends. Strings stay the tokens they were; names and
 * references come in the one form in which they are written.
 */
export function parseValue(text: string, start: number, scope: Scope = TOP): Parsed {
  holdTo('depth', scope.depth);
  scope.count();
  const at = skipBlank(text, start);
  switch (text[at]) {
    case '<':
      return text[at + 1] === '<' ? parseDictionary(text, at + 2, within(scope)) : parseHex(text, at);
    case '[':
      return parseArray(text, at + 1, within(scope));
    case '(':
      return parseLiteral(text, at);
    case '/':
      return parseName(text, at);
    default:
      return parseReference(text, at) ?? parseScalar(text, at);
  }
}

function within({ depth, count }: Scope): Scope {
  return { depth: depth + 1, count };
}

function parseReference(text: string, at: number): Parsed | undefined {
  const number = digitsEnd(text, at);
  const generation = skipBlank(text, number);
  if (number === at || generation === number) return undefined;
  const generationEnd = digitsEnd(text, generation);
  const keyword = skipBlank(text, generationEnd);
  if (generationEnd === generation || keyword === generationEnd) return undefined;
  if (text[keyword] !== 'R' || wordEnd(text, keyword) !== keyword + 1) return undefined;
  const value = `${text.slice(at, number)} ${text.slice(generation, generationEnd)} R`;
  return { value, end: keyword + 1 };
}

function parseScalar(text: string, at: number): Parsed {
  const end = wordEnd(text, at);
  const word = text.slice(at, end);
  if (word.length <= LONGEST_NUMBER && NUMBER.test(word)) return { value: Number(word), end };
  const value = Object.hasOwn(KEYWORDS, word) ? KEYWORDS[word] : undefined;
  if (value === undefined) throw notRead(`no value at ${at}`);
  return { value, end };
}

function parseName(text: string, at: number): Parsed {
  const end = wordEnd(text, at + 1);
  return { value: name(decodeName(text.slice(at + 1, end))), end };
}

function parseHex(text: string, at: number): Parsed {
  const end = text.indexOf('>', at) + 1;
  if (end === 0 || !HEX_DIGITS.test(text.slice(at + 1, end - 1))) throw notRead(`string not closed at ${at}`);
  return { value: text.slice(at, end), end };
}

function parseDictionary(text: string, start: number, scope: Scope): Parsed {
  const dictionary: Record<string, PdfValue> = {};
  let at = skipBlank(text, start);
  while (!text.startsWith('>>', at)) {
    if (text[at] !== '/') throw notRead(`no key at ${at}`);
    const keyEnd = wordEnd(text, at + 1);
    const key = decodeName(text.slice(at + 1, keyEnd));
    // Of two equal keys every reader picks another one; and a prototype is no entry.
    if (Object.hasOwn(dictionary, key) || key === '__proto__') throw notRead(`key twice at ${at}`);
    const { value, end } = parseValue(text, keyEnd, scope);
    dictionary[key] = value;
    at = skipBlank(text, end);
  }
  return { value: dictionary, end: at + 2 };
}

function parseArray(text: string, start: number, scope: Scope): Parsed {
  const items: PdfValue[] = [];
  let at = skipBlank(text, start);
  while (text[at] !== ']') {
    const { value, end } = parseValue(text, at, scope);
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
  throw notRead(`string not closed at ${start}`);
}

function decodeName(text: string): string {
  if (!text.includes('#')) return text;
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

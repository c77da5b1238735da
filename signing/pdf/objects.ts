import { notRead } from '../fault.ts';
import { parseValue } from './parse.ts';
import type { Parsed } from './parse.ts';
import { digitsEnd, lineEnd, skipBlank } from './scan.ts';
import { offsetIn } from './tables.ts';
import type { Revision } from './tables.ts';
import { isDictionary, referenceNumber } from './values.ts';
import type { PdfStream, PdfValue } from './values.ts';

/** An indirect object, a stream with its packed bytes, and where the file goes on behind its `endobj`. */
export type ReadObject = { readonly value: PdfValue | PdfStream; readonly end: number };

type File = {
  readonly file: Buffer;
  readonly text: string;
  readonly revisions: readonly Revision[];
  readonly count: () => void;
};

/**
 * Objects by number and offset, each read once. None reaches over the place where a table says that another one begins, so
 * all of them together cost no more than the file is long.
 */
export function openObjects(file: File): (number: number, offset: number) => ReadObject {
  const read = new Map<number, ReadObject & { readonly number: number }>();
  const lengths = new Map<number, number | undefined>();
  let places: Float64Array | undefined;
  function object(number: number, offset: number): ReadObject {
    const known = read.get(offset);
    if (known?.number === number) return known;
    const found = readObject(number, offset, textAt(offset));
    read.set(offset, { ...found, number });
    return found;
  }
  function textAt(offset: number) {
    places ??= placesIn(file.revisions);
    return { ...file, text: file.text.slice(offset, nextPlace(places, offset)), lengthOf };
  }
  function lengthOf(length: PdfValue | undefined): number | undefined {
    if (typeof length === 'number') return length;
    const number = referenceNumber(length);
    if (number === undefined) return undefined;
    if (!lengths.has(number)) lengths.set(number, lengthAt(number));
    return lengths.get(number);
  }
  function lengthAt(number: number): number | undefined {
    const offset = offsetIn(file.revisions, number);
    return offset === undefined ? undefined : plainNumber(number, textAt(offset).text);
  }
  return object;
}

/** Where objects and tables begin, in order. */
function placesIn(revisions: readonly Revision[]): Float64Array {
  const places = revisions.flatMap(({ at, offsets }) => [at, ...offsets.values()]);
  return Float64Array.from(places).sort();
}

/** The first place behind the offset; undefined at the end. */
function nextPlace(places: Float64Array, offset: number): number | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return places[low];
}

/** A stream's length may be an object of its own: a number and nothing else. */
function plainNumber(number: number, text: string): number | undefined {
  const start = bodyAt(number, text);
  const { value, end } = start === undefined ? { value: null, end: 0 } : parseValue(text, start);
  return typeof value === 'number' && closedAt(text, end) !== undefined ? value : undefined;
}

type Place = Omit<File, 'revisions'> & {
  readonly lengthOf: (length: PdfValue | undefined) => number | undefined;
};

function readObject(number: number, offset: number, place: Place): ReadObject {
  const { text, count } = place;
  const start = bodyAt(number, text);
  if (start === undefined) throw notRead(`object ${number} is not at ${offset}`);
  const parsed = parseValue(text, start, { depth: 0, count });
  const stream = streamAt(parsed, offset, place);
  const end = closedAt(text, stream?.end ?? parsed.end);
  if (end === undefined) throw notRead(`object ${number} does not end with its value`);
  return { value: stream?.value ?? parsed.value, end: offset + end };
}

/** Behind `12 0 obj`. */
function bodyAt(number: number, text: string): number | undefined {
  const digits = digitsEnd(text, 0);
  const generation = skipBlank(text, digits);
  const keyword = skipBlank(text, generation + 1);
  const isHead = text[generation] === '0' && keyword > generation + 1 && text.startsWith('obj', keyword);
  return isHead && Number(text.slice(0, digits)) === number ? keyword + 'obj'.length : undefined;
}

/** Behind `endobj` and the blanks before it. */
function closedAt(text: string, at: number): number | undefined {
  const end = skipBlank(text, at);
  return text.startsWith('endobj', end) ? end + 'endobj'.length : undefined;
}

/** The bytes between `stream` and `endstream` by their stated length (ISO 32000-1, 7.3.8). */
function streamAt(
  { value, end: after }: Parsed,
  offset: number,
  { file, text, lengthOf }: Place,
): { readonly value: PdfStream; readonly end: number } | undefined {
  const keyword = skipBlank(text, after);
  if (!isDictionary(value) || !text.startsWith('stream', keyword)) return undefined;
  const start = lineEnd(text, keyword + 'stream'.length);
  const length = lengthOf(value['Length']);
  const end = start + (length ?? -1);
  const behind = lineEnd(text, end);
  const isClosed = text[start - 1] === '\n' && end >= start && text.startsWith('endstream', behind);
  if (!isClosed) throw notRead(`a stream of another length than it says at ${offset}`);
  const bytes = file.subarray(offset + start, offset + end);
  return { value: { dictionary: value, bytes }, end: behind + 'endstream'.length };
}

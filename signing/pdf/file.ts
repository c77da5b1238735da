import { deflateSync } from 'node:zlib';
import { isStream, reference, write } from './values.ts';
import type { PdfDictionary, PdfObject, PdfStream, PdfValue } from './values.ts';

/** The binary comment tells every transport that the file is not text (ISO 19005-3, 6.1.2). */
const HEADER = Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1');

/** A file being put together: objects refer to each other before they are there, hence `reserve` and `put`. */
export type PdfFile = {
  readonly reserve: () => number;
  readonly put: (number: number, value: PdfValue | PdfStream) => string;
  readonly add: (value: PdfValue | PdfStream) => string;
  readonly finish: (trailer: PdfDictionary) => Uint8Array;
};

export function createPdfFile(): PdfFile {
  const objects: PdfObject[] = [];
  let last = 0;
  function put(number: number, value: PdfValue | PdfStream): string {
    objects.push({ number, value });
    return reference(number);
  }
  return {
    reserve: () => ++last,
    put,
    add: (value) => put(++last, value),
    finish: (trailer) => writeFile(objects, { ...trailer, Size: last + 1 }),
  };
}

/** Level 6 is the knee: 9 costs twice the time for one per cent of a report's size. */
export function compressed(bytes: Uint8Array, dictionary: PdfDictionary = {}): PdfStream {
  return { dictionary: { ...dictionary, Filter: '/FlateDecode' }, bytes: deflateSync(bytes, { level: 6 }) };
}

/** The objects' bytes in their order, and where each begins when the first lies at `start`. */
export function layOut(objects: readonly PdfObject[], start: number) {
  const chunks: Uint8Array[] = [];
  const offsets = new Map<number, number>();
  let offset = start;
  for (const { number, value } of objects) {
    const bytes = objectBytes(number, value);
    offsets.set(number, offset);
    offset += bytes.length;
    chunks.push(bytes);
  }
  return { chunks, offsets, end: offset };
}

/** A classic cross-reference table with its trailer: the form that every later increment can continue. */
export function crossReference(
  offsets: ReadonlyMap<number, number>,
  trailer: PdfDictionary,
  at: number,
): string {
  const numbers = [...offsets.keys()].sort((left, right) => left - right);
  const rows = runsOf(numbers).map(
    (run) =>
      `${run[0] ?? 0} ${run.length}\n${run.map((number) => entry(number, offsets.get(number) ?? 0)).join('')}`,
  );
  return `xref\n${rows.join('')}trailer\n${write(trailer)}\nstartxref\n${at}\n%%EOF\n`;
}

/** A file of one revision. */
export function writeFile(objects: readonly PdfObject[], trailer: PdfDictionary): Buffer {
  const ordered = [...objects].sort((left, right) => left.number - right.number);
  const { chunks, offsets, end } = layOut(ordered, HEADER.length);
  const table = crossReference(new Map([[0, 0], ...offsets]), trailer, end);
  return Buffer.concat([HEADER, ...chunks, Buffer.from(table, 'latin1')]);
}

function objectBytes(number: number, value: PdfValue | PdfStream): Uint8Array {
  if (!isStream(value)) return Buffer.from(`${number} 0 obj\n${write(value)}\nendobj\n`, 'latin1');
  const head = write({ ...value.dictionary, Length: value.bytes.length });
  return Buffer.concat([
    Buffer.from(`${number} 0 obj\n${head}\nstream\n`, 'latin1'),
    value.bytes,
    Buffer.from('\nendstream\nendobj\n', 'latin1'),
  ]);
}

/** Consecutive numbers share a subsection of the table. */
function runsOf(numbers: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs;
}

function entry(number: number, offset: number): string {
  if (number === 0) return '0000000000 65535 f \n';
  return `${String(offset).padStart(10, '0')} 00000 n \n`;
}

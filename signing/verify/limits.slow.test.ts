import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { verifyPdf } from './verify-pdf.ts';

const MEGABYTES = 9 * 1024 * 1024;
const SIGNATURE =
  '<</Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <3000> /M (D:20261121103000Z)>>';

/** A signed file as anybody may send it, with this in its place. */
type Parts = {
  readonly catalog?: string;
  readonly fields?: string;
  readonly objects?: readonly (readonly [number: number, body: string])[];
  readonly tail?: (text: string) => string;
};

function fileOf({ catalog = '', fields = '4 0 R', objects = [], tail }: Parts): Buffer {
  const all = [
    [1, `<</Type /Catalog /Pages 2 0 R /AcroForm 3 0 R ${catalog}>>`],
    [2, '<</Type /Pages /Kids [] /Count 0>>'],
    [3, `<</Fields [${fields}]>>`],
    [4, '<</FT /Sig /T (S) /V 5 0 R>>'],
    [5, SIGNATURE],
    ...objects,
  ] as const;
  const parts = ['%PDF-1.7\n'];
  let at = parts[0]?.length ?? 0;
  const rows = all.map(([number, body]) => {
    const text = `${number} 0 obj\n${body}\nendobj\n`;
    const line = `${number} 1\n${rowOf(at)}`;
    parts.push(text);
    at += text.length;
    return line;
  });
  parts.push(`xref\n${rows.join('')}trailer\n<</Size 9 /Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`);
  const text = parts.join('');
  return Buffer.from(tail ? `${text}${tail(text)}` : text, 'latin1');
}

function rowOf(offset: number): string {
  return `${String(offset).padStart(10, '0')} 00000 n \n`;
}

function streamOf(bytes: Uint8Array, dictionary: string): string {
  const content = Buffer.from(bytes).toString('latin1');
  return `<<${dictionary} /Length ${content.length}>>\nstream\n${content}\nendstream`;
}

/** A file with these increments of nothing behind it. */
function revisions(count: number): (text: string) => string {
  return (text) => {
    let [at, previous] = [text.length, text.lastIndexOf('xref\n', text.lastIndexOf('startxref') - 1)];
    return Array.from({ length: count }, () => {
      const table = `xref\ntrailer\n<</Size 9 /Root 1 0 R /Prev ${previous}>>\nstartxref\n${at}\n%%EOF\n`;
      [previous, at] = [at, at + table.length];
      return table;
    }).join('');
  };
}

const ZEROS = deflateSync(Buffer.alloc(60_000_000));
const REASON: readonly (readonly [what: string, make: () => Buffer, reason: string])[] = [
  ['a thousand revisions', () => fileOf({ tail: revisions(1000) }), 'PDF_TOO_MANY_REVISIONS'],
  ['120,000 cross-reference tables', () => fileOf({ tail: revisions(120_000) }), 'PDF_TOO_MANY_REVISIONS'],
  ['a table of a million rows', () => manyRows(1_000_000), 'PDF_TOO_MANY_OBJECTS'],
  ['200,000 fields', () => fileOf({ fields: '4 0 R '.repeat(200_000) }), 'PDF_TOO_MANY_FIELDS'],
  [
    'fields in a circle',
    () => fileOf({ objects: [[6, '<</Kids [6 0 R]>>']], fields: '6 0 R' }),
    'PDF_TOO_DEEP',
  ],
  ['a thousand signatures', () => fileOf({ fields: '4 0 R '.repeat(1000) }), 'PDF_TOO_MANY_SIGNATURES'],
  [
    'one stream of 60 MB named twenty times',
    () => stored('6 0 R '.repeat(20), streamOf(ZEROS, '/Filter /FlateDecode')),
    'PDF_UNPACKS_TOO_FAR',
  ],
  ['streams of 19 MB together', manyStreams, 'PDF_UNPACKS_TOO_FAR'],
  [
    'a thousand certificates',
    () => stored('6 0 R '.repeat(1000), streamOf(ZEROS, '')),
    'PDF_TOO_MANY_STORED',
  ],
  ['values nested without end', () => fileOf({ catalog: `/A ${'['.repeat(100_000)}` }), 'PDF_TOO_DEEP'],
  ['nine megabytes of <', () => fileOf({ catalog: `/A ${'<'.repeat(MEGABYTES)}` }), 'FORM_NOT_READ'],
  [
    'nine megabytes of numbers',
    () => fileOf({ catalog: `/A [${'0 '.repeat(MEGABYTES / 2)}]` }),
    'PDF_TOO_MANY_VALUES',
  ],
  ['nine megabytes of (', () => fileOf({ catalog: `/A ${'('.repeat(MEGABYTES)}` }), 'FORM_NOT_READ'],
  ['an object that reaches into the next', () => fileOf({ catalog: '/A (' }), 'FORM_NOT_READ'],
  [
    'a stream that is its own length',
    () => stored('6 0 R', '<</Length 6 0 R>>\nstream\nx\nendstream'),
    'FORM_NOT_READ',
  ],
];

it.each(REASON)('%s: the answer is which limit was reached, and comes soon', (_, make, reason) => {
  const file = make();
  const [start, memory] = [process.cpuUsage(), process.memoryUsage().rss];
  expect(verifyPdf(file, { trust: [] })).toMatchObject({
    indication: 'INDETERMINATE',
    subIndication: 'GENERIC',
    reason,
  });
  expect(secondsSince(start)).toBeLessThan(2);
  expect(process.memoryUsage().rss - memory).toBeLessThan(256 * 1024 * 1024);
});

it.each([
  ['nine megabytes of blanks', () => fileOf({ catalog: ' '.repeat(MEGABYTES) })],
  ['nine megabytes of blanks behind the end', () => fileOf({ tail: () => ' '.repeat(MEGABYTES) })],
  ['a page tree of depth 100,000', deepPages],
  [
    'filters chained twenty times',
    () => stored('6 0 R', streamOf(ZEROS, `/Filter [${'/LZWDecode '.repeat(20)}]`)),
  ],
  ['a filter that is not read', () => stored('6 0 R', streamOf(ZEROS, '/Filter /RunLengthDecode'))],
  [
    'an object stream in an object stream',
    () => stored('6 0 R', streamOf(ZEROS, '/Type /ObjStm /N 9 /Extends 6 0 R')),
  ],
] as const)('%s: read soon, and the signature is what is wrong', (_, make) => {
  const file = make();
  const start = process.cpuUsage();
  expect(verifyPdf(file, { trust: [] })).toMatchObject({ reason: 'BYTE_RANGE_ODD' });
  expect(secondsSince(start)).toBeLessThan(2);
});

/** Of the processor, which others may be using as well. */
function secondsSince(start: NodeJS.CpuUsage): number {
  return process.cpuUsage(start).user / 1e6;
}

function stored(certificates: string, body: string): Buffer {
  return fileOf({ catalog: `/DSS <</Certs [${certificates}]>>`, objects: [[6, body]] });
}

function manyStreams(): Buffer {
  const body = streamOf(deflateSync(Buffer.alloc(1_000_000)), '/Filter /FlateDecode');
  const numbers = Array.from({ length: 19 }, (_, index) => 6 + index);
  const catalog = `/DSS <</CRLs [${numbers.map((number) => `${number} 0 R`).join(' ')}]>>`;
  return fileOf({ catalog, objects: numbers.map((number): [number, string] => [number, body]) });
}

function manyRows(count: number): Buffer {
  const text = `%PDF-1.7\nxref\n0 ${count}\n${rowOf(9).repeat(count)}trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function deepPages(): Buffer {
  const numbers = Array.from({ length: 90_000 }, (_, index) => 6 + index);
  return fileOf({
    objects: numbers.map((number): [number, string] => [
      number,
      `<</Type /Pages /Kids [${number + 1} 0 R]>>`,
    ]),
  });
}

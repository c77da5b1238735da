import { expect, it } from 'vitest';
import { readRevisions } from './tables.ts';

const HEAD = '%PDF-1.7\n';

function fileOf(rows: string, trailer = '<</Root 1 0 R>>', lines = '\n'): string {
  const table = `xref${lines}${rows}trailer${lines}${trailer}${lines}`;
  return `${HEAD}${table}startxref${lines}${HEAD.length}${lines}%%EOF${lines}`;
}

function rowsIn(text: string) {
  const [revision] = readRevisions(text, () => undefined);
  return { offsets: [...(revision?.offsets ?? [])], deleted: [...(revision?.deleted ?? [])] };
}

it.each([
  ['7 2\n0000000015 00000 n \n0000000099 00000 n \n', [[7, 15], [8, 99]], []],
  ['0 1\n0000000000 65535 f \n3 1\n0000000042 00000 n \n', [[3, 42]], []],
  ['1 2\r0000000015 00000 n\r\n0000000016 00000 n \r', [[1, 15], [2, 16]], []],
  ['3 2 \n0000000000 00001 f \n0000000042 00000 n \n', [[4, 42]], [3]],
  ['0 0\n', [], []],
  ['', [], []],
] as const)('a table of the rows %j is read', (rows, offsets, deleted) => {
  expect(rowsIn(fileOf(rows))).toEqual({ offsets, deleted });
}); // prettier-ignore

it.each([
  '1 1\n0000000015\t00000\tn \n',
  '1 1\n0000000015 00000 n\n',
  '1 1\n0000000015 00000 n \r\n',
  '1 1\n000000015 00000 n \n',
  '1 1\n0000000015 0000x n \n',
  '1 1\n0000000015 00001 n \n',
  '1 1\n0000000015 00000 N \n',
  '1 2\n0000000015 00000 n \n',
  '1 0\n0000000015 00000 n \n',
  '1\t1\n0000000015 00000 n \n',
  ' 1 1\n0000000015 00000 n \n',
  '1 1 %\n0000000015 00000 n \n',
  '% trailer\n1 1\n0000000015 00000 n \n',
  '1 1\n0000000015 00000 n \n1 1\n0000000016 00000 n \n',
  'words\n',
])('a table of the rows %j is not, for readers differ about it', (rows) => {
  expect(() => rowsIn(fileOf(rows))).toThrow('PDF_NOT_READ');
});

it.each([
  ['<</Root 1 0 R /XRefStm 9>>', 'PDF_NOT_READ'],
  ['<</Root 1 0 R /Encrypt <<>>>>', 'PDF_NOT_READ'],
  ['<</Root 1 0 R /Prev 9 0 R>>', 'PDF_NOT_READ'],
  ['<</Root 1 0 R /Prev 10>>', 'PDF_NOT_READ'],
  ['<</Root 1 0 R /Prev 9>>', 'PDF_UNREADABLE'],
  ['[]', 'PDF_UNREADABLE'],
  ['<<>>\ntrailer\n<</Root 1 0 R>>', 'PDF_NOT_READ'],
  ['<</Root 1 0 R>> %', 'PDF_NOT_READ'],
])('with the trailer %s neither: %s', (trailer, code) => {
  expect(() => rowsIn(fileOf('', trailer))).toThrow(code);
});

it('ends of lines may be those of any system', () => {
  expect(rowsIn(fileOf('', undefined, '\r\n'))).toEqual({ offsets: [], deleted: [] });
});

it('an end that leads to another table than the newest is not believed', () => {
  const lying = `${fileOf('')}xref\ntrailer\n<</Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF\n`;
  expect(() => rowsIn(lying)).toThrow('PDF_NOT_READ');
});

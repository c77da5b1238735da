import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEntries } from './entries.ts';

const TABLES = [
  {
    what: 'counts on from the first number of a subsection',
    text: '7 2\n0000000015 00000 n \n0000000099 00000 n \n',
    offsets: [[7, 15], [8, 99]],
    deleted: [],
  },
  {
    what: 'knows several subsections',
    text: '0 1\n0000000000 65535 f \n3 1\n0000000042 00000 n \n',
    offsets: [[3, 42]],
    deleted: [0],
  },
  {
    what: 'takes every kind of line end',
    text: '\r\n1 2\r0000000015 00000 n\r\n0000000016 00000 n\r',
    offsets: [[1, 15], [2, 16]],
    deleted: [],
  },
  {
    what: 'counts no line that is no row',
    text: '1 1\n000000015 00000 n \nwords\n0000000016 0000x n \n0000000017 00000 n',
    offsets: [[1, 17]],
    deleted: [],
  },
  { what: 'finds nothing in nothing', text: '', offsets: [], deleted: [] },
]; // prettier-ignore

it.each(TABLES)('a cross-reference table $what', ({ text, offsets, deleted }) => {
  const entries = readEntries(Buffer.from(text, 'latin1'));
  expect([...entries.offsets]).toEqual(offsets);
  expect(entries.deleted).toEqual(deleted);
});

it('any lines at all are read as the standard describes them', () => {
  const line = fc.oneof(
    fc.stringMatching(/^[0-9]{10} [0-9]{5} [nfx]? ?$/),
    fc.tuple(fc.nat(900), fc.nat(9)).map(([first, count]) => `${first} ${count}`),
    fc.string({ maxLength: 22 }),
  );
  const end = fc.constantFrom('\n', '\r', '\r\n', '\n\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(line, end)), (lines) => {
      const bytes = Buffer.from(lines.flat().join(''), 'latin1');
      expect(readEntries(bytes)).toEqual(byPattern(bytes.toString('latin1')));
    }),
  );
});

/** Line by line, as one would write it down from ISO 32000-1, 7.5.4. */
function byPattern(text: string) {
  const offsets = new Map<number, number>();
  const deleted: number[] = [];
  let next = 0;
  for (const line of text.split(/[\r\n]+/)) {
    const row = /^(\d{10}) \d{5} ([nf])/.exec(line);
    if (row === null) next = Number(/^\s*(\d+) \d+\s*$/.exec(line)?.[1] ?? next);
    else if (row[2] === 'n') offsets.set(next++, Number(row[1]));
    else deleted.push(next++);
  }
  return { offsets, deleted };
}

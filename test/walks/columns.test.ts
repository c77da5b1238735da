import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { binaryArray, type Column, type ElementType } from '../../adapters/store/columns.ts';
import { usePreparedHub } from '../support/hub.ts';
import { useTables } from '../support/tables.ts';

const hub = usePreparedHub('columns');
const tables = useTables(hub);

const MILLISECONDS = { min: Date.UTC(-2000, 0), max: Date.UTC(9999, 11, 31) };

/** Values of each type, and how PostgreSQL says them as text. */
const TYPES: Readonly<Record<ElementType, readonly [fc.Arbitrary<Column[number]>, string]>> = {
  text: [fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')), 'value'],
  json: [fc.json().filter((text) => !text.includes('\0')), 'value::text'],
  int: [fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), 'value'],
  boolean: [fc.boolean(), 'value'],
  bytea: [fc.uint8Array().map((bytes) => Buffer.from(bytes)), 'value'],
  timestamptz: [
    fc.integer(MILLISECONDS).map((at) => new Date(at).toISOString()),
    `(extract(epoch FROM value) * 1000)::bigint`,
  ],
  uuid: [fc.uuid(), 'value::text'],
};

test.each(Object.entries(TYPES))(
  'a column of %s arrives as it was given, and so do its gaps',
  async (type, given) => {
    const [values, read] = given;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(values)), async (column) => {
        const text = `SELECT ${read} AS value FROM unnest($1::${type}[]) WITH ORDINALITY AS t(value, place) ORDER BY place`;
        const rows = await tables().rows<{ value: unknown }>(text, [
          binaryArray(type as ElementType, column),
        ]);
        expect(rows.map(({ value }) => value)).toEqual(column.map((value) => said(type, value)));
      }),
      { numRuns: 60 },
    );
  },
);

/** As the driver reads it: 64 bits as text. */
function said(type: string, value: Column[number]): unknown {
  return type === 'timestamptz' && value !== null ? String(Date.parse(String(value))) : value;
}

test('what is no value of the type is not sent', () => {
  expect(() => binaryArray('uuid', ['0d3f2b1c-0000-4000-8000'])).toThrow('UUID');
  expect(() => binaryArray('uuid', ['0d3f2b1c-0000-4000-8000-00000000000g'])).toThrow('UUID');
  expect(() => binaryArray('timestamptz', ['tomorrow'])).toThrow('instant');
  expect(() => binaryArray('uuid', ['0d3f2b1c-0000-4000-8000-000000000000ff'])).toThrow('UUID');
  expect(() => binaryArray('int', [2 ** 31])).toThrow(RangeError);
  for (const odd of [NaN, 1.5]) expect(() => binaryArray('int', [odd])).toThrow('whole');
});

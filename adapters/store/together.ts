import type { PoolClient } from 'pg';
import { binaryArray, isElementType, type Column, type ElementType } from './columns.ts';

/**
 * One statement that changes rows, with parameters from `$1` on: a column each, as an array of the type that stands with it
 * (`$1::text[]`).
 */
export type Part = { readonly name: string; readonly text: string };

export type Filled = Part & { readonly columns: readonly Column[] };

/**
 * Runs the parts that have rows as one statement (`WITH a AS (…), b AS (…) SELECT`). They do not see each other's rows,
 * and need not: foreign keys are looked at when the whole statement is done.
 */
export async function runTogether(client: PoolClient, parts: readonly Filled[]): Promise<void> {
  const filled = parts.filter(({ columns }) => columns[0] !== undefined && columns[0].length > 0);
  if (filled.length === 0) return;
  const { types, ...statement } = together(filled);
  const columns = filled.flatMap((part) => part.columns);
  const values = columns.map((column, index) => binaryArray(types[index] ?? 'text', column));
  await client.query({ ...statement, values });
}

type Prepared = Part & { readonly types: readonly ElementType[] };

const PREPARED = new Map<string, Prepared>();

/** The few combinations that occur are each prepared once; PostgreSQL takes names of up to 63 bytes. */
function together(parts: readonly Filled[]): Prepared {
  const key = parts.map(({ name }) => name).join(' ');
  const known = PREPARED.get(key);
  if (known !== undefined) return known;
  const made = { name: `together-${PREPARED.size + 1}`, text: textOf(parts), types: parts.flatMap(typesOf) };
  PREPARED.set(key, made);
  return made;
}

/** Of the columns of a part, in their order. */
function typesOf({ name, text, columns }: Filled): readonly ElementType[] {
  const told = new Map(
    [...text.matchAll(/\$(\d+)::(\w+)\[\]/g)].map(([, number, type]) => [Number(number), type]),
  );
  return columns.map((_, index) => {
    const type = told.get(index + 1);
    if (!isElementType(type)) throw new TypeError(`${name} does not say what $${index + 1} is an array of.`);
    return type;
  });
}

function textOf(parts: readonly Filled[]): string {
  let before = 0;
  const named = parts.map(({ name, text, columns }) => {
    const offset = before;
    before += columns.length;
    const renumbered = text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
    return `${name.replaceAll('-', '_')} AS (${renumbered})`;
  });
  return `WITH ${named.join(', ')} SELECT 1`;
}

import type { PoolClient } from 'pg';

/** The values of a column, or one value for all rows. */
export type Column = readonly unknown[] | Buffer;

/** One statement that changes rows, with parameters from `$1` on: a column each, the first one telling how many rows. */
export type Part = { readonly name: string; readonly text: string };

export type Filled = Part & { readonly columns: readonly Column[] };

/**
 * Runs the parts that have rows as one statement (`WITH a AS (…), b AS (…) SELECT`). They do not see each other's rows,
 * and need not: foreign keys are looked at when the whole statement is done.
 */
export async function runTogether(client: PoolClient, parts: readonly Filled[]): Promise<void> {
  const filled = parts.filter(({ columns }) => columns[0] !== undefined && columns[0].length > 0);
  if (filled.length === 0) return;
  await client.query({ ...together(filled), values: filled.flatMap(({ columns }) => columns) });
}

const PREPARED = new Map<string, Part>();

/** The few combinations that occur are each prepared once; PostgreSQL takes names of up to 63 bytes. */
function together(parts: readonly Filled[]): Part {
  const key = parts.map(({ name }) => name).join(' ');
  const known = PREPARED.get(key);
  if (known !== undefined) return known;
  const made = { name: `together-${PREPARED.size + 1}`, text: textOf(parts) };
  PREPARED.set(key, made);
  return made;
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

import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import type { Stage } from './stage.ts';

export type Tables = {
  readonly client: Client;
  /** Rows of a question that is asked of the database itself. */
  rows<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  count(from: string, values?: readonly unknown[]): Promise<number>;
};

/** The hub's tables as a test looks at them: past the hub. */
export async function openTables(databaseUrl: string): Promise<Tables & { close(): Promise<void> }> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  const tables: Tables = {
    client,
    async rows<Row>(text: string, values: readonly unknown[] = []) {
      // What the columns are, the test says.
      return (await client.query(text, [...values])).rows as Row[];
    },
    async count(from, values = []) {
      const [row] = await tables.rows<{ count: string }>(`SELECT count(*) FROM ${from}`, values);
      return Number(row?.count);
    },
  };
  return { ...tables, close: () => client.end() };
}

export function useTables(of: () => { readonly stage: Stage }): () => Tables {
  let tables: Awaited<ReturnType<typeof openTables>> | undefined;
  beforeAll(async () => {
    tables = await openTables(of().stage.databaseUrl);
  });
  afterAll(() => tables?.close());
  return () => {
    if (tables === undefined) throw new TypeError('the tables are there when the tests begin');
    return tables;
  };
}

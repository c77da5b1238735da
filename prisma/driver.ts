import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { Client, Pool, type QueryArrayConfig, type QueryArrayResult } from 'pg';

/** PostgreSQL's numbers for "char" (one byte, only in its catalogue) and for CHAR(n), which the driver knows. */
const singleByteChar = 18;
const paddedChar = 1042;

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/**
 * Prisma's driver with its faults mended: it splits scripts at every semicolon, also in a comment or a function's
 * body; it takes a database given by an address for its own shadow; it cannot read the catalogue's "char" columns.
 */
export function migrationDriver(databaseUrl: string, pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const driver = new PrismaPg(pool);
  const connect = driver.connect.bind(driver);
  driver.connect = async () => mended(await connect(), pool);
  driver.connectToShadowDb = () => connectToShadow(databaseUrl);
  return driver;
}

/** Without arguments it is sent as one simple query: the whole script, in one transaction. */
function mended(adapter: Adapter, pool: Pool): Adapter {
  adapter.executeScript = async (sql) => void (await adapter.executeRaw({ sql, args: [], argTypes: [] }));
  return withCatalogueChars(adapter, pool);
}

/** Lets "char" pass the driver under the name of CHAR(n), and tells the engine afterwards what it was. */
function withCatalogueChars(adapter: Adapter, pool: Pool): Adapter {
  const charsOf = new WeakMap<object, readonly boolean[]>();
  const query = pool.query.bind(pool) as (request: QueryArrayConfig) => Promise<QueryArrayResult>;
  const relabelled = async (request: QueryArrayConfig): Promise<QueryArrayResult> => {
    const result = await query(request);
    for (const { fields, rows } of [result].flat()) {
      const isChar = fields.map(({ dataTypeID }) => dataTypeID === singleByteChar);
      for (const field of fields) if (field.dataTypeID === singleByteChar) field.dataTypeID = paddedChar;
      charsOf.set(rows, isChar);
    }
    return result;
  };
  Object.assign(adapter, { client: Object.assign(Object.create(pool), { query: relabelled }) });
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (request) => {
    const { columnNames, columnTypes, rows } = await queryRaw(request);
    const isChar = charsOf.get(rows) ?? [];
    const types = columnTypes.map((type, index) => (isChar[index] ? ColumnTypeEnum.Character : type));
    return { columnNames, columnTypes: types, rows };
  };
  return adapter;
}

async function connectToShadow(databaseUrl: string): Promise<Adapter> {
  const name = `shadow_${randomUUID()}`;
  await administer(databaseUrl, `CREATE DATABASE "${name}"`);
  const url = new URL(databaseUrl);
  url.pathname = name;
  const pool = new Pool({ connectionString: url.href, max: 1 });
  const adapter = mended(await new PrismaPg(pool).connect(), pool);
  adapter.dispose = async () => {
    await pool.end();
    await administer(databaseUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
  };
  return adapter;
}

async function administer(databaseUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

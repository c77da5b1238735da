import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { connectorFault, textOf } from './fault.ts';
import { isRecord, type Message } from './message.ts';

/** As much of a published JSON Schema as is needed to write the same message in XML. */
export type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  /** Of a list: `xmlEntry: <name>`, the name of its entries in XML. */
  readonly $comment?: string;
};

/** The published schemas, the whole contract between hub and system. Each is fetched when it is first needed. */
export type Schemas = {
  of(type: string): Promise<Schema>;
  /** Faults of a message against its schema, each with its JSON pointer; none when it is valid. */
  faultsOf(message: Message): Promise<readonly string[]>;
};

/** From the gateway (`https://hub.example/schemas/1.0/`) or from a folder with the same files. */
export function openSchemas(place: string): Schemas {
  const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: true });
  addFormats.default(ajv);
  const loaded = new Map<string, Schema>();
  async function of(type: string): Promise<Schema> {
    const schema = loaded.get(type) ?? (await load(place, type));
    // Two messages at once may both have fetched it; the validator wants to see one of them only.
    if (!loaded.has(type)) loaded.set(type, schema);
    return loaded.get(type) ?? schema;
  }
  return {
    of,
    async faultsOf(message) {
      const isValid = ajv.compile(await of(message.type));
      if (isValid(message)) return [];
      return (isValid.errors ?? []).map(({ instancePath, message: text = '' }) => `${instancePath} ${text}`);
    },
  };
}

async function load(place: string, type: string): Promise<Schema> {
  // The type may come from a message; it must not lead to another file.
  if (!/^[A-Za-z][A-Za-z0-9.]*$/.test(type))
    throw connectorFault('SCHEMA_NOT_THERE', 'This is no message type.');
  const name = `${type}.schema.json`;
  try {
    const text = /^https?:/.test(place)
      ? await fetched(place, name)
      : await readFile(join(place, name), 'utf8');
    const schema: unknown = JSON.parse(text);
    if (isSchema(schema)) return schema;
  } catch (error) {
    throw connectorFault('SCHEMA_NOT_THERE', `There is no schema of ${type} in ${place}: ${textOf(error)}`);
  }
  throw connectorFault('SCHEMA_NOT_THERE', `The schema of ${type} in ${place} is not that of a message.`);
}

async function fetched(place: string, name: string): Promise<string> {
  const address = new URL(name, place.endsWith('/') ? place : `${place}/`);
  const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new TypeError(`status ${response.status}`);
  return response.text();
}

function isSchema(value: unknown): value is Schema {
  return isRecord(value) && isRecord(value['properties']) && 'data' in value['properties'];
}

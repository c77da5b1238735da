import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE } from '../../schemas/catalogue.ts';
import { jsonSchema } from '../../schemas/message/json-schema.ts';

/** The published JSON Schemas in a folder of their own, as a system that cannot reach the gateway would have them. */
export function publishSchemas(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'imi-schemas-'));
  mkdirSync(folder, { recursive: true });
  for (const type of CATALOGUE.types) {
    const schema = jsonSchema(type);
    writeFileSync(join(folder, `${type.type}.schema.json`), JSON.stringify(schema));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

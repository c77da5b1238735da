import { directoryJsonSchema } from '../schemas/directory.ts';
import type { MessageType } from '../schemas/message/envelope.ts';
import { jsonSchema } from '../schemas/message/json-schema.ts';
import { profile, type Vocabularies } from '../schemas/message/profile.ts';
import { sbdhXsd } from '../schemas/message/sbdh-xsd.ts';
import { xsdFolder } from '../schemas/message/xsd.ts';
import { asciiJson } from '../schemas/message/ascii-json.ts';

/** One published file; its text is made when it is asked for. */
export type SchemaFile = { readonly type: 'application/schema+json' | 'application/xml'; text(): string };

/**
 * The folder of schemas as it is published: by file name, both forms of every type, the types that the XSDs share, the
 * header's, one that includes all, and the schema of the directory file.
 */
export function schemaFolder(
  types: readonly MessageType[],
  narrowed?: Vocabularies,
): ReadonlyMap<string, SchemaFile> {
  const those = narrowed === undefined ? types : types.map((type) => profile(type, narrowed));
  const xsds = xsdFolder(those);
  return new Map([
    ['sbdh.xsd', xml(sbdhXsd())],
    ...[...xsds].map(([name, text]) => [name, xml(text)] as const),
    ...(narrowed === undefined ? [['directory.schema.json', json(directoryJsonSchema)] as const] : []),
    ...those.map((type) => [`${type.type}.schema.json`, json(() => jsonSchema(type))] as const),
  ]);
}

function xml(text: string): SchemaFile {
  return { type: 'application/xml', text: () => text };
}

function json(value: () => unknown): SchemaFile {
  return { type: 'application/schema+json', text: () => asciiJson(value()) };
}

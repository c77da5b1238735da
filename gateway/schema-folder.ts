import type { MessageType } from '../schemas/message/envelope.ts';
import { jsonSchema } from '../schemas/message/json-schema.ts';
import { profile, type Vocabularies } from '../schemas/message/profile.ts';
import { sbdhXsd } from '../schemas/message/sbdh-xsd.ts';
import { xsd, xsdOfAll } from '../schemas/message/xsd.ts';

/** One published file; its text is made when it is asked for. */
export type SchemaFile = { readonly type: 'application/schema+json' | 'application/xml'; text(): string };

/**
 * The folder of schemas as it is published: by file name, both forms of every type, the header's, and one that includes
 * all. References between XSDs are by bare file name, so the folder means the same wherever it lies.
 */
export function schemaFolder(
  types: readonly MessageType[],
  narrowed?: Vocabularies,
): ReadonlyMap<string, SchemaFile> {
  const forms = types.flatMap((type): [string, SchemaFile][] => [
    [
      `${type.type}.schema.json`,
      { type: 'application/schema+json', text: () => pretty(jsonOf(type, narrowed)) },
    ],
    [`${type.type}.xsd`, { type: 'application/xml', text: () => xsdOf(type, narrowed) }],
  ]);
  return new Map([
    ['sbdh.xsd', { type: 'application/xml', text: sbdhXsd }],
    ['messages.xsd', { type: 'application/xml', text: () => xsdOfAll(types) }],
    ...forms,
  ]);
}

function jsonOf(type: MessageType, narrowed: Vocabularies | undefined) {
  return narrowed === undefined ? jsonSchema(type) : profile(type, narrowed).jsonSchema;
}

function xsdOf(type: MessageType, narrowed: Vocabularies | undefined): string {
  return narrowed === undefined ? xsd(type) : profile(type, narrowed).xsd;
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

import { schemaUrn } from '../../domain/kernel/message.ts';
import { messageSchema, type MessageType } from './envelope.ts';
import { isRecord } from './explain.ts';

/** The published JSON Schema 2020-12 of the whole message of one type. */
export function jsonSchema(type: MessageType): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaUrn(type.type),
    title: type.type,
    ...withoutAnnotations(messageSchema(type)),
  };
}

const ANNOTATIONS = new Set(['xmlEntry', 'xmlChoice', 'vocabulary']);

/** Validators in strict mode refuse keywords that they do not know, so ours stay at home. */
function withoutAnnotations(schema: object): Readonly<Record<string, unknown>> {
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, published(keyword, value)]));
}

function published(keyword: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  if (keyword !== 'properties') return withoutAnnotations(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isRecord(member) ? withoutAnnotations(member) : member,
    ]),
  );
}

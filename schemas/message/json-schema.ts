import type { TObject } from 'typebox';
import { schemaUrn } from '../../domain/kernel/message.ts';
import { messageSchema, type MessageType } from './envelope.ts';
import { isRecord } from './explain.ts';

/** The published JSON Schema 2020-12 of the whole message of one type. */
export function jsonSchema(type: MessageType): Readonly<Record<string, unknown>> {
  return published(type.type, demanding(type, messageSchema(type)), { hasXmlForm: true });
}

/**
 * What the hub demands of the envelope of every command once it has read it (`hub/intake/admit.ts`): here a sender learns of
 * it beforehand.
 */
function demanding({ direction, subject }: MessageType, schema: TObject): object {
  if (direction === 'from hub') return schema;
  const { required } = schema;
  if (subject === 'required') return { ...schema, required: [...required, 'authority', 'caseversion'] };
  const whereOnCase = subject === 'optional' ? { dependentRequired: { subject: ['caseversion'] } } : {};
  return { ...schema, required: [...required, 'authority'], ...whereOnCase };
}

/**
 * The published form of a schema. Validators in strict mode refuse keywords that they do not know, so ours stay at home. The
 * one that a reader needs to write the XML form, the name of a list's entries, goes along in `$comment`, which every
 * validator ignores.
 */
export function published(
  name: string,
  schema: object,
  { hasXmlForm = false } = {},
): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaUrn(name),
    title: name,
    ...withoutAnnotations(schema, hasXmlForm),
  };
}

const ANNOTATIONS = new Set(['xmlEntry', 'xmlChoice', 'vocabulary']);

function withoutAnnotations(schema: object, hasXmlForm: boolean): Readonly<Record<string, unknown>> {
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  const entry =
    hasXmlForm && 'xmlEntry' in schema ? { $comment: `xmlEntry: ${String(schema.xmlEntry)}` } : {};
  return {
    ...Object.fromEntries(kept.map(([keyword, value]) => [keyword, valueOf(keyword, value, hasXmlForm)])),
    ...entry,
  };
}

function valueOf(keyword: string, value: unknown, hasXmlForm: boolean): unknown {
  if (!isRecord(value)) return value;
  if (keyword !== 'properties') return withoutAnnotations(value, hasXmlForm);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isRecord(member) ? withoutAnnotations(member, hasXmlForm) : member,
    ]),
  );
}

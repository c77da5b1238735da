import type { TSchema } from 'typebox';
import { jsonSchema } from '../../schemas/message/json-schema.ts';
import type { MessageType } from '../../schemas/message/book.ts';

type Schema = Readonly<Record<string, unknown>>;
/** Schemas of messages by type, and apart from them the data that several types share. */
export type Components = {
  readonly messages: Readonly<Record<string, Schema>>;
  readonly shared: Readonly<Record<string, Schema>>;
};

/**
 * Message schemas as components of OpenAPI and AsyncAPI. Everybody who is told of a case is shown the same shape of it:
 * it stands there once, and is referred to.
 */
export function componentsOf(types: readonly MessageType[]): Components {
  const names = namesOfShared(types);
  const parts = types.map((type) => ({ type, ...split(type, names.get(type.data)) }));
  return {
    messages: Object.fromEntries(parts.map(({ type, message }) => [type.type, message])),
    shared: Object.fromEntries(parts.flatMap(({ name, data }) => (name === undefined ? [] : [[name, data]]))),
  };
}

/** Named after the first type that has it. */
function namesOfShared(types: readonly MessageType[]): ReadonlyMap<TSchema, string> {
  const first = new Map<TSchema, string>();
  const shared = new Map<TSchema, string>();
  for (const { type, data } of types) {
    const name = first.get(data);
    if (name === undefined) first.set(data, `${type}.data`);
    else shared.set(data, name);
  }
  return shared;
}

function split(type: MessageType, name: string | undefined) {
  // Within the document the component's name is its address; a `$id` would change what references mean.
  const { $schema: _, $id: __, properties, ...rest } = jsonSchema(type);
  if (name === undefined) return { name, data: {}, message: { ...rest, properties } };
  const { data, ...attributes }: { readonly data?: Schema } = Object(properties);
  const reference = { $ref: `#/components/schemas/${name}` };
  return { name, data: data ?? {}, message: { ...rest, properties: { ...attributes, data: reference } } };
}

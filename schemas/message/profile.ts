import type { TSchema } from 'typebox';
import type { Vocabulary } from '../../domain/kernel/says.ts';
import type { MessageType } from './envelope.ts';
import { isRecord } from './explain.ts';

/** The words that an area (or the directory, or a code list) admits. */
export type Vocabularies = Partial<Readonly<Record<Vocabulary, readonly string[]>>>;

/**
 * A type narrowed to what an area admits. Its documents bear the `$id` and namespace of the general ones: every message that
 * is valid by them is valid there.
 */
export function profile(type: MessageType, vocabularies: Vocabularies): MessageType {
  return { ...type, data: narrow(type.data, vocabularies) };
}

function narrow(schema: TSchema, vocabularies: Vocabularies): TSchema {
  const copied = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === 'properties' && isRecord(value)) return [keyword, narrowMembers(value, vocabularies)];
    return [keyword, keyword === 'items' && isRecord(value) ? narrow(value, vocabularies) : value];
  });
  return { ...Object.fromEntries(copied), ...wordsOf(schema, vocabularies) };
}

function narrowMembers(members: Readonly<Record<string, unknown>>, vocabularies: Vocabularies) {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      name,
      isRecord(member) ? narrow(member, vocabularies) : member,
    ]),
  );
}

function wordsOf(schema: TSchema, vocabularies: Vocabularies): { readonly enum?: readonly string[] } {
  const keywords: Readonly<Record<string, unknown>> = { ...schema };
  const found = Object.entries(vocabularies).find(([name]) => name === keywords['vocabulary']);
  if (found === undefined) return {};
  const [, words] = found;
  // An empty enumeration would mean "anything" in XSD; the empty word is against every minimum length.
  return { enum: words.length > 0 ? [...new Set(words)] : [''] };
}

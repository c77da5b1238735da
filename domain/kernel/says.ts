import Type, { type Static, type TProperties, type TSchema, type TUnsafe } from 'typebox';

/**
 * The small schema language in which a command says what data it carries. Everything that it can express has the same
 * meaning in JSON Schema 2020-12 and in XSD 1.0, so that a document is valid in both forms or in none:
 * closed records (XSD `all`), lists with a wrapper element, choices of exactly one member (XSD `choice`), and scalars
 * whose patterns keep to the regular expressions that both dialects share.
 */

/** Characters of one line: no controls, no bidirectional overrides, nothing that XML 1.0 cannot carry. */
const LINE_CHARACTER =
  ' -~\\u{A0}-\\u{2029}\\u{202F}-\\u{2065}\\u{206A}-\\u{D7FF}\\u{E000}-\\u{FFFD}\\u{10000}-\\u{10FFFF}';
/** What a text may begin with: something visible, so that no text is blank. */
const FIRST_CHARACTER =
  '!-~\\u{A1}-\\u{167F}\\u{1681}-\\u{1FFF}\\u{2010}-\\u{2027}\\u{2030}-\\u{205E}\\u{2070}-\\u{2FFF}\\u{3001}-\\u{D7FF}\\u{E000}-\\u{FEFE}\\u{FF00}-\\u{FFFD}\\u{10000}-\\u{10FFFF}';

const LINE = `^[${FIRST_CHARACTER}][${LINE_CHARACTER}]*$`;
const TEXT = `^[${FIRST_CHARACTER}][\\n\\t${LINE_CHARACTER}]*$`;
const DATE = '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
const INSTANT =
  '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z$';

/**
 * A scalar whose admitted values come from data (an area, the directory, a code list): the published profile of an area
 * lists them; the hub checks them after the schema.
 */
export type Vocabulary =
  | 'area' | 'keyword' | 'questionSet' | 'question' | 'blank' | 'option' | 'subjectField' | 'mediaType'
  | 'country' | 'language' | 'authority'; // prettier-ignore

/** A closed record: every member at most once, in any order. */
export function record<P extends TProperties>(properties: P, about?: string) {
  return Type.Object(properties, { additionalProperties: false, ...described(about) });
}

/** A list. In XML each entry is an element named `entry` within the element of the list. */
export function list<T extends TSchema>(entry: string, items: T, size: { min?: number; max: number }) {
  return Type.Array(items, { xmlEntry: entry, minItems: size.min ?? 0, maxItems: size.max });
}

type ExactlyOne<P extends TProperties> = {
  [K in keyof P]: { readonly [M in K]: Static<P[K]> } & { readonly [M in Exclude<keyof P, K>]?: never };
}[keyof P];

/** Exactly one of the named members. */
export function choice<P extends TProperties>(members: P, about?: string): TUnsafe<ExactlyOne<P>> {
  const anyOf = Object.fromEntries(
    Object.entries(members).map(([name, schema]) => [name, Type.Optional(schema)]),
  );
  const exactlyOne = {
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
    xmlChoice: true,
    ...described(about),
  };
  return Type.Unsafe<ExactlyOne<P>>(Type.Object(anyOf, exactlyOne));
}

/** One line of text, 1 to `maxLength` characters (code points). */
export function line(maxLength: number, about?: string) {
  return Type.String({ minLength: 1, maxLength, pattern: LINE, ...described(about) });
}

/** Text of several lines, 1 to `maxLength` characters (code points). */
export function text(maxLength: number, about?: string) {
  return Type.String({ minLength: 1, maxLength, pattern: TEXT, ...described(about) });
}

/** An identifier or code: letters, digits and `-_.:@/`. */
export function code(maxLength: number, options: { vocabulary?: Vocabulary; about?: string } = {}) {
  const vocabulary = options.vocabulary === undefined ? {} : { vocabulary: options.vocabulary };
  const pattern = '^[A-Za-z0-9][A-Za-z0-9_.:@/-]*$';
  return Type.String({ minLength: 1, maxLength, pattern, ...vocabulary, ...described(options.about) });
}

/** A calendar date, RFC 3339 full-date. */
export function date(about?: string) {
  return Type.String({ format: 'date', pattern: DATE, maxLength: 10, ...described(about) });
}

/** A point in time in UTC, RFC 3339 date-time with `Z`. */
export function instant(about?: string) {
  return Type.String({ format: 'date-time', pattern: INSTANT, maxLength: 27, ...described(about) });
}

export function integer(range: { min: number; max: number }, about?: string) {
  return Type.Integer({ minimum: range.min, maximum: range.max, ...described(about) });
}

export function flag(about?: string) {
  return Type.Boolean(described(about));
}

/** One of a fixed list of words. */
export function oneOf<const V extends readonly string[]>(values: V, about?: string): TUnsafe<V[number]> {
  return Type.Unsafe<V[number]>({ type: 'string', enum: values, ...described(about) });
}

/** Bytes, RFC 4648 base64 with padding and without line breaks; `maxBytes` of them at the most. */
export function bytes(maxBytes: number, about?: string) {
  const maxLength = 4 * Math.ceil(maxBytes / 3);
  return Type.String({
    contentEncoding: 'base64',
    pattern: '^[A-Za-z0-9+/]*={0,2}$',
    maxLength,
    ...described(about),
  });
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256(about?: string) {
  return Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64, ...described(about) });
}

export function optional<T extends TSchema>(schema: T) {
  return Type.Optional(schema);
}

function described(about: string | undefined) {
  return about === undefined ? {} : { description: about };
}

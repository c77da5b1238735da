import Type, { type Static, type TProperties, type TSchema, type TUnsafe } from 'typebox';

/**
 * The small schema language in which a command says what data it carries. Everything that it can express has the same
 * meaning in JSON Schema 2020-12 and in XSD 1.0, so that a document is valid in both forms or in none:
 * closed records (XSD `all`), lists with a wrapper element, choices of exactly one member (XSD `choice`), and scalars
 * whose patterns keep to what the regular expressions of ECMAScript (with and without `u`), Python, Java, RE2 and XSD
 * read alike: classes of literal characters of the basic plane, what is not admitted being named (`[^…]`), for there is
 * no common way to write a character of another plane. `schemas/message/unseen.ts` says what that leaves to be done.
 */

/**
 * What no line may contain: controls, line and paragraph separators, overrides and isolates of the writing direction (they
 * make a text look like another; the marks U+200E, U+200F and U+061C remain), deprecated formatting, annotation marks
 * and noncharacters (Unicode in XML, W3C note, 3 and 4). Characters that Unicode has not assigned yet are admitted: what
 * is assigned differs from one system to the next.
 */
export const NOT_IN_A_LINE =
  '\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u206f\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff';
/** The same without tab and line feed. A carriage return stays out: XML cannot keep it (XML 1.0, 2.11). */
const NOT_IN_A_TEXT = NOT_IN_A_LINE.replace('\u0000-\u001f', '\u0000-\u0008\u000b-\u001f');
/**
 * What a text may not begin with besides: what nobody sees (White_Space, Default_Ignorable_Code_Point of Unicode 15, the
 * empty Braille cell). So no text is blank.
 */
export const UNSEEN =
  ' \u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u202f\u205f-\u2065\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8';

const FIRST = `[^${NOT_IN_A_LINE}${UNSEEN}]`;
const LINE = `^${FIRST}[^${NOT_IN_A_LINE}]*$`;
const TEXT = `^${FIRST}[^${NOT_IN_A_TEXT}]*$`;
const DATE = '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
const INSTANT =
  '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z$';

/**
 * A scalar whose admitted values come from data (an area, the directory, a code list): the published profile of an area
 * lists them; the hub checks them after the schema.
 */
export type Vocabulary =
  | 'area' | 'keyword' | 'questionSet' | 'question' | 'blank' | 'option' | 'field' | 'subjectField' | 'mediaType'
  | 'country' | 'language' | 'authority'; // prettier-ignore

/** A closed record: every member at most once, in any order. */
export function record<P extends TProperties>(properties: P, about?: string) {
  return Type.Object(properties, { additionalProperties: false, ...described(about) });
}

/** A list. In XML each entry is an element named `entry` within the element of the list. */
export function list<T extends TSchema>(entry: string, items: T, size: { min?: number; max: number }) {
  return Type.Array(items, { xmlEntry: entry, minItems: size.min ?? 0, maxItems: size.max });
}

export type ExactlyOne<P extends TProperties> = {
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

/** The number of a person, such as `P-4711`: nobody can say anything by it. */
export function personNumber(about?: string) {
  return Type.String({
    minLength: 1,
    maxLength: 20,
    pattern: '^([A-Za-z]{1,3}-)?[0-9]{1,16}$',
    ...described(about),
  });
}

/** A media type without parameters (RFC 6838, 4.2), such as `application/vnd.etsi.asic-e+zip`. */
export function mediaType(maxLength: number, options: { vocabulary?: Vocabulary } = {}) {
  const name = '[A-Za-z0-9][A-Za-z0-9_.+-]*';
  return Type.String({ minLength: 3, maxLength, pattern: `^${name}/${name}$`, ...options });
}

/** A calendar date, RFC 3339 full-date. */
export function date(about?: string) {
  return Type.String({ format: 'date', pattern: DATE, maxLength: 10, ...described(about) });
}

/** An amount as digits with a point and two decimals, or none: in JSON a text too, since its numbers are binary (RFC 8259, 6). */
export const AMOUNT = '^(0|[1-9][0-9]{0,11})(\\.[0-9]{2})?$';

export function amount(about?: string) {
  return Type.String({ minLength: 1, maxLength: 15, pattern: AMOUNT, ...described(about) });
}

/** A currency, ISO 4217. */
export function currency(about?: string) {
  return Type.String({ minLength: 3, maxLength: 3, pattern: '^[A-Z]{3}$', ...described(about) });
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

/** A UUID as the hub gives it, RFC 9562 in lower case. */
export function uuid(about?: string) {
  const pattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
  return Type.String({ pattern, maxLength: 36, ...described(about) });
}

/**
 * What an attached document is called within its case: a number, so that nobody can say anything by it. It is seen before
 * acceptance, and outlives the erasure.
 */
export function documentId(about?: string) {
  return Type.String({ pattern: '^doc-[1-9][0-9]{0,2}$', maxLength: 7, ...described(about) });
}

export function optional<T extends TSchema>(schema: T) {
  return Type.Optional(schema);
}

function described(about: string | undefined) {
  return about === undefined ? {} : { description: about };
}

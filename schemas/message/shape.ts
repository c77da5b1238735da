import type { TSchema } from 'typebox';
import type { Vocabulary } from '../../domain/kernel/says.ts';

/**
 * A schema of the says-language, read once into a closed union. What is not in it (and would mean different things in
 * JSON Schema and in XSD) is refused when the hub starts; after that nobody looks at raw keywords again.
 */
export type Shape = RecordShape | ListShape | ScalarShape;

export type RecordShape = {
  readonly kind: 'record';
  readonly members: ReadonlyMap<string, Shape>;
  readonly required: ReadonlySet<string>;
  /** Exactly one of the members. */
  readonly isChoice: boolean;
  readonly about: string | undefined;
};

export type ListShape = {
  readonly kind: 'list';
  /** Name of the entries in XML. */
  readonly entry: string;
  readonly items: Shape;
  readonly min: number;
  readonly max: number;
  readonly about: string | undefined;
};

export type ScalarShape = TextShape | IntegerShape | FlagShape;

export type TextShape = {
  readonly kind: 'text';
  readonly form: 'date' | 'date-time' | 'plain';
  readonly minLength: number;
  readonly maxLength: number;
  /** Without the anchors, which XSD does not know: it always matches the whole. */
  readonly pattern: string | undefined;
  readonly values: readonly string[] | undefined;
  readonly vocabulary: Vocabulary | undefined;
  readonly about: string | undefined;
};

export type IntegerShape = {
  readonly kind: 'integer';
  readonly minimum: number;
  readonly maximum: number;
  readonly about: string | undefined;
};

export type FlagShape = { readonly kind: 'flag'; readonly about: string | undefined };

/** Leaves room for the envelope within the depth that the codecs admit. */
const DEEPEST = 24;
/** XML names without colon, kept to ASCII. */
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

const ANY = new Set(['type', 'description', 'title']);
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties', 'xmlChoice'],
  array: ['items', 'minItems', 'maxItems', 'xmlEntry'],
  string: ['minLength', 'maxLength', 'pattern', 'format', 'enum', 'vocabulary', 'contentEncoding'],
  integer: ['minimum', 'maximum'],
  boolean: [],
};

type Keywords = Readonly<Record<string, unknown>>;

export function shapeOf(schema: TSchema, depth = 1): Shape {
  const keywords: Keywords = { ...schema };
  const type = String(keywords['type']);
  const known = KEYWORDS[type];
  const strange = Object.keys(keywords).find((name) => !ANY.has(name) && known?.includes(name) !== true);
  if (known === undefined || strange !== undefined) throw outside(`${type} with ${String(strange)}`);
  if (depth > DEEPEST) throw outside('nesting beyond the depth that a message may have');
  if (type === 'object') return recordOf(keywords, depth);
  if (type === 'array') return listOf(keywords, depth);
  if (type === 'string') return textOf(keywords);
  if (type === 'integer') return integerOf(keywords);
  return { kind: 'flag', about: stringAt(keywords, 'description') };
}

function recordOf(keywords: Keywords, depth: number): RecordShape {
  if (keywords['additionalProperties'] !== false) throw outside('an open record');
  const members = Object.entries(keywords['properties'] ?? {}).map(([name, member]): [string, Shape] => [
    elementName(name),
    shapeOf(schemaFrom(member), depth + 1),
  ]);
  return {
    kind: 'record',
    members: new Map(members),
    required: new Set(stringsAt(keywords, 'required')),
    isChoice: keywords['xmlChoice'] === true,
    about: stringAt(keywords, 'description'),
  };
}

function listOf(keywords: Keywords, depth: number): ListShape {
  const max = numberAt(keywords, 'maxItems');
  if (max === undefined) throw outside('a list without a largest size');
  return {
    kind: 'list',
    entry: elementName(stringAt(keywords, 'xmlEntry') ?? ''),
    items: shapeOf(schemaFrom(keywords['items']), depth + 1),
    min: numberAt(keywords, 'minItems') ?? 0,
    max,
    about: stringAt(keywords, 'description'),
  };
}

function textOf(keywords: Keywords): TextShape {
  const values = keywords['enum'] === undefined ? undefined : stringsAt(keywords, 'enum');
  const maxLength = numberAt(keywords, 'maxLength');
  if (maxLength === undefined && values === undefined) throw outside('a text without a largest length');
  const format = keywords['format'];
  if (format !== undefined && format !== 'date' && format !== 'date-time') throw outside('a format');
  return {
    kind: 'text',
    form: format ?? 'plain',
    minLength: numberAt(keywords, 'minLength') ?? 0,
    maxLength: maxLength ?? Math.max(...(values ?? []).map((value) => value.length)),
    pattern: unanchored(stringAt(keywords, 'pattern')),
    values,
    vocabulary: vocabularyAt(keywords),
    about: stringAt(keywords, 'description'),
  };
}

function integerOf(keywords: Keywords): IntegerShape {
  const minimum = numberAt(keywords, 'minimum');
  const maximum = numberAt(keywords, 'maximum');
  // Beyond these the digits of XML and the doubles of JSON would part (RFC 7493, 2.2).
  if (!Number.isSafeInteger(minimum) || !Number.isSafeInteger(maximum)) throw outside('an unsafe integer');
  return {
    kind: 'integer',
    minimum: minimum ?? 0,
    maximum: maximum ?? 0,
    about: stringAt(keywords, 'description'),
  };
}

function unanchored(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) throw outside('a pattern for a part of a text');
  return pattern.slice(1, -1);
}

function elementName(name: string): string {
  if (!NAME.test(name)) throw outside(`the name "${name}"`);
  return name;
}

function schemaFrom(value: unknown): TSchema {
  if (typeof value !== 'object' || value === null) throw outside('no schema where one belongs');
  return value;
}

function stringAt(keywords: Keywords, name: string): string | undefined {
  const value = keywords[name];
  return typeof value === 'string' ? value : undefined;
}

function numberAt(keywords: Keywords, name: string): number | undefined {
  const value = keywords[name];
  return typeof value === 'number' ? value : undefined;
}

function stringsAt(keywords: Keywords, name: string): readonly string[] {
  const value = keywords[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

const VOCABULARIES = {
  area: true, keyword: true, questionSet: true, question: true, blank: true, option: true, field: true,
  subjectField: true, mediaType: true, country: true, language: true, authority: true,
} as const satisfies Record<Vocabulary, true>; // prettier-ignore

function isVocabulary(name: string): name is Vocabulary {
  return Object.hasOwn(VOCABULARIES, name);
}

function vocabularyAt(keywords: Keywords): Vocabulary | undefined {
  const name = stringAt(keywords, 'vocabulary');
  return name !== undefined && isVocabulary(name) ? name : undefined;
}

/** A mistake of ours in a command declaration: it stops the start. */
function outside(what: string): TypeError {
  return new TypeError(`The schema language of messages does not have ${what}.`);
}

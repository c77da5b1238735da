import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A message as its sender has put it; the same members as in JSON. */
export type Read = {
  readonly id: string;
  readonly type: string;
  readonly system: string;
  readonly authority: string;
  readonly subject?: string;
  readonly caseversion?: number;
  readonly data: Readonly<Record<string, unknown>>;
};

export type Reader = {
  /** All that is wrong with it at once. */
  read(bytes: Buffer): Read | { readonly faults: readonly string[] };
};

type Schema = {
  readonly $comment?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
};

/** The published schemas say what a message is: whoever writes another hub has them. */
const SCHEMAS = 'docs/generated/schemas';

const HEADER = ['StandardBusinessDocument', 'StandardBusinessDocumentHeader'] as const;

export function openReader(types: readonly string[]): Reader {
  const ajv = new Ajv2020({ allErrors: true });
  // A CommonJS module: in ESM the function is its member `default`.
  formats.default(ajv);
  const schemas = new Map(types.map((type) => [type, schemaOf(type)]));
  const validators = new Map([...schemas].map(([type, schema]) => [type, ajv.compile(schema)]));
  const entries = new Set([...schemas].flatMap(([type, schema]) => entriesIn(schema.properties?.['data'], type)));
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    isArray: (_name, path) => entries.has(String(path).replace('StandardBusinessDocument.', '')) || String(path).endsWith('.Scope'),
  });
  return {
    read(bytes) {
      const text = bytes.toString();
      const checked = XMLValidator.validate(text);
      if (checked !== true) return { faults: [checked.err.msg] };
      const message = messageFrom(parser.parse(text), schemas);
      return judged(message, validators.get(message.type));
    },
  };
} // prettier-ignore

function judged(message: Envelope, validate: ValidateFunction | undefined): ReturnType<Reader['read']> {
  if (validate === undefined) return { faults: [`there is no message ${message.type}`] };
  if (!validate(message))
    return { faults: (validate.errors ?? []).map(({ instancePath, message: why }) => `${instancePath} ${why ?? ''}`) };
  const { id, type, source, authority = '', subject, caseversion, data } = message;
  const about = { ...(subject === undefined ? {} : { subject }), ...(caseversion === undefined ? {} : { caseversion }) };
  return { id, type, system: source.replace(/^.*:/, ''), authority, ...about, data };
} // prettier-ignore

function schemaOf(type: string): Schema {
  return JSON.parse(readFileSync(`${SCHEMAS}/${type}.schema.json`, 'utf8')) as Schema;
}

/** Paths of the elements that are entries of a list, whose names the published schemas give in a comment. */
function entriesIn(schema: Schema | undefined, path: string): readonly string[] {
  const members = Object.entries(schema?.properties ?? {}).flatMap(([name, member]) => entriesIn(member, `${path}.${name}`));
  const entry = entryOf(schema);
  if (entry === undefined) return members;
  return [...members, `${path}.${entry}`, ...entriesIn(schema?.items, `${path}.${entry}`)];
} // prettier-ignore

function entryOf(schema: Schema | undefined): string | undefined {
  return schema?.$comment?.replace('xmlEntry: ', '');
}

type Envelope = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly authority?: string;
  readonly subject?: string;
  readonly caseversion?: number;
  readonly data: Readonly<Record<string, unknown>>;
};

type Scope = { readonly Type: string; readonly InstanceIdentifier: string };

type Header = {
  readonly Sender?: { readonly Identifier?: string };
  readonly DocumentIdentification?: {
    readonly InstanceIdentifier?: string;
    readonly Type?: string;
    readonly CreationDateAndTime?: string;
  };
  readonly BusinessScope?: { readonly Scope?: readonly Scope[] };
};

/** Header and body as the envelope of the JSON form, which is what the schema is of. */
function messageFrom(parsed: unknown, schemas: ReadonlyMap<string, Schema>): Envelope {
  const root = (parsed as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[HEADER[0]] ?? {};
  const { Sender, DocumentIdentification, BusinessScope } = (root[HEADER[1]] ?? {}) as Header;
  const type = DocumentIdentification?.Type ?? '';
  const scopes = new Map((BusinessScope?.Scope ?? []).map((one) => [one.Type, one.InstanceIdentifier]));
  const version = scopes.get('CASE_VERSION');
  return withoutGaps({
    specversion: '1.0',
    id: DocumentIdentification?.InstanceIdentifier ?? '',
    source: Sender?.Identifier ?? '',
    type,
    time: DocumentIdentification?.CreationDateAndTime ?? '',
    dataschema: `urn:imi-hub:schema:1.0:${type}`,
    datacontenttype: 'application/json',
    authority: scopes.get('AUTHORITY'),
    subject: scopes.get('CASE'),
    caseversion: version === undefined ? undefined : Number(version),
    data: withoutEntries(root[type] ?? {}, schemas.get(type)?.properties?.['data']),
  });
}

function withoutGaps(message: Readonly<Record<string, unknown>>): Envelope {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)) as Envelope;
}

/** Lists have an element around them and one for each entry; in JSON they are arrays. An empty element is read as a text. */
function withoutEntries(value: unknown, schema: Schema | undefined): unknown {
  const entry = entryOf(schema);
  if (entry !== undefined) {
    const all = (value as Readonly<Record<string, readonly unknown[]>>)[entry] ?? [];
    return all.map((one) => withoutEntries(one, schema?.items));
  }
  if (schema?.properties === undefined) return value;
  if (typeof value !== 'object' || value === null) return value === '' ? {} : value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutEntries(member, schema.properties?.[name])]),
  );
}

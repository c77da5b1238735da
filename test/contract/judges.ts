import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { faultFinder } from '../../adapters/codecs/testing/judge.ts';

/** Published schemas by file name, with their whole text. */
export type Folder = Readonly<Record<string, string>>;

/** Holds messages against the published schemas, with other programs than the hub's own readers: libxml2 and ajv. */
export type Judges = {
  /** What is wrong, or undefined. */
  xml(text: string): string | undefined;
  json(text: string): string | undefined;
};

/** `u` is the flag of ECMAScript's regular expressions, which a validator may set or not (JSON Schema core, 6.4). */
export function openJudges(folder: Folder, { u = true } = {}): Judges {
  const xml = faultFinder(folder, 'messages.xsd');
  const compiled = new Map<string, ValidateFunction>();
  // Another set of formats than the hub's own.
  const ajv = addFormats.default(new Ajv2020({ strict: true, unicodeRegExp: u, validateSchema: false }));
  function schemaOf(type: string): ValidateFunction | undefined {
    const known = compiled.get(type);
    const text = folder[schemaFile(type)];
    if (known !== undefined || text === undefined) return known;
    const made = ajv.compile(JSON.parse(text));
    compiled.set(type, made);
    return made;
  }
  return {
    xml,
    json(text) {
      const message: unknown = JSON.parse(text);
      const validate = schemaOf(typeOf(message));
      if (validate === undefined) return 'no schema is published for its type';
      return validate(message) ? undefined : ajv.errorsText(validate.errors);
    },
  };
}

export function schemaFile(type: string): string {
  return `${type}.schema.json`;
}

export function typeOf(message: unknown): string {
  const isTyped = typeof message === 'object' && message !== null && 'type' in message;
  return isTyped && typeof message.type === 'string' ? message.type : '';
}

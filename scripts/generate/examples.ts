import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import type { Message } from '../../domain/kernel/message.ts';
import { CATALOGUE, makeBook } from '../../schemas/catalogue.ts';
import { readTrainingDirectory } from '../training/directory.ts';
import { asciiJson } from '../../schemas/message/ascii-json.ts';
import type { MessageType } from '../../schemas/message/book.ts';
import { shapeOf, type Shape } from '../../schemas/message/shape.ts';
import { rightMessages } from './example-messages.ts';

/** What the index of the examples says of the wrong one. */
export type Example = {
  readonly type: string;
  readonly right: Message;
  readonly wrong: Message;
  /** With which code, and where, the wrong one is refused. */
  readonly code: 'SCHEMA' | 'ENVELOPE_INVALID';
  readonly path: string;
};

/** One right and one wrong message of every type; the persons are invented, as everywhere in the tests. */
export function examples(): readonly Example[] {
  const right = rightMessages();
  return CATALOGUE.types.map((type) => {
    const message = right.get(type.type);
    if (message === undefined) throw new TypeError(`There is no example of ${type.type}.`);
    return { type: type.type, right: message, ...wronged(type, message) };
  });
}

/** Every file of the folder of examples, by its name. */
export function exampleFiles(): readonly (readonly [string, string])[] {
  const codecs = compileCodecs(makeBook());
  const text = new TextDecoder();
  const all = examples();
  const files = all.flatMap(({ type, right, wrong }) =>
    [['valid', right] as const, ['invalid', wrong] as const].flatMap(([name, message]) => [
      [`${type}.${name}.json`, `${JSON.stringify(message, null, 2)}\n`] as const,
      [`${type}.${name}.xml`, indented(text.decode(codecs.encode(message, 'xml')))] as const,
    ]),
  );
  return [['index.json', asciiJson(all.map(entry))], ['directory.json', directoryExample()], ...files];
}

/** The first system of the training directory, and the authorities of its country: the coordinators have to be among them. */
function directoryExample(): string {
  const file = readTrainingDirectory();
  const systems = file.systems.slice(0, 1);
  const authorities = file.authorities.filter(({ country }) => country === systems[0]?.country);
  return `${JSON.stringify({ ...file, authorities, systems }, null, 2)}\n`;
}

function entry({ type, code, path }: Example) {
  const files = (name: string) => ['json', 'xml'].map((form) => `${type}.${name}.${form}`);
  return { type, valid: files('valid'), invalid: files('invalid'), code, path };
}

/** Without the first member that must be there, as deep as such members go; where nothing must be, with an id that is none. */
function wronged({ data }: MessageType, message: Message): Pick<Example, 'wrong' | 'code' | 'path'> {
  const path = firstRequired(shapeOf(data), []);
  if (path.length === 0)
    return { wrong: { ...message, id: 'an id has no blanks' }, code: 'ENVELOPE_INVALID', path: '/id' };
  const wrong = { ...message, data: without(message.data, path) };
  return { wrong, code: 'SCHEMA', path: `/data/${path.join('/')}` };
}

function firstRequired(shape: Shape, path: readonly string[]): readonly string[] {
  if (shape.kind !== 'record') return path;
  const [name] = shape.required;
  const member = name === undefined ? undefined : shape.members.get(name);
  return name === undefined || member === undefined ? path : firstRequired(member, [...path, name]);
}

function without(value: unknown, [name, ...rest]: readonly string[]): unknown {
  const members = Object.entries(Object(value));
  if (rest.length === 0) return Object.fromEntries(members.filter(([member]) => member !== name));
  return Object.fromEntries(
    members.map(([member, inner]) => [member, member === name ? without(inner, rest) : inner]),
  );
}

/** One element a line. White space between elements means nothing; texts hold no `><`, as they are written. */
function indented(xml: string): string {
  let depth = 0;
  const lines = xml.trim().replaceAll('><', '>\n<').split('\n<').map((line, index) => (index === 0 ? line : `<${line}`)); // prettier-ignore
  const written = lines.map((line) => {
    if (line.startsWith('</')) depth -= 1;
    const indentation = '  '.repeat(Math.max(0, depth));
    if (/^<[A-Za-z]/.test(line) && !line.endsWith('/>') && !/<\/[^>]*>$/.test(line)) depth += 1;
    return indentation + line;
  });
  return `${written.join('\n')}\n`;
}

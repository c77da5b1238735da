import { XMLParser } from 'fast-xml-parser';
import { connectorFault, textOf } from './fault.ts';
import { isRecord } from './message.ts';

/** An element by its local name. Its attributes tell this reader nothing. */
export type Element = {
  readonly name: string;
  readonly children: readonly Element[];
  readonly text: string;
};

const parser = new XMLParser({
  preserveOrder: true,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
});

/** The root element of a well-formed document without document type declaration: there are no entities to expand. */
export function parseXml(bytes: Uint8Array): Element {
  const text = decoded(bytes);
  if (text.includes('<!DOCTYPE')) throw notReadable('it has a document type declaration');
  const [root, ...others] = elementsIn(parsed(text));
  if (root === undefined || others.length > 0) throw notReadable('it has no single root element');
  return root;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notReadable('it is not UTF-8');
  }
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch (error) {
    throw notReadable(textOf(error));
  }
}

function notReadable(why: string): Error {
  return connectorFault('NOT_READABLE', `The XML cannot be read: ${why}.`);
}

/** The parser gives each node as an object with one member: `{ name: [its nodes] }`, or `{ '#text': … }`. */
function elementsIn(nodes: unknown): readonly Element[] {
  return entriesOf(nodes)
    .filter(([name]) => !name.startsWith('#'))
    .map(([name, content]) => ({ name, children: elementsIn(content), text: textIn(content) }));
}

function textIn(nodes: unknown): string {
  return entriesOf(nodes)
    .map(([name, content]) => {
      if (name === '#text') return withoutReferences(String(content));
      return name === '#cdata' ? rawTextIn(content) : '';
    })
    .join('');
}

/** In CDATA a reference is none. */
function rawTextIn(nodes: unknown): string {
  return entriesOf(nodes)
    .map(([, content]) => String(content))
    .join('');
}

function entriesOf(nodes: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.filter(isRecord).flatMap((node) => Object.entries(node).filter(([name]) => name !== ':@'));
}

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function withoutReferences(text: string): string {
  return text.replace(/&([^;]*);?/g, (_, name: string) => {
    const character = PREDEFINED.get(name) ?? characterOf(name);
    if (character === undefined) throw notReadable('it has an entity that nobody has declared');
    return character;
  });
}

function characterOf(name: string): string | undefined {
  const [, decimal, hexadecimal] = /^#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}))$/.exec(name) ?? [];
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

import { HUB, SCHEMA_VERSION } from '../../domain/kernel/message.ts';
import { fault } from '../../domain/kernel/refusals.ts';
import { shown } from '../../schemas/message/explain.ts';
import { MESSAGE_STANDARD, SBDH_NAMESPACE, SBDH_VERSION, SCOPES } from '../../schemas/message/names.ts';
import type { Report } from './reading.ts';
import { collapsed, elementsOf, leafText, sequenceOf, type Part, type Sequence } from './xml-parts.ts';
import type { XmlNode } from './xml-tree.ts';

/** Attributes of the canonical message, as far as they could be read. */
export type Attributes = Readonly<Record<string, unknown>>;
type Found = ReadonlyMap<string, XmlNode>;

const HEADER = sequence([
  { name: 'HeaderVersion', path: '' },
  { name: 'Sender', path: '/source' },
  { name: 'Receiver', path: '/receiver' },
  { name: 'DocumentIdentification', path: '' },
  { name: 'BusinessScope', path: '', isOptional: true },
]);
const IDENTIFICATION = sequence([
  { name: 'Standard', path: '' },
  { name: 'TypeVersion', path: '/dataschema' },
  { name: 'InstanceIdentifier', path: '/id' },
  { name: 'Type', path: '/type' },
  { name: 'CreationDateAndTime', path: '/time' },
]);
const SCOPE = sequence([
  { name: 'Type', path: '' },
  { name: 'InstanceIdentifier', path: '' },
]);

function sequence(parts: readonly Part[]): Sequence {
  return { uri: SBDH_NAMESPACE, parts, code: 'ENVELOPE_INVALID' };
}

/** The Standard Business Document Header as attributes of the canonical message. */
export function readHeader(node: XmlNode, report: Report): Attributes {
  const found = sequenceOf({ node, path: '' }, HEADER, report);
  const identification = found.get('DocumentIdentification');
  const receiver = partner(found.get('Receiver'), '/receiver', report);
  expectWord(textAt(found, { name: 'HeaderVersion', path: '' }, report), SBDH_VERSION, report);
  return {
    specversion: '1.0',
    datacontenttype: 'application/json',
    ...given('source', partner(found.get('Sender'), '/source', report)),
    // A message for the hub has no receiver in its canonical form.
    ...given('receiver', receiver === HUB ? undefined : receiver),
    ...(identification === undefined ? {} : readIdentification(identification, report)),
    ...readScopes(found.get('BusinessScope'), report),
  };
}

function given(name: string, value: unknown): Attributes {
  return value === undefined ? {} : { [name]: value };
}

function textAt(found: Found, { name, path }: Part, report: Report): string | undefined {
  const node = found.get(name);
  return node === undefined ? undefined : leafText({ node, path }, report);
}

function expectWord(text: string | undefined, word: string, report: Report): void {
  if (text === undefined || text === word) return;
  report.add(fault('ENVELOPE_INVALID', '', { problem: `${word} is expected in the header` }));
}

function partner(node: XmlNode | undefined, path: string, report: Report): string | undefined {
  if (node === undefined) return undefined;
  const identifier = sequenceOf({ node, path }, sequence([{ name: 'Identifier', path }]), report).get(
    'Identifier',
  );
  if (identifier === undefined) return undefined;
  const isOurs = identifier.attributes.some(
    ({ uri, local, value }) => uri === '' && local === 'Authority' && value === HUB,
  );
  if (!isOurs) report.add(fault('ENVELOPE_INVALID', path, { problem: `Authority="${HUB}" is expected` }));
  const others = identifier.attributes.filter(({ uri, local }) => uri !== '' || local !== 'Authority');
  return leafText({ node: { ...identifier, attributes: others }, path }, report);
}

function readIdentification(node: XmlNode, report: Report): Attributes {
  const found = sequenceOf({ node, path: '' }, IDENTIFICATION, report);
  expectWord(textAt(found, { name: 'Standard', path: '' }, report), MESSAGE_STANDARD, report);
  expectWord(textAt(found, { name: 'TypeVersion', path: '/dataschema' }, report), SCHEMA_VERSION, report);
  const type = textAt(found, { name: 'Type', path: '/type' }, report);
  const time = textAt(found, { name: 'CreationDateAndTime', path: '/time' }, report);
  return {
    ...given('id', textAt(found, { name: 'InstanceIdentifier', path: '/id' }, report)),
    ...given('type', type),
    ...given('time', time === undefined ? undefined : collapsed(time)),
    dataschema: `${HUB}:schema:${SCHEMA_VERSION}:${type ?? 'unknown'}`,
  };
}

function readScopes(node: XmlNode | undefined, report: Report): Attributes {
  if (node === undefined) return {};
  const attributes: Record<string, unknown> = {};
  for (const scope of elementsOf({ node, path: '' }, report)) {
    const [name, value] = readScope(scope, report) ?? [];
    if (name === undefined) continue;
    if (Object.hasOwn(attributes, name)) {
      report.add(fault('ENVELOPE_INVALID', `/${name}`, { problem: 'its scope stands twice' }));
    }
    attributes[name] ??= value;
  }
  return attributes;
}

function readScope(node: XmlNode, report: Report): readonly [string, unknown] | undefined {
  if (node.uri !== SBDH_NAMESPACE || node.local !== 'Scope') {
    report.add(fault('ENVELOPE_INVALID', '', { problem: 'only scopes belong into BusinessScope' }));
    return undefined;
  }
  const found = sequenceOf({ node, path: '' }, SCOPE, report);
  const type = textAt(found, { name: 'Type', path: '' }, report);
  const text = textAt(found, { name: 'InstanceIdentifier', path: '' }, report);
  if (type === undefined || text === undefined) return undefined;
  if (isScope(type)) return [SCOPES[type], type === 'CASE_VERSION' ? wholeNumber(text) : text];
  report.add(fault('ENVELOPE_INVALID', '', { problem: `there is no scope type ${shown(type)}` }));
  return undefined;
}

function isScope(type: string): type is keyof typeof SCOPES {
  return Object.hasOwn(SCOPES, type);
}

function wholeNumber(text: string): number | string {
  return /^(?:0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : text;
}

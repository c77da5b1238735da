import { connectorFault } from './fault.ts';
import { HUB, messageFrom, type Message } from './message.ts';
import type { Schema } from './schemas.ts';
import { SCOPES } from './xml-names.ts';
import { parseXml, type Element } from './xml-tree.ts';

/** Reads the XML form of a message; `schemaOf` gives the published schema of its type. */
export async function readXml(
  bytes: Uint8Array,
  schemaOf: (type: string) => Promise<Schema>,
): Promise<Message> {
  const root = parseXml(bytes);
  const [header, body] = root.children;
  if (header === undefined || body === undefined) throw notMessage('header and body are not both there');
  const attributes = headerOf(header);
  if (body.name !== attributes.type) throw notMessage('its header and its body name different types');
  const schema = await schemaOf(attributes.type);
  return messageFrom({ ...attributes, data: valueOf(body, schema.properties?.['data']) });
}

function notMessage(why: string): Error {
  return connectorFault('NOT_READABLE', `This is no message of the hub: ${why}.`);
}

function headerOf(header: Element) {
  const identification = child(header, 'DocumentIdentification');
  const receiver = textAt(child(header, 'Receiver'), 'Identifier');
  const type = textAt(identification, 'Type');
  return {
    specversion: '1.0',
    id: textAt(identification, 'InstanceIdentifier'),
    source: textAt(child(header, 'Sender'), 'Identifier'),
    type,
    time: textAt(identification, 'CreationDateAndTime').trim(),
    dataschema: `${HUB}:schema:${textAt(identification, 'TypeVersion')}:${type}`,
    datacontenttype: 'application/json',
    ...(receiver === HUB ? {} : { receiver }),
    ...scopesOf(header),
  };
}

function scopesOf(header: Element): Readonly<Record<string, string | number>> {
  const scopes = header.children.find(({ name }) => name === 'BusinessScope')?.children ?? [];
  const given = new Map(scopes.map((scope) => [textAt(scope, 'Type'), textAt(scope, 'InstanceIdentifier')]));
  const attributes = Object.entries(SCOPES).flatMap(([type, attribute]) => {
    const text = given.get(type);
    return text === undefined ? [] : [[attribute, type === 'CASE_VERSION' ? Number(text) : text] as const];
  });
  return Object.fromEntries(attributes);
}

function child(parent: Element, name: string): Element {
  const found = parent.children.find((element) => element.name === name);
  if (found === undefined) throw notMessage(`${name} is missing`);
  return found;
}

function textAt(parent: Element, name: string): string {
  return child(parent, name).text;
}

/** White space has a meaning in texts only, not around dates, numbers and truth values, nor between elements. */
function valueOf(element: Element, schema: Schema | undefined): unknown {
  switch (schema?.type) {
    case 'object':
      return Object.fromEntries(
        element.children.map((member) => [member.name, valueOf(member, schema.properties?.[member.name])]),
      );
    case 'array':
      return element.children.map((entry) => valueOf(entry, schema.items));
    case 'integer':
      return Number(element.text);
    case 'boolean':
      return ['true', '1'].includes(element.text.trim());
    default:
      return schema?.format === undefined ? element.text : element.text.trim();
  }
}

import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { connectorFault } from './fault.ts';
import { HUB, isRecord, SCHEMA_VERSION, type Message } from './message.ts';
import type { Schema } from './schemas.ts';
import { MESSAGE_NAMESPACE, SBDH, SCOPES } from './xml-names.ts';

/**
 * The XML form of a message: its attributes as Standard Business Document Header, its data as the published schema says.
 * What the schema does not know is written under its own name, so that a wrong message can be sent, and be refused.
 */
export function writeXml(message: Message, schema: Schema): Uint8Array {
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele(SBDH, 'StandardBusinessDocument');
  writeHeader(root.ele('StandardBusinessDocumentHeader'), message);
  writeValue(root.ele(MESSAGE_NAMESPACE, message.type), message.data, schema.properties?.['data']);
  return new TextEncoder().encode(root.end());
}

function writeHeader(header: XMLBuilder, message: Message): void {
  const authority = { Authority: HUB };
  leaf(header, 'HeaderVersion', '1.0');
  header.ele('Sender').ele('Identifier', authority).txt(faithful(message.source));
  header
    .ele('Receiver')
    .ele('Identifier', authority)
    .txt(faithful(message.receiver ?? HUB));
  const identification = header.ele('DocumentIdentification');
  leaf(identification, 'Standard', `${HUB}:message`);
  leaf(identification, 'TypeVersion', SCHEMA_VERSION);
  leaf(identification, 'InstanceIdentifier', message.id);
  leaf(identification, 'Type', message.type);
  leaf(identification, 'CreationDateAndTime', message.time);
  writeScopes(header, message);
}

function writeScopes(header: XMLBuilder, message: Message): void {
  const given = Object.entries(SCOPES).filter(([, attribute]) => message[attribute] !== undefined);
  if (given.length === 0) return;
  const scopes = header.ele('BusinessScope');
  for (const [type, attribute] of given) {
    const scope = scopes.ele('Scope');
    leaf(scope, 'Type', type);
    leaf(scope, 'InstanceIdentifier', String(message[attribute]));
  }
}

function leaf(parent: XMLBuilder, name: string, text: string): void {
  parent.ele(name).txt(faithful(text));
}

function writeValue(element: XMLBuilder, value: unknown, schema: Schema | undefined): void {
  if (Array.isArray(value)) {
    const name = entryName(schema);
    for (const entry of value) writeValue(element.ele(name), entry, schema?.items);
  } else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (member !== undefined) writeValue(element.ele(name), member, schema?.properties?.[name]);
    }
  } else {
    element.txt(faithful(String(value)));
  }
}

function entryName(schema: Schema | undefined): string {
  const named = /^xmlEntry: (\S+)$/.exec(schema?.$comment ?? '')?.[1];
  if (named !== undefined) return named;
  if (schema?.type !== 'array') return 'entry';
  throw connectorFault(
    'SCHEMA_NOT_THERE',
    'The published schema does not name the entries of a list (xmlEntry).',
  );
}

/** xmlbuilder2 takes `&amp;` in a text for an escape that somebody has made before, and would not escape it again. */
function faithful(text: string): string {
  return text.replaceAll('&', '&amp;');
}

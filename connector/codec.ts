import { connectorFault } from './fault.ts';
import { CONTENT_TYPES, formatOf, messageFrom, writeJson, type Format, type Message } from './message.ts';
import type { Schemas } from './schemas.ts';
import { readXml } from './xml-read.ts';
import { writeXml } from './xml-write.ts';

/** A message as it travels; `id` goes beside the bytes, for those who cannot or need not read them. */
export type Parcel = { readonly id: string; readonly contentType: string; readonly bytes: Uint8Array };

export async function pack(message: Message, format: Format, schemas: Schemas): Promise<Parcel> {
  const bytes = format === 'json' ? writeJson(message) : writeXml(message, await schemas.of(message.type));
  return { id: message.id, contentType: CONTENT_TYPES[format], bytes };
}

export async function unpack({ bytes, contentType }: Omit<Parcel, 'id'>, schemas: Schemas): Promise<Message> {
  const format = formatOf(contentType);
  if (format === undefined)
    throw connectorFault('NOT_READABLE', `A message of the type "${contentType}" cannot be read.`);
  return format === 'xml' ? readXml(bytes, (type) => schemas.of(type)) : readJson(bytes);
}

function readJson(bytes: Uint8Array): Message {
  try {
    return messageFrom(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw connectorFault('NOT_READABLE', 'The JSON cannot be read as a message of the hub.');
  }
}

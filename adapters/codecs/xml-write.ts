import { HUB, SCHEMA_VERSION, type Message } from '../../domain/kernel/message.ts';
import type { MessageType } from '../../schemas/message/book.ts';
import { isRecord } from '../../schemas/message/explain.ts';
import {
  MESSAGE_NAMESPACE,
  MESSAGE_STANDARD,
  SBDH_NAMESPACE,
  SBDH_VERSION,
} from '../../schemas/message/names.ts';
import type { ListShape, RecordShape, Shape } from '../../schemas/message/shape.ts';

/** Writes the body of one type. The shape is walked once, when the hub starts; a message costs joining texts only. */
export type BodyWriter = (data: unknown) => string;

export function compileWriter({ type }: MessageType, data: RecordShape): BodyWriter {
  return writer(data, { opening: `${type} xmlns="${MESSAGE_NAMESPACE}"`, closing: type });
}

type Tag = { readonly opening: string; readonly closing: string };

function writer(shape: Shape, tag: Tag): BodyWriter {
  if (shape.kind === 'record') return recordWriter(shape, tag);
  if (shape.kind === 'list') return listWriter(shape, tag);
  const opening = `<${tag.opening}>`;
  const closing = `</${tag.closing}>`;
  if (shape.kind === 'text') return (value) => opening + escaped(String(value)) + closing;
  return (value) => opening + String(value) + closing;
}

/** In the order of the schema, whatever the order of the data. */
function recordWriter(shape: RecordShape, tag: Tag): BodyWriter {
  const members = [...shape.members].map(
    ([name, member]) => [name, writer(member, { opening: name, closing: name })] as const,
  );
  return (value) => {
    if (!isRecord(value)) throw new TypeError(`The data of ${tag.closing} is no record.`);
    let content = '';
    for (const [name, write] of members) {
      const member = value[name];
      if (member !== undefined) content += write(member);
    }
    return wrapped(tag, content);
  };
}

function listWriter(shape: ListShape, tag: Tag): BodyWriter {
  const write = writer(shape.items, { opening: shape.entry, closing: shape.entry });
  return (value) => {
    if (!Array.isArray(value)) throw new TypeError(`The data of ${tag.closing} is no list.`);
    let content = '';
    for (const entry of value) content += write(entry);
    return wrapped(tag, content);
  };
}

function wrapped({ opening, closing }: Tag, content: string): string {
  return content === '' ? `<${opening}/>` : `<${opening}>${content}</${closing}>`;
}

/** A carriage return would be read as a line feed (XML 1.0, 2.11); `>` is written out because of `]]>`. */
function escaped(text: string): string {
  if (!/[&<>\r]/.test(text)) return text;
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#13;');
}

/** The whole document around a written body. */
export function documentOf(message: Message, body: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<StandardBusinessDocument xmlns="${SBDH_NAMESPACE}">` +
    `<StandardBusinessDocumentHeader><HeaderVersion>${SBDH_VERSION}</HeaderVersion>` +
    `<Sender>${identifier(message.source)}</Sender><Receiver>${identifier(message.receiver ?? HUB)}</Receiver>` +
    `<DocumentIdentification><Standard>${MESSAGE_STANDARD}</Standard><TypeVersion>${SCHEMA_VERSION}</TypeVersion>` +
    `<InstanceIdentifier>${escaped(message.id)}</InstanceIdentifier><Type>${escaped(message.type)}</Type>` +
    `<CreationDateAndTime>${escaped(message.time)}</CreationDateAndTime></DocumentIdentification>` +
    `${scopes(message)}</StandardBusinessDocumentHeader>${body}</StandardBusinessDocument>\n`
  );
}

function identifier(urn: string): string {
  return `<Identifier Authority="${HUB}">${escaped(urn)}</Identifier>`;
}

function scopes({ subject, caseversion, authority, duplicate, signature }: Message): string {
  const written =
    scope('CASE', subject) +
    scope('CASE_VERSION', caseversion) +
    scope('AUTHORITY', authority) +
    scope('DUPLICATE', duplicate) +
    scope('SIGNATURE', signature);
  return written === '' ? '' : `<BusinessScope>${written}</BusinessScope>`;
}

function scope(type: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  return `<Scope><Type>${type}</Type><InstanceIdentifier>${escaped(String(value))}</InstanceIdentifier></Scope>`;
}

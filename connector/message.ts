import { createHash, randomUUID } from 'node:crypto';
import { canonicalize, isRecord } from './canonical.ts';
import { connectorFault } from './fault.ts';

export { isRecord } from './canonical.ts';

export const HUB = 'urn:imi-hub';
export const SCHEMA_VERSION = '1.0';

export type Format = 'xml' | 'json';

/** A message as both forms mean it: CloudEvents 1.0.2 attributes and those of the hub. */
export type Message = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly dataschema: string;
  readonly datacontenttype: 'application/json';
  readonly authority?: string;
  readonly caseversion?: number;
  readonly receiver?: string;
  readonly duplicate?: 'DUPLICATE_SAME';
  readonly data: unknown;
  /** Base64 of a DER CMS signature, detached, over the canonical form of the message without it. */
  readonly signature?: string;
};

/** What a national system wants done, in the name of one of its authorities. */
export type Wish = {
  readonly authority: string;
  /** Number of the case; absent when the message opens one. */
  readonly subject?: string;
  /** Version of the case that the authority had before its eyes. */
  readonly caseversion?: number;
  readonly data: unknown;
};

/** The message that says it, with an id and a time of its own. Sent again, it must keep both. */
export function newMessage(system: string, type: string, wish: Wish): Message {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: `${HUB}:system:${system}`,
    type,
    time: new Date().toISOString(),
    dataschema: `${HUB}:schema:${SCHEMA_VERSION}:${type}`,
    datacontenttype: 'application/json',
    ...wish,
  };
}

/** The message in its canonical form (RFC 8785), without its signature: the text that is signed. */
export function canonicalOf(message: Message): string {
  return canonicalize({ ...message, signature: undefined });
}

/** SHA-256 of that: what a receipt names as the message that it answers. */
export function digestOf(message: Message): string {
  return createHash('sha256').update(canonicalOf(message)).digest('hex');
}

export function writeJson(message: Message): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(message));
}

/** Only whether it is a message at all; what its data must be like, its schema says. */
export function messageFrom(value: unknown): Message {
  if (!isMessage(value)) throw connectorFault('NOT_READABLE', 'This is no message of the hub.');
  return value;
}

function isMessage(value: unknown): value is Message {
  return (
    isRecord(value) &&
    ['id', 'type', 'source', 'time'].every((name) => typeof value[name] === 'string') &&
    'data' in value
  );
}

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  xml: 'application/xml',
  json: 'application/cloudevents+json',
};

/** The form that a content type names, if it is one of a message. */
export function formatOf(contentType: string): Format | undefined {
  const [name = ''] = contentType.split(';');
  if (/^(application|text)\/xml$/i.test(name.trim())) return 'xml';
  return /^application\/(cloudevents\+)?json$/i.test(name.trim()) ? 'json' : undefined;
}

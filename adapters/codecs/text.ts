import type { Format } from '../../domain/directory/authority.ts';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import type { Limits } from './limits.ts';

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['application/json', 'json'],
  ['application/cloudevents+json', 'json'],
]);

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bytes to text, before any parser: the size first, then strict UTF-8 (no overlong forms, no surrogates). One byte order
 * mark is dropped. A NUL betrays UTF-16 or UTF-32 without mark, and is allowed in neither form.
 */
export function textOf(bytes: Uint8Array, limits: Limits): string | Fault {
  if (bytes.byteLength > limits.maxBytes) {
    return fault('MESSAGE_TOO_LARGE', '', { limit: String(limits.maxBytes) });
  }
  const text = decoded(bytes);
  if (text === undefined) return notUtf8('its bytes are not well-formed UTF-8');
  return text.includes('\0') ? notUtf8('it contains NUL') : text;
}

/** All of it: bytes, content type and XML declaration. */
export function notUtf8(problem: string): Fault {
  return fault('MESSAGE_ENCODING', '', { problem });
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The form that the content type names; where there is none, the form that the first character betrays. */
export function formatOf(contentType: string | undefined, text: string): Format | Fault {
  if (contentType === undefined || contentType.trim() === '') return sniffed(text);
  const [name = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const format = FORMATS.get(name);
  if (format === undefined) return fault('MESSAGE_FORMAT_UNKNOWN');
  const isUtf8 = parameters.every((parameter) => /^charset=("?)utf-8\1$/.test(parameter));
  if (isUtf8) return format;
  const isCharset = parameters.every((parameter) => parameter.startsWith('charset='));
  return isCharset ? notUtf8('its content type names another charset') : fault('MESSAGE_FORMAT_UNKNOWN');
}

function sniffed(text: string): Format | Fault {
  const [first] = /[^ \t\r\n]/.exec(text) ?? [];
  if (first === '<') return 'xml';
  return first === '{' ? 'json' : fault('MESSAGE_FORMAT_UNKNOWN');
}

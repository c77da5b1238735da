import { createHash } from 'node:crypto';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { unsigned, type Message } from '../../domain/kernel/message.ts';
import type { MessageBook } from '../../schemas/message/book.ts';
import { parsed } from '../json.ts';
import type { Codec, Decoded } from '../ports/messages.ts';

/** JSON and nothing else, checked by the book: enough of a codec for the hub's own tests. */
export function plainCodec(book: MessageBook): Codec {
  return {
    decode: (bytes) => decode(book, Buffer.from(bytes).toString('utf8')),
    encode: (message) => Buffer.from(canonical(message)),
    canonical,
    canonicalWithDigest: (value) => ({ canonical: canonical(value), digest: sha256(canonical(value)) }),
    digest: (value) => sha256(canonical(value)),
  };
}

function decode(book: MessageBook, text: string): Decoded {
  const value = parsed(text);
  const [first, ...others]: readonly Fault[] =
    value === undefined ? [fault('JSON_MALFORMED', '', { problem: 'no JSON' })] : book.validate(value);
  if (first !== undefined) return { faults: [first, ...others], ...idOf(value) };
  if (!isMessage(value)) throw new TypeError('the book has let pass what is no message');
  const said = canonical(unsigned(value));
  return { message: value, digest: sha256(said), canonical: said };
}

function idOf(value: unknown): { readonly id?: string } {
  const isNamed = typeof value === 'object' && value !== null && 'id' in value;
  return isNamed && typeof value.id === 'string' ? { id: value.id } : {};
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && 'data' in value;
}

/** RFC 8785 as far as messages go: members in order, nothing that is undefined. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

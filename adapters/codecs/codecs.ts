import type { Format } from '../../domain/directory/authority.ts';
import { unsigned, type Message } from '../../domain/kernel/message.ts';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import type { MessageBook } from '../../schemas/message/book.ts';
import { SCALARS } from '../../schemas/message/envelope.ts';
import { explain, MOST_PROBLEMS } from '../../schemas/message/explain.ts';
import { shapeOf } from '../../schemas/message/shape.ts';
import { hasUnseenBeyond, problemsOfTexts } from '../../schemas/message/unseen.ts';
import { canonicalDigest, canonicalOf, canonicalWithDigest } from './canonical.ts';
import { readJson } from './json-read.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { broken, merged, type Reading } from './reading.ts';
import { formatOf, textOf } from './text.ts';
import { readXml } from './xml-read.ts';
import { compileWriter, documentOf } from './xml-write.ts';

export type { Limits } from './limits.ts';
export { DEFAULT_LIMITS } from './limits.ts';

/** A message, its canonical text (RFC 8785) without the signature and the SHA-256 of that, the same for both forms. */
export type Read = { readonly message: Message; readonly digest: string; readonly canonical: string };

/** All faults at once, and what a receipt can name the message by, as far as it could be read. */
export type Unreadable = {
  readonly faults: readonly [Fault, ...Fault[]];
  readonly id?: string;
  readonly type?: string;
  readonly subject?: string;
};

export type Decoded = Read | Unreadable;

export type Codecs = {
  /** Without content type the first character decides. */
  decode(bytes: Uint8Array, contentType: string | undefined): Decoded;
  /** The message must be valid; a type that the book does not have is a mistake of ours. */
  encode(message: Message, format: Format): Uint8Array;
  /** RFC 8785 canonical form. */
  canonical(value: unknown): string;
  /** Both of the same value, at once. */
  canonicalWithDigest(value: unknown): { readonly canonical: string; readonly digest: string };
  /** SHA-256 of the canonical form, in lower-case hexadecimal. */
  digest(value: unknown): string;
};

const utf8 = new TextEncoder();

/** Reader and writer for both forms of every message in the book. */
export function compileCodecs(book: MessageBook, limits: Limits = DEFAULT_LIMITS): Codecs {
  const writers = new Map([...book.types].map(([name, { type, data }]) => [name, compileWriter(type, data)]));
  return {
    canonical: canonicalOf,
    canonicalWithDigest,
    digest: canonicalDigest,
    decode: (bytes, contentType) => judged(read(bytes, { contentType, limits, book }), book),
    encode(message, format) {
      if (format === 'json') return utf8.encode(JSON.stringify(message));
      const write = writers.get(message.type);
      if (write === undefined) throw new TypeError(`The book has no type ${message.type}.`);
      return utf8.encode(documentOf(message, write(message.data)));
    },
  };
}

type Context = {
  readonly contentType: string | undefined;
  readonly limits: Limits;
  readonly book: MessageBook;
};

function read(bytes: Uint8Array, { contentType, limits, book }: Context): Reading {
  const text = textOf(bytes, limits);
  if (typeof text !== 'string') return broken(text);
  const format = formatOf(contentType, text);
  if (typeof format !== 'string') return broken(format);
  return format === 'xml' ? readXml(text, book, limits) : readJson(text, limits);
}

function judged({ candidate, faults, isBroken }: Reading, book: MessageBook): Decoded {
  const all = isBroken ? faults : merged(faults, book.validate(candidate));
  const [first, ...others] = all;
  if (first !== undefined) return { faults: [first, ...others], ...namesOf(candidate) };
  // Validated by the schema of the type `Message`.
  const message = candidate as Message;
  const { canonical, digest } = canonicalWithDigest(unsigned(message));
  const [unseen, ...more] = hasUnseenBeyond(canonical) ? unseenIn(message) : [];
  if (unseen !== undefined) return { faults: [unseen, ...more], ...namesOf(candidate) };
  return { message, canonical, digest };
}

/** Only the data has texts that can hold such characters; the envelope is made of codes. */
function unseenIn(message: Message): readonly Fault[] {
  return problemsOfTexts(message, hasUnseenBeyond)
    .slice(0, MOST_PROBLEMS)
    .map(({ path, problem }) => fault('SCHEMA', path, { problem }));
}

const NAMES = { id: shapeOf(SCALARS.id), type: shapeOf(SCALARS.type), subject: shapeOf(SCALARS.subject) };

function namesOf(candidate: Reading['candidate']): Omit<Unreadable, 'faults'> {
  const readable = Object.entries(NAMES).filter(
    ([name, shape]) => explain(shape, candidate[name]).length === 0,
  );
  return Object.fromEntries(readable.map(([name]) => [name, candidate[name]]));
}

import { createHash } from 'node:crypto';
import { writeFile } from './file.ts';
import { incrementOf } from './increment.ts';
import type { Base } from './increment.ts';
import { rangeToken } from './placeholder.ts';
import type { PdfReader } from './read.ts';
import { skipBlank } from './scan.ts';
import type { Revision } from './tables.ts';
import { isDictionary, isStream } from './values.ts';
import type { PdfObject, PdfStream, PdfValue } from './values.ts';

/** The comment with octets above ASCII that may stand behind the first line (ISO 32000-1, 7.5.2). */
const HEADER = /^%PDF-\d\.\d(?:\r\n|\n|\r)(?:%[\x80-\xff]{4,20}(?:\r\n|\n|\r))?/;
const LINE_FEED = 0x0a;

/**
 * Every byte of the file belongs to an object that its own revision's table lists, to a table, or is white space between
 * them: no comment, nothing hidden or listed wrongly, that another reader might find and take for part of the document.
 */
export function isWhollyListed(reader: PdfReader): boolean {
  const { revisions, text } = reader;
  const header = HEADER.exec(text.slice(0, 64))?.[0].length;
  if (header === undefined) return false;
  const isListed = revisions.every((revision) => {
    const last = objectsIn(reader, revision).reduce<number | undefined>(
      (at, { offset, end }) => (at !== undefined && skipBlank(text, at) === offset ? end : undefined),
      revision.start === 0 ? header : revision.start,
    );
    return last !== undefined && skipBlank(text, last) === revision.at;
  });
  return isListed && skipBlank(text, revisions.at(-1)?.end ?? 0) === text.length;
}

/** The bytes of each revision as our own writer would write what was read in it. */
export function openRewriting(file: Uint8Array, reader: PdfReader): Rewriting {
  const bases = basesIn(file, reader);
  return {
    bases,
    isOfOurHand: (index) => {
      const [revision, base] = [reader.revisions[index], bases[index - 1]];
      if (revision === undefined) return false;
      const objects = objectsIn(reader, revision).map(({ number, value }) => ({
        number,
        value: given(value),
      }));
      const bytes = base ? incrementOf(base, objects) : writeFile(objects, revision.trailer);
      return bytes.equals(file.subarray(revision.start, revision.end));
    },
  };
}

export type Rewriting = {
  /** The file as it was at the end of each revision, to append the next one to. */
  readonly bases: readonly Base[];
  readonly isOfOurHand: (index: number) => boolean;
};

function basesIn(file: Uint8Array, reader: PdfReader): readonly Base[] {
  const hash = createHash('sha256');
  return reader.revisions.map(({ start, end }, index) => ({
    reader: reader.asOf(index + 1),
    length: end,
    endsLine: file[end - 1] === LINE_FEED,
    hash: hash.update(file.subarray(start, end)).copy(),
  }));
}

type Listed = PdfObject & { readonly offset: number; readonly end: number };

/** What a revision wrote, in the order of the file. */
function objectsIn(reader: PdfReader, { offsets }: Revision): readonly Listed[] {
  return [...offsets]
    .sort(([, one], [, other]) => one - other)
    .map(([number, offset]) => ({ number, offset, ...reader.written(number, offset) }));
}

/** What the writer was given: without a stream's length, and a signature's range with the room around it. */
function given(value: PdfValue | PdfStream): PdfValue | PdfStream {
  if (isStream(value)) {
    const { Length: _, ...dictionary } = value.dictionary;
    return { dictionary, bytes: value.bytes };
  }
  const range = isDictionary(value) ? value['ByteRange'] : undefined;
  return isDictionary(value) && Array.isArray(range) ? { ...value, ByteRange: rangeToken(range) } : value;
}

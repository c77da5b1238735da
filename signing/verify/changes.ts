import { isSigningFault, isUnread } from '../fault.ts';
import { catalogOf, formOf, listOf, securityStoreOf } from '../pdf/catalog.ts';
import { isWhollyListed, openRewriting } from '../pdf/coverage.ts';
import { incrementOf } from '../pdf/increment.ts';
import type { Base } from '../pdf/increment.ts';
import { fillIn } from '../pdf/placeholder.ts';
import type { PdfReader } from '../pdf/read.ts';
import { referenceNumber } from '../pdf/values.ts';
import { prepareTimeStamp } from '../seal/document-time-stamp.ts';
import { storeObjects } from '../seal/security-store.ts';
import { failure } from './indication.ts';
import type { Failure } from './indication.ts';
import { locateSignatures } from './locate.ts';

/** Judges what lies around a signature by where the bytes end that it covers. */
export type Surroundings = (end: number) => Failure | undefined;

/**
 * What may follow a signature (EN 319 142-1, 5.4 and 6.3): validation data and document time stamps. Whether a revision
 * is that and nothing else no reader can say of bytes that others may read otherwise; so the revision's own claim is
 * written once more by our own writer, and only the very same bytes will do. What comes before must then be of our
 * hand, too, lest the writer continue a file that others see differently. What nothing follows is wholly signed, and has
 * to be wholly understood.
 */
export function openSurroundings(file: Uint8Array, reader: PdfReader): Surroundings {
  const { revisions } = reader;
  const rewriting = openRewriting(file, reader);
  const isOfOurHand = remembered((index) => isRead(() => rewriting.isOfOurHand(index)));
  const isAddition = remembered((index) => isRead(() => isAdditionTo(rewriting.bases, index, file)));
  let isListed: boolean | undefined;
  return (end) => {
    if (end === file.length) {
      isListed ??= isRead(() => isWhollyListed(reader));
      return isListed ? undefined : failure('GENERIC', 'FORM_NOT_READ');
    }
    const signed = revisions.findIndex((revision) => revision.end === end);
    const isWhole = signed >= 0 && revisions.at(-1)?.end === file.length;
    const isKept =
      isWhole && revisions.every((_, index) => (index <= signed ? isOfOurHand(index) : isAddition(index)));
    return isKept ? undefined : failure('SIG_CONSTRAINTS_FAILURE', 'CHANGED_AFTER_SIGNING');
  };
}

/** The file is what our own writer makes, so that what it appends will be believed. */
export function isContinuable(file: Uint8Array, reader: PdfReader): boolean {
  const { isOfOurHand } = openRewriting(file, reader);
  const isWhole = reader.revisions.at(-1)?.end === file.length;
  return isWhole && reader.revisions.every((_, index) => isRead(() => isOfOurHand(index)));
}

/** The revision's bytes are those of the validation data, or of the document time stamp, that it claims to add. */
function isAdditionTo(bases: readonly Base[], index: number, file: Uint8Array): boolean {
  const [base, after] = [bases[index - 1], bases[index]?.reader];
  const revision = after?.revisions[index];
  if (base === undefined || after === undefined || revision === undefined) return false;
  const claimed = revision.offsets.has(catalogOf(base.reader).number)
    ? storeIncrement(base, after)
    : stampIncrement(base, after, file);
  return claimed?.equals(file.subarray(revision.start, revision.end)) ?? false;
}

function storeIncrement(base: Base, after: PdfReader): Buffer | undefined {
  function added(name: string): readonly Uint8Array[] {
    const [before, now] = [base.reader, after].map((reader) => valuesIn(reader, name));
    return now?.slice(before?.length).map((bytes) => bytes ?? Buffer.alloc(0)) ?? [];
  }
  const data = { certificates: added('Certs'), ocsps: added('OCSPs'), crls: added('CRLs') };
  return incrementOf(base, storeObjects(base.reader, data));
}

function valuesIn(reader: PdfReader, name: string): readonly (Uint8Array | undefined)[] {
  return listOf(reader, securityStoreOf(reader)?.[name]).map((value) =>
    reader.content(referenceNumber(value) ?? 0),
  );
}

/** The newest field's content is the claim: the token together with the room around it. */
function stampIncrement(base: Base, after: PdfReader, file: Uint8Array): Buffer | undefined {
  if (after.offset(formOf(after).number) === base.reader.offset(formOf(base.reader).number)) return undefined;
  const token = locateSignatures(file, after).at(-1)?.contents;
  return token && fillIn(prepareTimeStamp(base), token);
}

/** What cannot be read is not what it should be. A limit that is reached is no answer to that, and goes up. */
function isRead(check: () => boolean): boolean {
  try {
    return check();
  } catch (error) {
    if (isUnread(error) || isTooLarge(error)) return false;
    throw error;
  }
}

/** Our own writer makes none that does not fit. */
function isTooLarge(error: unknown): boolean {
  return isSigningFault(error) && error.code === 'SIGNATURE_TOO_LARGE';
}

/** Every signature of a file asks for the same. */
function remembered(check: (index: number) => boolean): (index: number) => boolean {
  const known = new Map<number, boolean>();
  return (index) => {
    const found = known.get(index) ?? check(index);
    known.set(index, found);
    return found;
  };
}

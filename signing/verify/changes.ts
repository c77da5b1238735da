import { catalogOf, fieldsOf, formOf, listOf, securityStoreOf } from '../pdf/catalog.ts';
import { openPdf, referenceNumber, resolveDictionary } from '../pdf/read.ts';
import type { PdfReader } from '../pdf/read.ts';
import { isDictionary, write } from '../pdf/values.ts';
import type { PdfDictionary, PdfValue } from '../pdf/values.ts';
import { nextNumber } from '../pdf/increment.ts';

/**
 * What may follow a signature (EN 319 142-1, 5.4 and 6.3): validation data and document time stamps, in revisions that
 * add these and touch nothing else. Everything else changes what a reader sees, or could, and was signed by nobody.
 */
export function isUntouchedSince(file: Uint8Array, end: number): boolean {
  const { revisionEnds } = openPdf(file);
  const later = revisionEnds.filter((revision) => revision > end);
  if (!revisionEnds.includes(end) || (later.at(-1) ?? end) !== file.length) return false;
  let before = openPdf(file.subarray(0, end));
  for (const revision of later) {
    const after = openPdf(file.subarray(0, revision));
    if (!isPermitted(before, after)) return false;
    before = after;
  }
  return true;
}

/** Keys that each kind of object may have; any other could be an action or an appearance. */
const STORE_KEYS: readonly string[] = ['Type', 'Certs', 'OCSPs', 'CRLs', 'VRI'];
const FIELD_KEYS: readonly string[] = ['FT', 'T', 'TU', 'V'];
const EXTENSION_KEYS: readonly string[] = ['Type', 'BaseVersion', 'ExtensionLevel', 'URL'];
const STAMP_KEYS: readonly string[] = ['Type', 'Filter', 'SubFilter', 'ByteRange', 'Contents'];

function isPermitted(before: PdfReader, after: PdfReader): boolean {
  const [catalog, form] = [catalogOf(after), formOf(after)];
  if (before.trailer['Root'] !== after.trailer['Root'] || after.newest.deleted.length > 0) return false;
  const stamps = addedStamps(before, after);
  if (stamps === undefined || !isStore(after)) return false;
  const replaced = new Set([catalog.number, form.number]);
  const added = new Set([...stamps, ...storeNumbers(after)]);
  const first = nextNumber(before);
  return (
    isSameBut(catalogOf(before).dictionary, catalog.dictionary, ['DSS', 'Extensions']) &&
    isSameBut(formOf(before).dictionary, form.dictionary, ['Fields']) &&
    after.newest.written.every((number) => (number < first ? replaced : added).has(number))
  );
}

/** Everything but these entries as it was. */
function isSameBut(before: PdfDictionary, after: PdfDictionary, entries: readonly string[]): boolean {
  const [one, other] = [before, after].map((dictionary) =>
    Object.entries(dictionary)
      .filter(([key]) => !entries.includes(key))
      .map(([key, value]) => `${key} ${write(value ?? null)}`)
      .sort(),
  );
  return one?.join('\n') === other?.join('\n');
}

/** The numbers of new fields with their time stamps; undefined where fields changed in any other way. */
function addedStamps(before: PdfReader, after: PdfReader): readonly number[] | undefined {
  const [old, fields] = [fieldsOf(before), fieldsOf(after)];
  if (!old.every((field, at) => field === fields[at])) return undefined;
  const numbers = fields.slice(old.length).map((field) => stampNumbers(after, field));
  return numbers.every((found) => found !== undefined) ? numbers.flat() : undefined;
}

function stampNumbers(reader: PdfReader, field: PdfValue): readonly number[] | undefined {
  const dictionary = resolveDictionary(reader, field);
  const stamp = resolveDictionary(reader, dictionary?.['V']);
  const numbers = [referenceNumber(field), referenceNumber(dictionary?.['V'])];
  const isStamp =
    hasOnly(dictionary, FIELD_KEYS) &&
    hasOnly(stamp, STAMP_KEYS) &&
    stamp?.['Type'] === '/DocTimeStamp' &&
    stamp['SubFilter'] === '/ETSI.RFC3161';
  return isStamp ? numbers.filter((number) => number !== undefined) : undefined;
}

function hasOnly(dictionary: PdfDictionary | undefined, keys: readonly string[]): boolean {
  return dictionary !== undefined && Object.keys(dictionary).every((key) => keys.includes(key));
}

function isStore(reader: PdfReader): boolean {
  const store = securityStoreOf(reader) ?? {};
  return (
    hasOnly(store, STORE_KEYS) && [undefined, '/DSS'].includes(typeOf(store)) && hasKnownExtensions(reader)
  );
}

function typeOf({ Type }: PdfDictionary): string | undefined {
  return Type === undefined ? undefined : write(Type);
}

/** Versions by developer and nothing else (ISO 32000-1, 7.12). */
function hasKnownExtensions(reader: PdfReader): boolean {
  const extensions = reader.resolve(catalogOf(reader).dictionary['Extensions']);
  const values = isDictionary(extensions) ? Object.values(extensions) : [];
  return values.every((value) => isDictionary(value) && hasOnly(value, EXTENSION_KEYS));
}

/** The store itself and what it lists, also what it lists by signature (VRI). */
function storeNumbers(reader: PdfReader): ReadonlySet<number> {
  const store = securityStoreOf(reader) ?? {};
  const perSignature = reader.resolve(store['VRI']);
  const inner = isDictionary(perSignature) ? Object.values(perSignature) : [];
  const records = inner.map((value) => resolveDictionary(reader, value) ?? {});
  const values = [
    catalogOf(reader).dictionary['DSS'],
    ...Object.values(store),
    ...inner,
    ...[store, ...records].flatMap((record) =>
      Object.values(record).flatMap((value) => listOf(reader, value)),
    ),
  ];
  return new Set(values.flatMap((value) => referenceNumber(value) ?? []));
}

import { createHash } from 'node:crypto';
import { catalogOf, listOf, securityStoreOf } from '../pdf/catalog.ts';
import { appendIncrement, nextNumber } from '../pdf/increment.ts';
import { openPdf } from '../pdf/read.ts';
import type { PdfReader } from '../pdf/read.ts';
import { isDictionary, reference, referenceNumber } from '../pdf/values.ts';
import type { PdfDictionary, PdfObject, PdfValue } from '../pdf/values.ts';
import type { ValidationData } from '../revocation/validation-data.ts';

/** Says to readers of PDF 1.7 that the file uses ETSI's extensions (EN 319 142-1, 5.6; ISO 32000-1, 7.12). */
const EXTENSION: PdfDictionary = { BaseVersion: '/1.7', ExtensionLevel: 2 };

/**
 * Appends the data to the document security store (EN 319 142-1, 5.4.2): what is there stays, what is there already is
 * not written twice. Streams are left unpacked, for DER hardly shrinks.
 */
export function appendValidationData(pdf: Uint8Array, data: ValidationData): Uint8Array {
  const reader = openPdf(pdf);
  return appendIncrement(pdf, reader, storeObjects(reader, data));
}

/** The objects that it appends to this file: nothing is left to choose. */
export function storeObjects(reader: PdfReader, data: ValidationData): readonly PdfObject[] {
  const { number, dictionary: catalog } = catalogOf(reader);
  const present = securityStoreOf(reader) ?? {};
  const first = nextNumber(reader);
  const added: PdfObject[] = [];
  function entry(name: string, encodings: readonly Uint8Array[]): PdfDictionary {
    const before = listOf(reader, present[name]);
    const seen = new Set(before.map((value) => digestAt(reader, value)));
    const fresh = encodings.filter((bytes) => !seen.has(digestOf(bytes)));
    const start = first + 1 + added.length;
    added.push(...fresh.map((bytes, at) => ({ number: start + at, value: { dictionary: {}, bytes } })));
    const all = [...before, ...fresh.map((_, at) => reference(start + at))];
    return all.length === 0 ? {} : { [name]: all };
  }
  const store = {
    ...present,
    Type: '/DSS',
    ...entry('Certs', data.certificates),
    ...entry('OCSPs', data.ocsps),
    ...entry('CRLs', data.crls),
  };
  const changed = { ...catalog, DSS: reference(first), Extensions: extensionsOf(reader, catalog) };
  return [{ number, value: changed }, { number: first, value: store }, ...added];
}

function extensionsOf(reader: PdfReader, catalog: PdfDictionary): PdfDictionary {
  const present = reader.resolve(catalog['Extensions']);
  return { ...(isDictionary(present) ? present : {}), ESIC: EXTENSION };
}

function digestAt(reader: PdfReader, value: PdfValue): string {
  const number = referenceNumber(value);
  const bytes = number === undefined ? undefined : reader.content(number);
  return bytes ? digestOf(bytes) : '';
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

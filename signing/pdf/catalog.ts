import { signingFault } from '../fault.ts';
import { referenceNumber, resolveDictionary } from './read.ts';
import type { PdfReader } from './read.ts';
import { isDictionary } from './values.ts';
import type { PdfDictionary, PdfValue } from './values.ts';

/** An indirect dictionary together with its number, so that a later revision can replace it. */
export type Numbered = { readonly number: number; readonly dictionary: PdfDictionary };

/** The two objects that revisions after sealing may touch. */
export function catalogOf(reader: PdfReader): Numbered {
  return numbered(reader, reader.trailer['Root']);
}

export function formOf(reader: PdfReader): Numbered {
  return numbered(reader, catalogOf(reader).dictionary['AcroForm']);
}

export function fieldsOf(reader: PdfReader): readonly PdfValue[] {
  const form = resolveDictionary(reader, catalogOf(reader).dictionary['AcroForm']);
  const fields = reader.resolve(form?.['Fields']);
  return Array.isArray(fields) ? fields : [];
}

/** The document security store (EN 319 142-1, 5.4.2.2), empty where there is none. */
export function securityStoreOf(reader: PdfReader): PdfDictionary | undefined {
  return resolveDictionary(reader, catalogOf(reader).dictionary['DSS']);
}

/** Values of a dictionary that may be there, in place or by reference. */
export function listOf(reader: PdfReader, value: PdfValue | undefined): readonly PdfValue[] {
  const found = reader.resolve(value);
  return Array.isArray(found) ? found : [];
}

function numbered(reader: PdfReader, value: PdfValue | undefined): Numbered {
  const number = referenceNumber(value);
  const dictionary = reader.resolve(value);
  if (number === undefined || !isDictionary(dictionary)) {
    throw signingFault('PDF_UNREADABLE', 'catalog or form is no indirect dictionary');
  }
  return { number, dictionary };
}

import { signingFault } from '../fault.ts';
import { countTo, holdTo } from './limits.ts';
import { resolveDictionary } from './read.ts';
import type { PdfReader } from './read.ts';
import { isDictionary, referenceNumber } from './values.ts';
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
  return listOf(reader, form?.['Fields']);
}

/** What a field has of its own or from those above it. */
export type Field = { readonly type: PdfValue | undefined; readonly value: PdfValue | undefined };

/** Every field that has no fields below it, with what it inherits (ISO 32000-1, 12.7.3.1). */
export function lastFieldsOf(reader: PdfReader): readonly Field[] {
  const count = countTo('fields');
  function lastFields(fields: readonly PdfValue[], above: Field, depth: number): readonly Field[] {
    holdTo('depth', depth);
    return fields.flatMap((field) => {
      count();
      const { FT: type = above.type, V: value = above.value, Kids } = resolveDictionary(reader, field) ?? {};
      const kids = listOf(reader, Kids);
      return kids.length === 0 ? [{ type, value }] : lastFields(kids, { type, value }, depth + 1);
    });
  }
  return lastFields(fieldsOf(reader), { type: undefined, value: undefined }, 0);
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
    throw signingFault('PDF_NOT_READ', 'catalog or form is no indirect dictionary');
  }
  return { number, dictionary };
}

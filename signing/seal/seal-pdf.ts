import { signingFault } from '../fault.ts';
import { fieldsOf } from '../pdf/catalog.ts';
import { baseOf, nextNumber } from '../pdf/increment.ts';
import { coveredDigest, fillIn, placeholder, prepare } from '../pdf/placeholder.ts';
import { openPdf, resolveDictionary } from '../pdf/read.ts';
import type { PdfReader } from '../pdf/read.ts';
import { dateString, reference, referenceNumber, textString } from '../pdf/values.ts';
import type { PdfDictionary } from '../pdf/values.ts';
import type { TimeStamper } from '../timestamp/stamper.ts';
import { signDigest } from './cms.ts';
import type { Seal, Sealing } from './seal.ts';

/** Room in bytes: a chain of three certificates takes 4 KB, the time stamp of level B-T another 6 KB. */
const ROOM = 16 * 1024;
/** What a time stamp and everything but the certificates may take. */
const ROOM_BESIDE_CERTIFICATES = 10 * 1024;

/**
 * Seals the file with a PAdES B-B signature, or with `tsa` B-T (EN 319 142-1, clause 6), in its empty signature field.
 * Everything up to the signature's own digits is covered; the field's value is the only thing that changes.
 */
export async function sealPdf(
  pdf: Uint8Array,
  seal: Seal,
  sealing: Sealing & { readonly tsa?: TimeStamper | undefined },
): Promise<Uint8Array> {
  const reader = openPdf(pdf);
  const field = emptyField(reader);
  const signature = nextNumber(reader);
  const prepared = prepare(baseOf(pdf, reader), [
    { number: field.number, value: { ...field.dictionary, V: reference(signature) } },
    { number: signature, value: signatureDictionary(sealing, roomFor(seal)) },
  ]);
  const statement = { digest: coveredDigest(prepared), tsa: sealing.tsa };
  return Buffer.concat([pdf, fillIn(prepared, await signDigest(statement, seal))]);
}

/** Whoever has a long chain gets more: the room must be there before anything is signed. */
function roomFor({ certificate, chain }: Seal): number {
  const certificates = [certificate, ...chain].reduce((sum, { length }) => sum + length, 0);
  return Math.max(ROOM, ROOM_BESIDE_CERTIFICATES + certificates);
}

/** SubFilter and /M as EN 319 142-1 asks; words as UTF-16, or Greek would be spoilt. */
function signatureDictionary(sealing: Sealing, room: number): PdfDictionary {
  return {
    Type: '/Sig',
    Filter: '/Adobe.PPKLite',
    SubFilter: '/ETSI.CAdES.detached',
    ...placeholder(room),
    M: dateString(new Date(sealing.signedAt)),
    Name: words(sealing.name),
    Reason: words(sealing.reason),
    Location: words(sealing.location),
    ContactInfo: words(sealing.contactInfo),
  };
}

function words(text: string | undefined): string | undefined {
  return text === undefined ? undefined : textString(text);
}

function emptyField(reader: PdfReader): { readonly number: number; readonly dictionary: PdfDictionary } {
  for (const field of fieldsOf(reader)) {
    const number = referenceNumber(field);
    const dictionary = resolveDictionary(reader, field);
    const isEmpty = dictionary?.['FT'] === '/Sig' && dictionary['V'] === undefined;
    if (number !== undefined && dictionary && isEmpty) return { number, dictionary };
  }
  throw signingFault('PDF_WITHOUT_SEAL_FIELD', 'the file has no empty signature field');
}

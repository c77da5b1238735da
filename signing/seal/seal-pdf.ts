import { createHash } from 'node:crypto';
import { signingFault } from '../fault.ts';
import { appendIncrement, nextNumber } from '../pdf/increment.ts';
import { openPdf, referenceNumber, resolveDictionary } from '../pdf/read.ts';
import type { PdfReader } from '../pdf/read.ts';
import { dateString, reference, textString } from '../pdf/values.ts';
import type { PdfDictionary } from '../pdf/values.ts';
import { signDigest } from './cms.ts';
import type { Seal, Sealing } from './seal.ts';

/** Room for the CMS in bytes: a chain of three certificates takes 4 KB, its time stamp of level B-T another 6 KB. */
const RESERVED = 16 * 1024;
const BYTE_RANGE_WIDTH = 48;

/**
 * Seals the file with a PAdES B-B signature (EN 319 142-1, clause 6) in its empty signature field. Everything up to the
 * signature's own digits is covered; the field's value is the only thing that changes.
 */
export async function sealPdf(pdf: Uint8Array, seal: Seal, sealing: Sealing): Promise<Uint8Array> {
  const prepared = prepare(pdf, sealing);
  const cms = await signDigest(digestOf(prepared), seal);
  if (cms.length > RESERVED) {
    throw signingFault('SIGNATURE_TOO_LARGE', `${cms.length} of ${RESERVED} bytes`);
  }
  prepared.bytes.write(Buffer.from(cms).toString('hex'), prepared.contentsStart + 1, 'latin1');
  return prepared.bytes;
}

/** The file with everything but the signature's digits, which lie between `contentsStart` and `contentsEnd`. */
type Prepared = { readonly bytes: Buffer; readonly contentsStart: number; readonly contentsEnd: number };

function prepare(pdf: Uint8Array, sealing: Sealing): Prepared {
  const reader = openPdf(pdf);
  const field = emptyField(reader);
  const signature = nextNumber(reader);
  const bytes = appendIncrement(pdf, reader, [
    { number: field.number, value: { ...field.dictionary, V: reference(signature) } },
    { number: signature, value: signatureDictionary(sealing) },
  ]);
  const contentsStart = bytes.indexOf('/Contents <', pdf.length, 'latin1') + '/Contents '.length;
  const contentsEnd = contentsStart + 2 * RESERVED + 2;
  const range = `[0 ${contentsStart} ${contentsEnd} ${bytes.length - contentsEnd}]`;
  const rangeStart = bytes.indexOf('/ByteRange ', pdf.length, 'latin1') + '/ByteRange '.length;
  bytes.write(range.padEnd(BYTE_RANGE_WIDTH), rangeStart, 'latin1');
  return { bytes, contentsStart, contentsEnd };
}

function digestOf({ bytes, contentsStart, contentsEnd }: Prepared): Uint8Array {
  const hash = createHash('sha256');
  return hash.update(bytes.subarray(0, contentsStart)).update(bytes.subarray(contentsEnd)).digest();
}

/** SubFilter and /M as EN 319 142-1 asks; words as UTF-16, or Greek would be spoilt. */
function signatureDictionary(sealing: Sealing): PdfDictionary {
  return {
    Type: '/Sig',
    Filter: '/Adobe.PPKLite',
    SubFilter: '/ETSI.CAdES.detached',
    ByteRange: `[${' '.repeat(BYTE_RANGE_WIDTH - 2)}]`,
    Contents: `<${'0'.repeat(2 * RESERVED)}>`,
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
  const catalog = resolveDictionary(reader, reader.trailer['Root']);
  const form = resolveDictionary(reader, catalog?.['AcroForm']);
  const fields = reader.resolve(form?.['Fields']);
  for (const field of Array.isArray(fields) ? fields : []) {
    const number = referenceNumber(field);
    const dictionary = resolveDictionary(reader, field);
    const isEmpty = dictionary?.['FT'] === '/Sig' && dictionary['V'] === undefined;
    if (number !== undefined && dictionary && isEmpty) return { number, dictionary };
  }
  throw signingFault('PDF_WITHOUT_SEAL_FIELD', 'the file has no empty signature field');
}

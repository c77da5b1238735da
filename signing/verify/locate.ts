import { lastFieldsOf } from '../pdf/catalog.ts';
import { holdTo } from '../pdf/limits.ts';
import { openPdf } from '../pdf/read.ts';
import type { PdfReader } from '../pdf/read.ts';
import { stringIn } from '../pdf/strings.ts';
import { isDictionary } from '../pdf/values.ts';
import type { PdfDictionary } from '../pdf/values.ts';

/** A signature as the file's newest revision shows it. */
export type LocatedSignature = {
  readonly subFilter: string | undefined;
  /** /M, the moment that the signer claims. */
  readonly claimedAt: Date | undefined;
  readonly range: ByteRange | undefined;
  /** The content of /Contents with its padding. */
  readonly contents: Uint8Array;
};

/** The two signed stretches of the file, before and after the signature's own digits. */
export type ByteRange = {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** Where what it covers ends. */
  readonly end: number;
  readonly coversWholeFile: boolean;
};

/** In one case of letters: a verifier that reads any case would let single bytes be altered. */
const DIGITS = /^<(?:[0-9A-F]+|[0-9a-f]+)>$/;

/** All filled signature fields, time stamps among them; throws the reader's fault when the file is no PDF of ours. */
export function locateSignatures(
  file: Uint8Array,
  reader: PdfReader = openPdf(file),
): readonly LocatedSignature[] {
  const values = lastFieldsOf(reader).flatMap(({ type, value }) => {
    const signature = type === '/Sig' ? reader.resolve(value) : null;
    return isDictionary(signature) ? [signature] : [];
  });
  holdTo('signatures', values.length);
  return values.map((value) => located(file, value));
}

/** A document time stamp instead of a signature (EN 319 142-1, 5.4.3). */
export function isTimeStamp({ subFilter }: LocatedSignature): boolean {
  return subFilter === '/ETSI.RFC3161';
}

function located(file: Uint8Array, signature: PdfDictionary): LocatedSignature {
  const { SubFilter, ByteRange: range, Contents, M } = signature;
  const digits = typeof Contents === 'string' ? Contents : '';
  return {
    subFilter: typeof SubFilter === 'string' ? SubFilter : undefined,
    claimedAt: typeof M === 'string' ? parseDate(M) : undefined,
    range: Array.isArray(range) ? byteRange(file, range, digits) : undefined,
    contents: Buffer.from(digits.slice(1, -1), 'hex'),
  };
}

/**
 * Only a range from the first byte on whose one gap is exactly this signature's digits is meaningful (ISO 32000-1,
 * 12.8.1): any other gap could hide contents that nobody signed.
 */
function byteRange(file: Uint8Array, range: readonly unknown[], digits: string): ByteRange | undefined {
  const numbers = range.filter((number) => typeof number === 'number' && Number.isSafeInteger(number));
  const [start, length, rest, restLength] = numbers.map(Number);
  const isWhole = range.length === 4 && numbers.length === 4;
  if (!isWhole || start !== 0 || !length || !rest || restLength === undefined) return undefined;
  const gap = Buffer.from(file.subarray(length, rest)).toString('latin1');
  const end = rest + restLength;
  if (gap !== digits || !DIGITS.test(gap) || end > file.length || restLength < 0) return undefined;
  return {
    before: file.subarray(0, length),
    after: file.subarray(rest, end),
    end,
    coversWholeFile: end === file.length,
  };
}

const DATE = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'(\d\d)'?)?/;

/** `D:YYYYMMDDHHmmSS` with Z or an offset such as `+01'00'` (ISO 32000-1, 7.9.4). */
function parseDate(token: string): Date | undefined {
  const parts = DATE.exec(stringIn(token));
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, zone = '+00', zoneMinute = '00'] = parts;
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}:${zoneMinute}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

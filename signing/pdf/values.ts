/**
 * A PDF value (ISO 32000-1, 7.3). A string is a finished token (`/Name`, `<hex>`, `(literal)`, `12 0 R`), so that what was
 * read from a file is written back to it byte by byte.
 */
export type PdfValue = string | number | boolean | null | readonly PdfValue[] | PdfDictionary;

export type PdfDictionary = { readonly [key: string]: PdfValue | undefined };

/** A stream's dictionary and its bytes as they lie in the file, already filtered. */
export type PdfStream = { readonly dictionary: PdfDictionary; readonly bytes: Uint8Array };

/** An indirect object together with the number it is known by. */
export type PdfObject = { readonly number: number; readonly value: PdfValue | PdfStream };

const PLAIN = /^[A-Za-z0-9_.+-]*$/;

export function name(text: string): string {
  if (PLAIN.test(text)) return `/${text}`;
  return `/${text.replace(/[^A-Za-z0-9_.+-]/g, (sign) => `#${hexByte(sign.charCodeAt(0))}`)}`;
}

export function reference(number: number): string {
  return `${number} 0 R`;
}

/** The number in `12 0 R`, else undefined: no other generation is read or written here. */
export function referenceNumber(value: PdfValue | undefined): number | undefined {
  const found = typeof value === 'string' && value.length < 20 ? /^(\d+) 0 R$/.exec(value)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}

export function hexString(bytes: Uint8Array): string {
  return `<${Buffer.from(bytes).toString('hex')}>`;
}

/** Always UTF-16 with its byte order mark: PDFDocEncoding has neither Greek nor Cyrillic (ISO 32000-1, 7.9.2.2). */
export function textString(text: string): string {
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

/** `D:20261121103000Z` (ISO 32000-1, 7.9.4); the hub writes no other zone than UTC. */
export function dateString(instant: Date): string {
  return `(D:${instant.toISOString().replace(/[-:T]|\.\d+/g, '')})`;
}

export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isStream(value: PdfValue | PdfStream): value is PdfStream {
  return isDictionary(value as PdfValue) && (value as PdfStream).bytes instanceof Uint8Array;
}

export function write(value: PdfValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isDictionary(value)) return writeDictionary(value);
  return `[${value.map(write).join(' ')}]`;
}

/** At most three decimals, never the exponent that JavaScript would choose for small numbers. */
export function writeNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 1000) / 1000);
}

function writeDictionary(dictionary: PdfDictionary): string {
  let entries = '';
  for (const key of Object.keys(dictionary)) {
    const value = dictionary[key];
    if (value !== undefined) entries += `${entries === '' ? '' : ' '}${name(key)} ${write(value)}`;
  }
  return `<<${entries}>>`;
}

function hexByte(code: number): string {
  return code.toString(16).toUpperCase().padStart(2, '0');
}

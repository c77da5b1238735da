import { createDecipheriv } from 'node:crypto';
import type { Tables } from './tables.ts';

/** A value of the database, as bytes. */
export type Stored = { readonly place: string; readonly bytes: Buffer };

/** Everything that the database holds: every value of every column of every table. */
export async function everythingIn(tables: Tables): Promise<readonly Stored[]> {
  const columns = await tables.rows<{ name: string; column: string }>(
    `SELECT quote_ident(table_name) AS name, quote_ident(column_name) AS column
     FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
  );
  const all: Stored[] = [];
  for (const { name, column } of columns) {
    const rows = await tables.rows<{ value: unknown }>(`SELECT ${column} AS value FROM ${name}`);
    all.push(...rows.map(({ value }) => ({ place: `${name}.${column}`, bytes: bytesOf(value) })));
  }
  return all;
}

function bytesOf(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  return Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}

/** What of it stands in the values, in clear or in any of the forms in which it might hide. */
export function found(what: readonly (string | Buffer)[], where: readonly Stored[]): readonly string[] {
  const hits = what.flatMap((one) => {
    const forms = formsOf(one);
    return where
      .filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
      .map(({ place }) => `${place}: ${typeof one === 'string' ? one : one.toString('hex').slice(0, 32)}`);
  });
  return [...new Set(hits)];
}

function formsOf(what: string | Buffer): readonly Buffer[] {
  const plain = Buffer.from(what);
  const texts = typeof what === 'string' ? textForms(what) : [];
  return [plain, ...texts, ...encoded(plain), ...texts.flatMap(encoded)];
}

function textForms(text: string): readonly Buffer[] {
  const utf16 = Buffer.from(text, 'utf16le');
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const inAscii = text.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [
    utf16,
    Buffer.from(utf16).swap16(),
    ...[JSON.stringify(text).slice(1, -1), escaped, inAscii].map((form) => Buffer.from(form)),
  ];
}

/** In hexadecimal, and in base64 wherever it begins in a group of three bytes. */
function encoded(bytes: Buffer): readonly Buffer[] {
  const hex = bytes.toString('hex');
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = text.slice(before === 0 ? 0 : 4, bytes.length % 3 === 0 && before === 0 ? undefined : -4);
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const long = inBase64.filter((text) => text.length >= 8);
  return [hex, hex.toUpperCase(), ...long].map((text) => Buffer.from(text));
}

/**
 * All the values opened with a key, whatever they are and wherever they belong: AES-256-GCM without its tag is a counter
 * mode that asks no questions (NIST SP 800-38D, 6.5). What was not sealed with the key turns into noise.
 */
export function openedWith(key: Buffer, where: readonly Stored[]): readonly Stored[] {
  return where
    .filter(({ bytes }) => bytes.length > 28)
    .map(({ place, bytes }) => {
      const counter = Buffer.concat([bytes.subarray(0, 12), Buffer.from([0, 0, 0, 2])]);
      const decipher = createDecipheriv('aes-256-ctr', key, counter);
      return { place, bytes: Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]) };
    });
}

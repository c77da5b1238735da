import { hash } from 'node:crypto';
import { isRecord } from '../../schemas/message/explain.ts';

/**
 * The canonical text of a message, RFC 8785: members sorted by UTF-16 code units, numbers and texts as ECMAScript writes
 * them, which is what `sort` and `JSON.stringify` do.
 */
export function canonicalOf(value: unknown): string {
  if (Array.isArray(value)) return canonicalList(value);
  if (isRecord(value)) return canonicalRecord(value);
  return value === undefined ? 'null' : JSON.stringify(value);
}

function canonicalList(entries: readonly unknown[]): string {
  let written = '';
  for (const entry of entries) written += (written === '' ? '' : ',') + canonicalOf(entry);
  return `[${written}]`;
}

function canonicalRecord(value: Readonly<Record<string, unknown>>): string {
  let written = '';
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) continue;
    written += `${written === '' ? '' : ','}${nameOf(name)}${canonicalOf(member)}`;
  }
  return `{${written}}`;
}

const NAMES = new Map<string, string>();
const MOST_NAMES = 1000;

/** A member's name as it is written. Schemas have few names; those of hostile messages do not fill the memory. */
function nameOf(name: string): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const written = `${JSON.stringify(name)}:`;
  if (NAMES.size < MOST_NAMES) NAMES.set(name, written);
  return written;
}

/** SHA-256 of canonical text, in lower-case hexadecimal. */
export function digestOf(canonical: string): string {
  return hash('sha256', canonical, 'hex');
}

import { hash } from 'node:crypto';
import { isRecord } from '../../schemas/message/explain.ts';

/**
 * The canonical text of a message, RFC 8785: members sorted by UTF-16 code units, numbers and texts as ECMAScript writes
 * them, which is what `sort` and `JSON.stringify` do. What is no JSON (NaN, Infinity, half a surrogate pair) has none, and
 * is thrown: 3.2.2.2 and 3.2.2.3 end there.
 */
export function canonicalOf(value: unknown): string {
  if (typeof value === 'string') return canonicalText(value);
  if (Array.isArray(value)) return canonicalList(value);
  if (isRecord(value)) return canonicalRecord(value);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError('This number is none of JSON.');
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** Nothing in it is written otherwise in JSON: most texts, and all codes. */
const PLAIN = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('A text ends or begins within a character.');
  return JSON.stringify(text);
}

function canonicalList(entries: readonly unknown[]): string {
  let written = '';
  for (const entry of entries) written += (written === '' ? '' : ',') + canonicalOf(entry);
  return `[${written}]`;
}

function canonicalRecord(value: Readonly<Record<string, unknown>>): string {
  let written = '';
  for (const name of sorted(Object.keys(value))) {
    const member = value[name];
    if (member === undefined) continue;
    written += `${written === '' ? '' : ','}${nameOf(name)}${canonicalOf(member)}`;
  }
  return `{${written}}`;
}

/** As `sort` does, which for the few members of a record takes several times as long. */
function sorted(names: string[]): string[] {
  if (names.length > FEW) return names.sort();
  for (let index = 1; index < names.length; index++) {
    const name = names[index] ?? '';
    let place = index;
    for (let before = names[place - 1]; before !== undefined && before > name; before = names[place - 1]) {
      names[place] = before;
      place -= 1;
    }
    names[place] = name;
  }
  return names;
}

const FEW = 16;

const NAMES = new Map<string, string>();
const MOST_NAMES = 1000;

/** A member's name as it is written. Schemas have few names; those of hostile messages do not fill the memory. */
function nameOf(name: string): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const written = `${canonicalText(name)}:`;
  if (NAMES.size < MOST_NAMES) NAMES.set(name, written);
  return written;
}

/** SHA-256 of canonical text, in lower-case hexadecimal. */
export function digestOf(canonical: string): string {
  return hash('sha256', canonical, 'hex');
}

/** Both for whoever needs a codec's canonical form alone (RFC 8785). */
export const CANONICAL = {
  canonical: canonicalOf,
  digest: (value: unknown) => digestOf(canonicalOf(value)),
};

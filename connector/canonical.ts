/**
 * Canonical text of a JSON value, RFC 8785. Numbers and texts are written as ECMAScript writes them, which is what the
 * standard prescribes; left to do is the order of the members, by UTF-16 code units, and to end (3.2.2.2, 3.2.2.3) where
 * there is no such text: for half a surrogate pair, NaN and Infinity.
 */
export function canonicalize(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(',')}]`;
  if (!isRecord(value)) return canonicalScalar(value);
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .toSorted()
    .map((name) => `${canonicalScalar(name)}:${canonicalize(value[name])}`);
  return `{${members.join(',')}}`;
}

function canonicalScalar(value: unknown): string {
  if (typeof value === 'string' && !value.isWellFormed()) throw new TypeError('A text has half a character.');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON has no such number.');
  return JSON.stringify(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

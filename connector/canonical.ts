/**
 * Canonical text of a JSON value, RFC 8785. Numbers and texts are written as ECMAScript writes them, which is what the
 * standard prescribes; left to do is the order of the members, by UTF-16 code units.
 */
export function canonicalize(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${canonicalize(value[name])}`);
  return `{${members.join(',')}}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { describe, expect, test } from 'vitest';
import { foundByJava, hasJava, WITHOUT_JAVA } from './java.ts';
import { publishedFolder } from './published.ts';
import { foundByPython, python, WITHOUT_PYTHON } from './python.ts';

/** The patterns of the published JSON Schemas, read by other regular expressions than those of ECMAScript with `u`. */
const PATIENCE = 120_000;

const folder = publishedFolder();
const patterns = [...new Set(Object.entries(folder).flatMap(([name, text]) => (name.endsWith('.json') ? patternsIn(JSON.parse(text)) : [])))]; // prettier-ignore

function patternsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const within = Object.values(value).flatMap(patternsIn);
  return 'pattern' in value && typeof value.pattern === 'string' ? [value.pattern, ...within] : within;
}

/** Around each border of the classes, and what people and machines write. */
const TEXTS = [
  ...[0x20, 0x7e, 0x7f, 0x9f, 0xa0, 0xa1, 0xad, 0x34f, 0x61c, 0x115f, 0x1161, 0x1680, 0x17b4, 0x180b, 0x2000, 0x200b, 0x200f,
    0x2010, 0x2027, 0x2028, 0x202e, 0x202f, 0x2030, 0x205f, 0x2065, 0x2066, 0x206f, 0x2070, 0x2800, 0x2801, 0x3000, 0x3164, 0xd7ff,
    0xe000, 0xfdd0, 0xfdf0, 0xfe00, 0xfe0f, 0xfeff, 0xff00, 0xffa0, 0xfff0, 0xfff9, 0xfffc, 0xfffd, 0xfffe, 0x1f600, 0x10fffd]
    .flatMap((code) => [String.fromCodePoint(code), `a${String.fromCodePoint(code)}`, `${String.fromCodePoint(code)}a`]),
  '', 'a', 'A-1', 'two words', 'a\tb', 'a\nb', 'a\r\nb', 'Ω', 'é', '2026-11-26', '2026-11-26T10:00:00Z', '2026-11-26T10:00:00.123Z',
  '0000-01-01', 'TUlJ', 'TUlJQw==', 'e'.repeat(64), 'E'.repeat(64), 'application/vnd.etsi.asic-e+zip', 'image/png', 'png',
  'urn:imi-hub:system:de-1', 'urn:imi-hub', 'de', 'DE', 'a@b.example', '\\', '^', ']', '[a]', '-', '&', 'x&&y',
]; // prettier-ignore

const pairs = patterns.flatMap((pattern) => TEXTS.map((text) => [pattern, text] as const));
const verdicts = pairs.map(([pattern, text]) => new RegExp(pattern, 'u').test(text));

/** Where `$` also matches before a last line end, as docs/messages.md says of Python and Java. */
const LINE_END = /[\n\r\u0085\u2028\u2029]$/;

function differences(found: readonly boolean[]): readonly string[] {
  expect(found).toHaveLength(pairs.length);
  return pairs
    .filter((_, index) => found[index] !== verdicts[index])
    .filter(([, text]) => !LINE_END.test(text))
    .map((pair) => JSON.stringify(pair));
}

describe('the patterns say the same', () => {
  test('to ECMAScript without its flag u', () => {
    expect(patterns.length).toBeGreaterThan(8);
    expect(differences(pairs.map(([pattern, text]) => new RegExp(pattern).test(text)))).toEqual([]);
  });

  test.skipIf(python() === undefined)(`to Python, unless ${WITHOUT_PYTHON}`, () => {
    expect(differences(foundByPython(pairs))).toEqual([]);
  }, PATIENCE);

  test.skipIf(!hasJava)(`to Java, unless ${WITHOUT_JAVA}`, () => {
    expect(differences(foundByJava(folder, pairs))).toEqual([]);
  }, PATIENCE);
}); // prettier-ignore

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanJson } from './json-scan.ts';
import { DEFAULT_LIMITS } from './limits.ts';

function placeOf(text: string): string | undefined {
  return scanJson(text, DEFAULT_LIMITS).fault?.path;
}

test.each([
  ['{"a":1,"a":2}', '/a'],
  ['{"list":[{},{"b":[1,"b","b"],"b":0}]}', '/list/1/b'],
  ['{"a":{"x":1},"b":{"x":1,"\\u0078":2}}', '/b/x'],
  ['{"":1,"":2}', '/'],
  ['{"a\\"":1, "a\\"" :2}', '/a?'],
  ['{"a":"{\\"b\\":1,\\"b\\":2}","b":["a","a"]}', undefined],
  ['{"a\\\\":1,"a":2}', undefined],
  ['{"a":1}{"a":1}', undefined],
])('%s', (text, path) => {
  expect(placeOf(text)).toBe(path);
});

test('what JSON.stringify writes has no name twice, and putting a member in twice is found', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.string(), (value, name) => {
      const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
      expect(placeOf(`{${member}}`)).toBeUndefined();
      expect(placeOf(`[0,{${member} , ${member}}]`)).toMatch(/^\/1\//);
    }),
  );
});

test('a broken text never stops the scan', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '-', 'a', '\\u00')),
      (pieces) => {
        expect(() => scanJson(pieces.join(''), DEFAULT_LIMITS)).not.toThrow();
      },
    ),
  );
});

import { afterAll, expect, test } from 'vitest';
import { compileCodecs } from '../adapters/codecs/codecs.ts';
import { makeBook } from '../schemas/catalogue.ts';
import { newMessage, type Message } from './message.ts';
import { openSchemas, type Schema } from './schemas.ts';
import { publishSchemas } from './testing/published.ts';
import { parseXml } from './xml-tree.ts';
import { readXml } from './xml-read.ts';
import { writeXml } from './xml-write.ts';

const published = publishSchemas();
afterAll(() => published.remove());
const schemas = openSchemas(published.folder);

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test.each([
  ['a document type declaration', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', /document type/],
  ['an entity that nobody has declared', '<a>&b;</a>', /entity/],
  ['a character that there is not', '<a>&#x110000;</a>', /entity/],
  ['a text that breaks off', '<a><b></a>', /cannot be read/],
  ['two roots', '<a/><b/>', /cannot be read/],
  ['nothing', '', /cannot be read/],
])('XML with %s is not read', (_, text, problem) => {
  expect(() => parseXml(bytesOf(text))).toThrow(problem);
});

test('bytes that are no UTF-8 are not read', () => {
  expect(() => parseXml(new Uint8Array([0x3c, 0x61, 0x3e, 0xff, 0x3c]))).toThrow(/UTF-8/);
});

test('references, CDATA, comments and prefixes are read as what they mean', () => {
  const text = '<m:a xmlns:m="urn:x"><!-- no --><m:b>1 &lt;&amp;&#13;&#x41;<![CDATA[&lt;]]> 2</m:b>\n</m:a>';
  expect(parseXml(bytesOf(text)).children).toEqual([{ name: 'b', children: [], text: '1 <&\rA&lt; 2' }]);
});

test('a message whose header and body disagree is not read', async () => {
  const message = acceptance();
  const xml = new TextDecoder().decode(writeXml(message, await schemas.of(message.type)));
  const other = bytesOf(xml.replace('<Type>request.accept</Type>', '<Type>request.close</Type>'));
  await expect(readXml(other, (type) => schemas.of(type))).rejects.toThrow(/different types/);
});

test('a message can be written that is wrong, so that the hub can be asked what it thinks of it', async () => {
  const message = acceptance({ coordinator: ['A', 'B'], nonsense: { deep: true } });
  const xml = writeXml(message, await schemas.of(message.type));
  const decoded = compileCodecs(makeBook()).decode(xml, 'application/xml');
  expect(decoded).toMatchObject({ faults: [{ path: '/data/coordinator' }, { path: '/data/nonsense' }] });
});

test('a schema that does not name the entries of its lists cannot be written by', () => {
  const schema: Schema = { properties: { data: { type: 'array', items: { type: 'string' } } } };
  expect(() => writeXml(acceptance(['a']), schema)).toThrow(/xmlEntry/);
});

function acceptance(data: unknown = {}): Message {
  const wish = { authority: 'DE-T-LEHRAMT', subject: 'REQ-2026-0000001', caseversion: 4, data };
  return newMessage('de-anerkennung', 'request.accept', wish);
}

import { expect, test } from 'vitest';
import { isLegible } from './legible.ts';

const XML = '\uFEFF<?xml version="1.0"?>\n<a><b>accepted</b></a>';

test.each([
  ['XML', XML],
  [
    'XML with characters that must be written otherwise',
    XML.replace('accepted', 'a &lt; b &amp; c&#13;&#xA;&#34;'),
  ],
  ['letters outside ASCII as numbers', XML.replace('accepted', 'accept&#233;')],
  ['JSON', '{"outcome":"accepted","name":"\\u00e9\\n"}'],
])('%s is legible', (_, text) => {
  expect(isLegible(Buffer.from(text))).toBe(true);
});

test.each([
  ['a comment in a value', XML.replace('accepted', 'acc<!-- not -->epted')],
  ['a comment between elements', XML.replace('<b>', '<!-- refused --><b>')],
  ['CDATA', XML.replace('accepted', 'acc<![CDATA[epted]]>')],
  ['an instruction', XML.replace('<b>', '<?x refused?><b>')],
  ['letters as numbers', XML.replace('accepted', '&#97;ccepted')],
  ['letters as hexadecimal numbers', XML.replace('accepted', '&#x0061;ccepted')],
  ['a document type', XML.replace('<a>', '<!DOCTYPE a><a>')],
  ['JSON with letters as numbers', '{"outcome":"\\u0061ccepted"}'],
])('%s hides something', (_, text) => {
  expect(isLegible(Buffer.from(text))).toBe(false);
});

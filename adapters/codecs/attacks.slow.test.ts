import { describe, expect, test } from 'vitest';
import { compileBook } from '../../schemas/message/book.ts';
import { ACCEPT, SAMPLES, sampleMessage, SEND, typicalSend } from '../../schemas/message/sample.ts';
import { compileCodecs, type Decoded } from './codecs.ts';

const codecs = compileCodecs(compileBook(SAMPLES));
const utf8 = new TextEncoder();
const XML = text(codecs.encode(typicalSend(), 'xml'));
const JSON_TEXT = JSON.stringify(sampleMessage(ACCEPT, {}));
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const BOMB = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]>`;
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const MB = 1024 * 1024;

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function decode(message: string | Uint8Array, contentType?: string): Decoded {
  return codecs.decode(typeof message === 'string' ? utf8.encode(message) : message, contentType);
}

function codesOf(decoded: Decoded): readonly string[] {
  return 'faults' in decoded ? decoded.faults.map(({ code }) => code) : [];
}

function digestOf(decoded: Decoded): string {
  return 'digest' in decoded ? decoded.digest : '';
}

/** The document with one change, which the test has not lost by a slip of the pen. */
function around(change: (xml: string) => string): string {
  const changed = change(XML);
  expect(changed).not.toBe(XML);
  return changed;
}

function utf16(given: string): Uint8Array {
  return Buffer.from(given, 'utf16le');
}

const BODY = '<sample.send xmlns="urn:imi-hub:message:1.0">';

const REFUSED: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['a billion laughs', XML.replace(HEAD, HEAD + BOMB), 'XML_DOCTYPE'],
  ['an external entity', XML.replace(HEAD, '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), 'XML_DOCTYPE'],
  ['a DOCTYPE behind comments', XML.replace(HEAD, `${HEAD}<!-- a --> \n<!----><!DOCTYPE a>`), 'XML_DOCTYPE'],
  ['a DOCTYPE in small letters', XML.replace(HEAD, '<!doctype a>'), 'XML_DOCTYPE'],
  ['a DOCTYPE within the root', around((xml) => xml.replace(BODY, `<!DOCTYPE a>${BODY}`)), 'XML_MALFORMED'],
  ['an unknown entity', around((xml) => xml.replace('>PQ<', '>&pq;<')), 'XML_MALFORMED'],
  ['a reference to NUL', around((xml) => xml.replace('>PQ<', '>&#0;<')), 'XML_MALFORMED'],
  ['a reference to a surrogate', around((xml) => xml.replace('>PQ<', '>&#xD800;<')), 'XML_MALFORMED'],
  ['a processing instruction before', XML.replace(HEAD, '<?xml-stylesheet href="a"?>'), 'XML_UNEXPECTED_NODE'],
  ['a processing instruction within', around((xml) => xml.replace(BODY, `${BODY}<?php 1 ?>`)), 'XML_UNEXPECTED_NODE'],
  ['deep nesting', XML.replace(BODY, BODY + '<a>'.repeat(100_000)), 'MESSAGE_TOO_DEEP'],
  ['many elements', XML.replace(BODY, BODY + '<a/>'.repeat(100_000)), 'MESSAGE_TOO_COMPLEX'],
  ['many attributes', XML.replace(BODY, `<a ${attributes(100_000)}/>${BODY}`), 'MESSAGE_TOO_COMPLEX'],
  ['many name spaces', XML.replace(BODY, `<a ${attributes(100_000, 'xmlns:')}/>${BODY}`), 'MESSAGE_TOO_COMPLEX'],
  ['mismatched tags', around((xml) => xml.replace('</area>', '</Area>')), 'XML_MALFORMED'],
  ['two roots', `${XML}<a/>`, 'XML_MALFORMED'],
  ['XML 1.1', XML.replace('version="1.0"', 'version="1.1"'), 'XML_MALFORMED'],
  ['another encoding', XML.replace('UTF-8', 'ISO-8859-1'), 'MESSAGE_ENCODING'],
  ['UTF-7', XML.replace('UTF-8', 'UTF-7'), 'MESSAGE_ENCODING'],
  ['UTF-16 with mark', utf16(`\uFEFF${XML}`), 'MESSAGE_ENCODING'],
  ['UTF-16 without mark', utf16(XML), 'MESSAGE_ENCODING'],
  ['UTF-32 with mark', Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), utf16(XML)]), 'MESSAGE_ENCODING'],
  ['overlong UTF-8', Buffer.concat([Buffer.from([0xc0, 0xbc]), utf8.encode(XML)]), 'MESSAGE_ENCODING'],
  ['a surrogate in UTF-8', Buffer.concat([utf8.encode(XML), Buffer.from([0xed, 0xa0, 0x80])]), 'MESSAGE_ENCODING'],
  ['NUL', around((xml) => xml.replace('>PQ<', '>P\0Q<')), 'MESSAGE_ENCODING'],
  ['two byte order marks', `\uFEFF\uFEFF${XML}`, 'MESSAGE_FORMAT_UNKNOWN'],
  ['too many bytes', new Uint8Array(4 * MB + 1), 'MESSAGE_TOO_LARGE'],
  ['nothing', '', 'MESSAGE_FORMAT_UNKNOWN'],
  ['a list', '[]', 'MESSAGE_FORMAT_UNKNOWN'],
  ['a root of another name space', around((xml) => xml.replace('StandardBusinessDocumentHeader"', 'x"')), 'ENVELOPE_INVALID'],
  ['a body of another name space', around((xml) => xml.replace('message:1.0">', 'message:2.0">')), 'ENVELOPE_CONTRADICTION'],
  ['a body without name space', around((xml) => xml.replace(BODY, '<sample.send xmlns="">')), 'ENVELOPE_CONTRADICTION'],
  ['a name space with a blank behind it', around((xml) => xml.replace('message:1.0">', 'message:1.0 ">')), 'XML_MALFORMED'],
  ['a header name space with a line end before it', around((xml) => xml.replace('xmlns="http', 'xmlns="&#10;http')), 'XML_MALFORMED'],
  ['a prefix with a blank', around((xml) => xml.replace(BODY, BODY.replace('>', ' xmlns:a="urn:x ">'))), 'XML_MALFORMED'],
  ['tags that nobody sees', around((xml) => xml.replace('>PQ<', '>PQ<').replace('Enfermeira', 'Enf&#xE0041;ermeira')), 'SCHEMA'],
  ['a text of soft hyphens', around((xml) => xml.replace(/Enfermeira[^<]*/, '\u{AD}\u{AD}')), 'SCHEMA'],
  ['a carriage return that XML would keep', around((xml) => xml.replace('Enfermeira', 'a&#13;')), 'SCHEMA'],
  ['a prefix bound anew', around((xml) => xml.replace('<area>', '<area xmlns="urn:x">')), 'SCHEMA'],
  ['a prefix unbound', around((xml) => xml.replace('<area>', '<m:area>').replace('</area>', '</m:area>')), 'XML_MALFORMED'],
  ['the prefix xmlns', around((xml) => xml.replace(BODY, `<xmlns:a/>${BODY}`)), 'XML_MALFORMED'],
  ['an attribute', around((xml) => xml.replace('<area>', '<area lang="en">')), 'XML_UNEXPECTED_NODE'],
  ['an attribute twice', around((xml) => xml.replace('<area>', '<area a="1" a="2">')), 'XML_MALFORMED'],
  ['xsi:type', around((xml) => xml.replace('<area>', `<area xmlns:i="${XSI}" i:type="x">`)), 'XML_UNEXPECTED_NODE'],
  ['mixed content', around((xml) => xml.replace('<questions>', '<questions>text')), 'XML_UNEXPECTED_NODE'],
  ['an element in a text', around((xml) => xml.replace('>PQ<', '><b>PQ</b><')), 'XML_UNEXPECTED_NODE'],
  ['__proto__ as an element', around((xml) => xml.replace('<area>', '<__proto__><x/></__proto__><area>')), 'SCHEMA'],
  ['an element twice', around((xml) => xml.replace('<area>', '<area>PQ</area><area>')), 'SCHEMA'],
  ['a scope twice', around((xml) => xml.replace(/<Scope>.*<\/Scope>/, '$&$&')), 'ENVELOPE_INVALID'],
  ['an unknown scope', around((xml) => xml.replace('>AUTHORITY<', '>constructor<')), 'ENVELOPE_INVALID'],
  ['another header order', around((xml) => xml.replace(/(<Sender>.*<\/Sender>)(<Receiver>.*<\/Receiver>)/, '$2$1')), 'ENVELOPE_INVALID'],
  ['a body that is not the type', around((xml) => xml.replace('<Type>sample.send<', '<Type>sample.accept<')), 'ENVELOPE_CONTRADICTION'],
  ['an unknown type', around((xml) => xml.replaceAll('sample.send', 'sample.steal')), 'COMMAND_UNKNOWN'],
  ['two bodies', around((xml) => xml.replace('</StandardBusinessDocument>', '<a/>$&')), 'ENVELOPE_INVALID'],
  ['JSON nested deep', '{"data":'.repeat(100_000), 'MESSAGE_TOO_DEEP'],
  ['JSON lists nested deep', `{"data":${'['.repeat(3 * MB)}`, 'MESSAGE_TOO_DEEP'],
  ['JSON with many parts', `{"data":[${'0,'.repeat(MB)}0]}`, 'MESSAGE_TOO_COMPLEX'],
  ['a JSON name twice', JSON_TEXT.replace('{', '{"id":"other",'), 'JSON_DUPLICATE_NAME'],
  ['a JSON name twice, once in disguise', JSON_TEXT.replace('{', '{"\\u0069d":"other",'), 'JSON_DUPLICATE_NAME'],
  ['JSON with a comment', JSON_TEXT.replace('{', '{/* a */'), 'JSON_MALFORMED'],
  ['JSON with a comma too many', JSON_TEXT.replace(/\}$/, ',}'), 'JSON_MALFORMED'],
  ['JSON followed by more', `${JSON_TEXT}{}`, 'JSON_MALFORMED'],
  ['JSON with a raw line end', JSON_TEXT.replace('PT-0001', 'PT\n0001'), 'JSON_MALFORMED'],
  ['__proto__ in JSON', JSON_TEXT.replace('"data":{}', '"data":{"__proto__":{"area":"PQ"}}'), 'SCHEMA'],
  ['constructor in JSON', JSON_TEXT.replace('"data":{}', '"data":{"constructor":1}'), 'SCHEMA'],
  ['a JSON type that contradicts its schema', JSON_TEXT.replace('1.0:sample.accept', '1.0:sample.send'), 'ENVELOPE_CONTRADICTION'],
  ['half a character', JSON_TEXT.replace('"data":{}', '"data":{},"authority":"\\udc00x"').replace('"authority":"PT-0001",', ''), 'ENVELOPE_INVALID'],
  ['a lone surrogate', JSON_TEXT.replace('PT-0001', '\\ud800'), 'ENVELOPE_INVALID'],
]; // prettier-ignore

function attributes(count: number, prefix = ''): string {
  return Array.from({ length: count }, (_, index) => `${prefix}a${index}="u"`).join(' ');
}

describe('hostile messages', () => {
  test.each(REFUSED)('%s is refused quickly', (_, message, code) => {
    const start = spent();
    const codes = codesOf(decode(message));
    expect(codes[0]).toBe(code);
    expect(spent() - start).toBeLessThan(1_500);
  });

  test('four megabytes of faults are answered with a hundred', () => {
    const questions = Array.from({ length: 12_000 }, () => ({ a: 1, b: 2 }));
    const decoded = decode(JSON.stringify(sampleMessage(SEND, { questions })));
    expect(codesOf(decoded)).toHaveLength(100);
  });

  test('a long text is refused for its length before its characters are looked at', () => {
    const start = spent();
    const decoded = decode(
      JSON.stringify(sampleMessage(SEND, { area: 'x'.repeat(3 * MB), kind: ' '.repeat(MB / 2) })),
    );
    expect(decoded).toMatchObject({
      faults: expect.arrayContaining([
        { code: 'SCHEMA', path: '/data/area', facts: { problem: 'at most 20 characters are possible' } },
      ]),
    });
    expect(spent() - start).toBeLessThan(1_500);
  });

  test('white space without end around a number costs no more than its length', () => {
    const start = spent();
    const blank = ' '.repeat(MB);
    const decoded = decode(XML.replace('<copies>1<', `<copies>${blank}1${blank}1${blank}<`));
    expect(codesOf(decoded)).toEqual(['SCHEMA']);
    expect(spent() - start).toBeLessThan(1_500);
  });

  test.each([
    ['references', '&#65;'],
    ['CDATA sections', '<![CDATA[A]]>'],
    ['comments', '<!---->'],
    ['brackets', ']]'],
    ['line ends', '\r'],
  ])('four megabytes of %s cost no more than their length', (_, piece) => {
    const start = spent();
    const decoded = decode(XML.replace('>PQ<', () => `>PQ${piece.repeat((3.9 * MB) / piece.length)}<`));
    expect(codesOf(decoded)).toEqual(piece === '<!---->' ? [] : ['SCHEMA']);
    expect(spent() - start).toBeLessThan(4_000);
  });

  test('no answer repeats what the message said', () => {
    const secret = 'Maria Silva';
    const messages = [
      XML.replaceAll('PQ', `${secret}!\u{202E}`),
      XML.replace('<area>', `<area title="${secret}">`),
      XML.replace('<area>', `<Maria.Silva.born.1970-01-01.in.Lisbon.and.so.on/><area>`),
      XML.replace('</area>', `</area>${secret}<Maria Silva>`),
      JSON_TEXT.replace('"data":{}', `"data":{"${secret}":"${secret}"}`),
      JSON_TEXT.replace('"data":{}', `"data":"${secret}`),
      JSON_TEXT.replace('"id":"', `"id":"${secret}`),
    ];
    for (const message of messages) {
      const decoded = decode(message);
      expect(codesOf(decoded)).not.toEqual([]);
      expect(JSON.stringify(decoded)).not.toContain(secret);
    }
  });
});

describe('harmless oddities', () => {
  const digest = digestOf(decode(XML));

  test.each([
    ['a byte order mark', `\uFEFF${XML}`],
    ['no XML declaration', XML.replace(HEAD, '')],
    ['another declaration', XML.replace(HEAD, `<?xml version='1.0' encoding='utf-8' standalone="yes" ?>`)],
    ['DOCTYPE in a comment that HTML would have ended', XML.replace(HEAD, '<!--><!DOCTYPE a>-->')],
    ['DOCTYPE in a comment', XML.replace(HEAD, '<!-- <!DOCTYPE a> -->')],
    ['a comment in a text', XML.replace('>PQ<', '>P<!-- and -->Q<')],
    ['CDATA', XML.replace('>PQ<', '><![CDATA[P]]>Q<')],
    [
      'a hint where the schema is',
      XML.replace(BODY, BODY.replace('>', ` xmlns:xsi="${XSI}" xsi:schemaLocation="a b">`)),
    ],
    ['line ends of Windows', XML.replaceAll('\n', '\r\n')],
    ['white space around a number', XML.replace('<copies>1<', '<copies>\n +01 <')],
  ])('%s changes nothing', (_, xml) => {
    expect(digestOf(decode(xml))).toBe(digest);
  });

  test.each(['application/xml', 'text/xml; charset=utf-8', 'Application/XML;charset="UTF-8"'])(
    '%s is XML',
    (type) => {
      expect(digestOf(decode(XML, type))).toBe(digest);
    },
  );

  test.each([
    ['bytes', new Uint8Array([0x3c, 0xff]), 'its bytes are not well-formed UTF-8'],
    ['NUL', XML.replace('>PQ<', '>\0<'), 'it contains NUL'],
    ['XML declaration', XML.replace('UTF-8', 'ISO-8859-1'), 'its XML declaration names another encoding'],
  ])('what is wrong with the encoding is told: %s', (_, message, problem) => {
    expect(decode(message)).toMatchObject({ faults: [{ code: 'MESSAGE_ENCODING', facts: { problem } }] });
  });

  test.each([
    ['text/plain', 'MESSAGE_FORMAT_UNKNOWN'],
    ['application/xml; charset=utf-16', 'MESSAGE_ENCODING'],
    ['application/xml; boundary=x', 'MESSAGE_FORMAT_UNKNOWN'],
    ['application/json', 'JSON_MALFORMED'],
  ])('%s is refused for this XML', (type, code) => {
    expect(codesOf(decode(XML, type))).toEqual([code]);
  });
});

describe('a refused message', () => {
  test('can still be named by its receipt', () => {
    const named = { id: '01JCZ6V7Q0F8T4M2', type: 'sample.accept', subject: 'REQ-2026-000001' };
    const xml = text(codecs.encode(sampleMessage(ACCEPT, {}), 'xml'));
    expect(decode(xml.replace('/></Stand', '><a></b>'))).toMatchObject({
      ...named,
      faults: [{ code: 'XML_MALFORMED' }],
    });
    expect(decode(JSON_TEXT.replace('"data":{}', '"data":1'))).toMatchObject(named);
  });

  test('gets all faults of header and body at once, with the place of each', () => {
    const xml = XML.replace('2026-11-20T09:30:00Z', 'yesterday')
      .replace('<copies>1</copies>', '<copies>many</copies><colour>red</colour>')
      .replace('<isUrgent>false</isUrgent>', '')
      .replace('>2026-12-24<', '>2026-02-30<');
    const decoded = decode(xml);
    const places = 'faults' in decoded ? decoded.faults.map(({ code, path }) => `${code} ${path}`) : [];
    expect(places.toSorted()).toEqual([
      'ENVELOPE_INVALID /time',
      'SCHEMA /data/colour',
      'SCHEMA /data/copies',
      'SCHEMA /data/deadline',
      'SCHEMA /data/isUrgent',
    ]);
  });
});

/** Milliseconds of processor so far: what others do on the machine does not count. What grows faster than its length takes minutes. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

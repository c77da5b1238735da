import { describe, expect, test } from 'vitest';
import { compileBook } from '../../schemas/message/book.ts';
import { jsonSchema } from '../../schemas/message/json-schema.ts';
import { profile } from '../../schemas/message/profile.ts';
import { ACCEPT, ANSWERED, SAMPLES, sampleMessage, SEND, typicalSend } from '../../schemas/message/sample.ts';
import { sbdhXsd } from '../../schemas/message/sbdh-xsd.ts';
import { xsdFolder } from '../../schemas/message/xsd.ts';
import { compileCodecs } from './codecs.ts';
import { judge, judgeOf, OFFICIAL_SBDH } from './testing/judge.ts';

const codecs = compileCodecs(compileBook(SAMPLES));
const messages = [
  { ...typicalSend(), signature: 'TUlJQw==' },
  sampleMessage(ACCEPT, {}),
  sampleMessage(ANSWERED, { amount: -3 }),
];
const documents = messages.map((message) => new TextDecoder().decode(codecs.encode(message, 'xml')));
const XML = documents[0] ?? '';
const bySchema = judgeOf(SEND);

function withSignature(signature: string): string {
  return new TextDecoder().decode(codecs.encode({ ...typicalSend(), signature }, 'xml'));
}

function isDecoded(xml: string): boolean {
  return 'message' in codecs.decode(new TextEncoder().encode(xml), 'application/xml');
}

describe('the published XSD', () => {
  test('every document is also a Standard Business Document by the official header', () => {
    const official = judge({ 'sbdh.xsd': OFFICIAL_SBDH }, 'sbdh.xsd');
    expect(documents.map(official)).toEqual([true, true, true]);
  });

  test('one schema includes all types, and knows no others', () => {
    const all = judge({ 'sbdh.xsd': sbdhXsd(), ...Object.fromEntries(xsdFolder(SAMPLES)) }, 'messages.xsd');
    expect(documents.map(all)).toEqual([true, true, true]);
    expect(all(XML.replaceAll('sample.send', 'sample.steal'))).toBe(false);
  });

  test.each([
    ['as it is', XML],
    ['without scopes', XML.replace(/<BusinessScope>.*<\/BusinessScope>/, '')],
    ['with an empty BusinessScope', XML.replace(/<BusinessScope>.*<\/BusinessScope>/, '<BusinessScope/>')],
    ['with white space', XML.replaceAll('><', '>\n<')],
    ['with white space around the time', XML.replace('2026-11-20T09:30:00Z', ' 2026-11-20T09:30:00Z\n')],
    ['with white space around the id', XML.replace('01JCZ6V7Q0F8T4M2', ' 01JCZ6V7Q0F8T4M2')],
    ['with a local time', XML.replace('09:30:00Z', '09:30:00+01:00')],
    ['at midnight that is 24 o’clock', XML.replace('09:30:00Z', '24:00:00Z')],
    ['without sender', XML.replace(/<Sender>.*<\/Sender>/, '')],
    ['with two senders', XML.replace(/<Sender>.*<\/Sender>/, '$&$&')],
    ['with a sender without authority', XML.replace(/<Sender><Identifier[^>]*>/, '<Sender><Identifier>')],
    ['with a sender of another authority', XML.replace('"urn:imi-hub">', '"urn:other">')],
    ['with a receiver that is none', XML.replace('>urn:imi-hub<', '>urn:other<')],
    [
      'from a system to a system',
      XML.replace(
        '<Identifier Authority="urn:imi-hub">urn:imi-hub<',
        '<Identifier Authority="urn:imi-hub">urn:imi-hub:system:de-1<',
      ),
    ],
    [
      'to itself',
      XML.replace(
        '<Identifier Authority="urn:imi-hub">urn:imi-hub<',
        '<Identifier Authority="urn:imi-hub">urn:imi-hub:system:pt-1<',
      ),
    ],
    ['with an empty authority', XML.replace('>PT-0001<', '><')],
    ['with an empty signature', withSignature('')],
    ['with another header version', XML.replace('<HeaderVersion>1.0', '<HeaderVersion>1.3')],
    ['with another standard', XML.replace('>urn:imi-hub:message<', '>urn:other<')],
    ['with another version', XML.replace('<TypeVersion>1.0', '<TypeVersion>2.0')],
    ['without id', XML.replace(/(<InstanceIdentifier>.*?<\/InstanceIdentifier>)(<Type>)/, '$2')],
    ['with a scope twice', XML.replace(/<Scope>.*<\/Scope>/, '$&$&')],
    ['with an unknown scope', XML.replace('>AUTHORITY<', '>OTHER<')],
    ['with a signature', withSignature('TUlJQw+/')],
    ['with the longest signature', withSignature('A'.repeat(21_848))],
    ['with a signature that is too long', withSignature('A'.repeat(21_852))],
    ['with a signature that is no base64', withSignature('TUlJ-Qw==')],
    ['with a signature in lines', withSignature('TUlJ\nQw==')],
    ['with two signatures', withSignature('TUlJQw==').replace(/<Scope>(?!.*<Scope>).*<\/Scope>/, '$&$&')],
    ['with a manifest', XML.replace('<BusinessScope>', '<Manifest/><BusinessScope>')],
    ['with an attribute in the header', XML.replace('<Sender>', '<Sender lang="en">')],
    ['with text in the header', XML.replace('<Sender>', '<Sender>text')],
    [
      'without header',
      XML.replace(/<StandardBusinessDocumentHeader>.*<\/StandardBusinessDocumentHeader>/, ''),
    ],
    ['without body', XML.replace(/<sample\.send.*<\/sample\.send>/s, '')],
    ['with two bodies', XML.replace(/<sample\.send.*<\/sample\.send>/s, '$&$&')],
    [
      'with a body of the official lax kind',
      XML.replace(/<sample\.send.*<\/sample\.send>/s, '<other xmlns="urn:x"/>'),
    ],
    ['with +01 as number', XML.replace('<copies>1<', '<copies>+01<')],
    ['with 1.0 as number', XML.replace('<copies>1<', '<copies>1.0<')],
    ['with 0 as truth', XML.replace('<isUrgent>false<', '<isUrgent> 0 <')],
    ['with FALSE as truth', XML.replace('<isUrgent>false<', '<isUrgent>FALSE<')],
    ['with a time zone in a date', XML.replace('2026-12-24', '2026-12-24Z')],
    ['with white space in the words of a list', XML.replace('natural-person', ' natural-person')],
    [
      'with xsi:nil',
      XML.replace('<area>', '<area xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">'),
    ],
  ])('a document %s: reader and schema agree', (_, xml) => {
    expect(isDecoded(xml)).toBe(bySchema(xml));
  });
});

describe('an area’s profile', () => {
  const narrow = profile(SEND, {
    area: ['PQ', 'XY'],
    question: [1, 2, 3, 4, 5, 6, 7].map((id) => `q-${id}`),
  });

  test('lists the words that the area admits, in both documents', () => {
    const byProfile = judgeOf(narrow);
    expect(byProfile(XML)).toBe(true);
    expect(byProfile(XML.replace('>PQ<', '>ZZ<'))).toBe(false);
    expect(byProfile(XML.replace('>q-7<', '>q-8<'))).toBe(false);
    expect(JSON.stringify(jsonSchema(narrow))).toContain('"enum":["PQ","XY"]');
  });

  test('with no word at all admits nothing', () => {
    const byNothing = judgeOf(profile(SEND, { area: [] }));
    expect(byNothing(XML)).toBe(false);
    expect(byNothing(XML.replace('>PQ<', '><'))).toBe(false);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VALUES } from '../../domain/testing/values.ts';
import { AnswerValue, VALUE_TYPE_NAMES } from '../../domain/values/table.ts';
import { CATALOGUE } from '../../schemas/catalogue.ts';
import { compileBook, type MessageType } from '../../schemas/message/book.ts';
import { sampleMessage } from '../../schemas/message/sample.ts';
import { shapeOf } from '../../schemas/message/shape.ts';
import { compileCodecs } from './codecs.ts';
import { valueOf } from './testing/arbitrary.ts';
import { judgeOf } from './testing/judge.ts';

/** A reply with a value of each type, in both forms of the message. */

const REPLY = replyType();
const book = compileBook([REPLY]);
const codecs = compileCodecs(book);
const fitsXsd = judgeOf(REPLY);

function replyType(): MessageType {
  const found = CATALOGUE.types.find(({ type }) => type === 'request.reply');
  if (found === undefined) throw new Error('no request.reply');
  return found;
}

function replyWith(value: unknown) {
  return sampleMessage(REPLY, { answers: [{ question: 'PQ-GQ-012', value }] });
}

test.each(VALUE_TYPE_NAMES)('a value of the type %s is the same in XML and in JSON', (type) => {
  const message = replyWith(VALUES[type].value);
  const xml = codecs.encode(message, 'xml');
  const fromXml = codecs.decode(xml, 'application/xml');
  expect(fromXml).toMatchObject({ message });
  expect(codecs.decode(codecs.encode(message, 'json'), 'application/cloudevents+json')).toEqual(fromXml);
  expect(fitsXsd(new TextDecoder().decode(xml))).toBe(true);
});

test('whatever a value says, it is the same in both forms, and right by the published XSD', () => {
  fc.assert(
    fc.property(valueOf(shapeOf(AnswerValue)), (value) => {
      const message = replyWith(value);
      const xml = codecs.encode(message, 'xml');
      const fromXml = codecs.decode(xml, 'application/xml');
      expect(fromXml).toMatchObject({ message });
      expect(codecs.decode(codecs.encode(message, 'json'), 'application/cloudevents+json')).toEqual(fromXml);
      expect(fitsXsd(new TextDecoder().decode(xml))).toBe(true);
    }),
  );
});

describe('a value of the wrong shape is refused with one fault', () => {
  test.each<readonly [string, object, string]>([
    ['no value', {}, ''],
    ['two at once', { option: 'yes', code: 'midwife' }, ''],
    ['one of a type that there is not', { colour: 'red' }, '/colour'],
    ['a list that is none', { options: 'yes' }, '/options'],
    ['an empty list', { codes: [] }, '/codes'],
    ['more options than any question has', { options: Array.from({ length: 61 }, (_, one) => `o-${one}`) }, '/options'],
    ['an amount as a number', { money: { amount: 12.5, currency: 'EUR' } }, '/money/amount'],
    ['an amount with one decimal', { money: { amount: '12.5', currency: 'EUR' } }, '/money/amount'],
    ['an amount below nothing', { money: { amount: '-1.00', currency: 'EUR' } }, '/money/amount'],
    ['an amount with a comma', { money: { amount: '1,00', currency: 'EUR' } }, '/money/amount'],
    ['a currency that is none', { money: { amount: '1', currency: '€' } }, '/money/currency'],
    ['money without its currency', { money: { amount: '1' } }, '/money/currency'],
    ['half a date', { date: '2001-07' }, '/date'],
    ['a person with half a date', { person: { familyName: 'A', givenName: 'B', birthDate: '1961-05' } }, '/person/birthDate'],
    ['a person without a name', { person: { familyName: 'A' } }, '/person/givenName'],
    ['a person of whom more is said', { person: { familyName: 'A', givenName: 'B', religion: 'C' } }, '/person/religion'],
    ['a document by its name', { attachments: ['diploma.pdf'] }, '/attachments/0'],
    ['a country of three letters', { country: 'DEU' }, '/country'],
    ['an authority with spaces', { authority: 'DE BERLIN' }, '/authority'],
  ])('%s', (_, value, place) => {
    const faults = book.validate(replyWith(value)).map(({ code, path }) => `${code} ${path}`);
    expect(faults).toEqual([`SCHEMA /data/answers/0/value${place}`]);
  });
}); // prettier-ignore

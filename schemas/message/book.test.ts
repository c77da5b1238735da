import Type from 'typebox';
import { describe, expect, test } from 'vitest';
import { integer, list, record, text } from '../../domain/kernel/says.ts';
import { compileBook } from './book.ts';
import { jsonSchema } from './json-schema.ts';
import { ACCEPT, ANSWERED, SAMPLES, sampleMessage, SEND } from './sample.ts';
import { shapeOf } from './shape.ts';

const book = compileBook(SAMPLES);
const walked = compileBook(SAMPLES, 'walked');
const accept = sampleMessage(ACCEPT, {});
const answered = sampleMessage(ANSWERED, { option: 'yes' });

function without(message: object, name: string): object {
  return Object.fromEntries(Object.entries(message).filter(([member]) => member !== name));
}

function faultsOfText(given: string): number {
  return book.validate(sampleMessage(ANSWERED, { text: given })).length;
}

describe('the envelope', () => {
  test.each([
    ['a command on a case', accept, []],
    ['a message of the hub', answered, []],
    ['a signature', { ...accept, signature: 'TUlJQw==' }, []],
    ['a signature that is no base64', { ...accept, signature: 'TUlJ Qw==' }, ['ENVELOPE_INVALID /signature']],
    ['a signature without end', { ...accept, signature: 'A'.repeat(21_849) }, ['ENVELOPE_INVALID /signature']],
    ['a repeated receipt', { ...answered, duplicate: 'DUPLICATE_SAME' }, []],
    ['a command without its case', without(accept, 'subject'), ['CASE_REQUIRED /subject']],
    ['a case where one is opened', { ...sampleMessage(SEND, 1), subject: 'X' }, ['SCHEMA /data', 'CASE_NOT_EXPECTED /subject']],
    ['an unknown type', { ...accept, type: 'sample.steal' }, ['COMMAND_UNKNOWN /type']],
    ['an unknown type and a wrong id', { ...accept, type: 'x', id: '' }, ['COMMAND_UNKNOWN /type', 'ENVELOPE_INVALID /id']],
    ['a type that is none', { ...accept, type: 5 }, ['ENVELOPE_INVALID /type']],
    ['the schema of another type', { ...accept, dataschema: answered.dataschema }, ['ENVELOPE_CONTRADICTION /dataschema']],
    ['another version', { ...accept, dataschema: 'urn:imi-hub:schema:2.0:sample.accept' }, ['ENVELOPE_INVALID /dataschema']],
    ['the hub as a sender of commands', { ...accept, source: 'urn:imi-hub' }, ['ENVELOPE_INVALID /source']],
    ['a system as a sender of answers', { ...answered, source: accept.source }, ['ENVELOPE_INVALID /source']],
    ['a receiver of a command', { ...accept, receiver: accept.source }, ['ENVELOPE_INVALID /receiver']],
    ['no receiver of an answer', without(answered, 'receiver'), ['ENVELOPE_INVALID /receiver']],
    ['an attribute that nobody knows', { ...accept, 'to/o~': 1 }, ['ENVELOPE_INVALID /to?o?']],
    ['no record', [accept], ['ENVELOPE_INVALID ']],
    ['nothing', null, ['ENVELOPE_INVALID ']],
  ])('%s', (_, message, expected) => {
    expect(book.validate(message).map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
    expect(walked.validate(message)).toEqual(book.validate(message));
  }); // prettier-ignore
});

describe('the data', () => {
  test('both members of a choice are too many, and none is too few', () => {
    for (const data of [{}, { option: 'a', text: 'b' }]) {
      expect(book.validate(sampleMessage(ANSWERED, data))).toMatchObject([
        { path: '/data', facts: { problem: 'exactly one of option, text, period, amount is expected' } },
      ]);
    }
  });

  test('characters are counted as code points', () => {
    expect(faultsOfText('\u{1F600}'.repeat(4000))).toBe(0);
    expect(faultsOfText('\u{1F600}'.repeat(4001))).toBe(1);
  });

  test('a long list is judged by its length and no further than the schema reaches', () => {
    const questions = Array.from({ length: 1_000_000 }, () => 0);
    const faults = book.validate(sampleMessage(SEND, { questions }));
    expect(faults[faults.length - 1]).toMatchObject({ path: '/data/questions/39' });
  });
});

describe('the schema language', () => {
  test.each([
    ['an open record', Type.Object({ a: text(1) })],
    ['a union', Type.Union([text(1), text(2)])],
    ['a text without end', Type.String()],
    ['an integer beyond what JSON can carry', integer({ min: 0, max: 2 ** 53 })],
    ['a name that XML cannot carry', record({ 'a b': text(1) })],
    ['a list whose entries have no name', list('', text(1), { max: 1 })],
    ['a pattern for a part of a text', Type.String({ maxLength: 5, pattern: '[a-z]' })],
  ])('has no %s', (_, schema) => {
    expect(() => shapeOf(schema)).toThrow(/schema language/);
  });
});

test('the published JSON Schema is of 2020-12, has its own name and no keywords of ours', () => {
  const published = jsonSchema(SEND);
  expect(published).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:imi-hub:schema:1.0:sample.send',
    additionalProperties: false,
  });
  expect(JSON.stringify(published)).not.toMatch(/"(xmlEntry|xmlChoice|vocabulary)"/);
  expect(JSON.stringify(published)).toContain('"$comment":"xmlEntry: ');
});

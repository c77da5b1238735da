import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import type { TSchema } from 'typebox';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../domain/kernel/message.ts';
import { compileBook, type MessageType } from '../../schemas/message/book.ts';
import { jsonSchema } from '../../schemas/message/json-schema.ts';
import { sampleMessage, SEND } from '../../schemas/message/sample.ts';
import { shapeOf } from '../../schemas/message/shape.ts';
import { compileCodecs, type Codecs, type Decoded } from './codecs.ts';
import { anyRecord, anySchema, valueOf } from './testing/arbitrary.ts';
import { judgeOf } from './testing/judge.ts';
import { looseBody, PLAIN, type Look } from './testing/loose-writer.ts';
import { mutated, mutations } from './testing/mutate.ts';

/** A few seconds; raise it to look for what a few seconds do not find. */
const RUNS = 100;
/** For a machine that has much else to do. */
const PATIENCE = { timeout: 60_000 };

const types = anyRecord(anySchema()).map((data): MessageType => typeWith(data));
const anyCase = types.chain((type) =>
  fc.record({ type: fc.constant(type), data: valueOf(shapeOf(type.data)), changes: mutations }),
);

function typeWith(data: TSchema): MessageType {
  return { type: 'any.send', direction: 'to hub', summary: 'Any.', subject: 'forbidden', data };
}

describe('the two forms', PATIENCE, () => {
  test('carry the same message with the same digest, and what is written fits the published XSD', () => {
    fc.assert(
      fc.property(anyCase, ({ type, data }) => {
        const codecs = compileCodecs(compileBook([type]));
        const message = sampleMessage(type, data);
        const xml = codecs.encode(message, 'xml');
        const fromXml = codecs.decode(xml, 'application/xml');
        const fromJson = codecs.decode(codecs.encode(message, 'json'), 'application/cloudevents+json');
        expect(fromXml).toEqual(fromJson);
        expect(fromJson).toHaveProperty('message');
        expect(judgeOf(type)(textFrom(xml))).toBe(true);
      }),
      { numRuns: RUNS / 2 },
    );
  });

  test('are valid together or not at all: our verdict, JSON Schema and XSD agree on whatever is changed', () => {
    const verdicts = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(anyCase, ({ type, data, changes }) => {
        const changed = changes.reduce<unknown>(mutated, data);
        const message = sampleMessage(type, changed);
        const book = compileBook([type]);
        const codecs = compileCodecs(book);
        const xml = looseDocument(codecs, { message, type }, PLAIN);
        const isValid = book.validate(message).length === 0;
        verdicts[isValid ? 'valid' : 'invalid'] += 1;
        expect(publishedVerdict(type, message)).toBe(isValid);
        expect(judgeOf(type)(xml)).toBe(isValid);
        expect('message' in decodeText(codecs, xml)).toBe(isValid);
      }),
      { numRuns: RUNS },
    );
    // Else the test would prove nothing.
    expect(Math.min(verdicts.valid, verdicts.invalid)).toBeGreaterThan(RUNS / 10);
  });

  test('prefixes, comments, CDATA, white space between elements and their order change nothing', () => {
    const look = fc.record({
      prefix: fc.constantFrom('', 'm', 'xs'),
      gap: fc.constantFrom('', '\n  ', ' <!-- <!DOCTYPE a> -->\r\n'),
      isCdata: fc.boolean(),
      isReversed: fc.boolean(),
    });
    fc.assert(
      fc.property(anyCase, look, ({ type, data }, given) => {
        const codecs = compileCodecs(compileBook([type]));
        const message = sampleMessage(type, data);
        const xml = looseDocument(codecs, { message, type }, given);
        expect(judgeOf(type)(xml)).toBe(true);
        expect(decodeText(codecs, xml)).toEqual(codecs.decode(codecs.encode(message, 'json'), undefined));
      }),
      { numRuns: RUNS / 2 },
    );
  });

  test('carry a signature, which is no part of what is digested', () => {
    const codecs = compileCodecs(compileBook([SEND]));
    const message = sampleMessage(SEND, SMALL);
    const digest = codecs.digest(message);
    for (const format of ['xml', 'json'] as const) {
      const signed = { ...message, signature: 'TUlJQw+/' };
      const decoded = codecs.decode(codecs.encode(signed, format), undefined);
      expect(decoded).toEqual({ message: signed, digest, canonical: codecs.canonical(message) });
    }
  });

  test('numbers written in another way are the same number', () => {
    const codecs = compileCodecs(compileBook([SEND]));
    const digests = ['0', '-0', '0.0', '0e5', '-0.0'].map((zero) => {
      const json = JSON.stringify(sampleMessage(SEND, { ...SMALL, copies: 7 })).replace(
        '"copies":7',
        `"copies":${zero}`,
      );
      const decoded = decodeText(codecs, json);
      expect(decoded).toMatchObject({ message: { data: { copies: 0 } } });
      return 'digest' in decoded ? decoded.digest : '';
    });
    expect(new Set(digests).size).toBe(1);
  });

  test.each(['1e0', '1.0', '10e-1', '0.1E+1', '1.000000000000000000000000'])('%s is exactly one', (one) => {
    const codecs = compileCodecs(compileBook([SEND]));
    const json = JSON.stringify(sampleMessage(SEND, SMALL)).replace('"copies":1', `"copies":${one}`);
    expect(decodeText(codecs, json)).toEqual(decodeText(codecs, JSON.stringify(sampleMessage(SEND, SMALL))));
  });

  test.each([
    ['copies', '0.99999999999999999999999'], ['copies', '1.00000000000000000000001'], ['copies', '99999999999999999999e-20'],
    ['copies', '1e-400'], ['caseversion', '0.99999999999999999999999'], ['caseversion', '3.00000000000000000001'],
  ])('%s is judged by its digits: %s is not whole, whatever a double makes of it', (name, number) => {
    const codecs = compileCodecs(compileBook([SEND]));
    const json = JSON.stringify({ ...sampleMessage(SEND, SMALL), caseversion: 1 });
    const path = name === 'copies' ? '/data/copies' : '/caseversion';
    expect(decodeText(codecs, json.replace(`"${name}":1`, `"${name}":${number}`))).toMatchObject({
      faults: [{ path, facts: { problem: 'a whole number is expected' } }],
    });
  }); // prettier-ignore

  test('a line end is a line feed: XML reads CR LF as one, in JSON a carriage return is refused', () => {
    const codecs = compileCodecs(compileBook([SEND]));
    const comment = { text: 'one\ntwo', language: 'en' };
    const message = sampleMessage(SEND, { ...SMALL, questions: [{ question: 'q1', comment }] });
    const digest = codecs.digest(message);
    const xml = textFrom(codecs.encode(message, 'xml')).replace('one\ntwo', 'one\r\ntwo');
    expect(decodeText(codecs, xml)).toMatchObject({ digest });
    const json = JSON.stringify(message).replace('one\\ntwo', 'one\\r\\ntwo');
    expect(decodeText(codecs, json)).toMatchObject({
      faults: [
        { path: '/data/questions/0/comment/text', facts: { problem: expect.stringContaining('line feed') } },
      ],
    });
  });

  test.each(['1e400', '-1e400', '9007199254740993', '1.5', '100', '"1"', 'null'])(
    '%s is no small whole number',
    (number) => {
      const codecs = compileCodecs(compileBook([SEND]));
      const json = JSON.stringify(sampleMessage(SEND, { ...SMALL, copies: 7 })).replace(
        '"copies":7',
        `"copies":${number}`,
      );
      expect(decodeText(codecs, json)).toMatchObject({ faults: [{ code: 'SCHEMA', path: '/data/copies' }] });
    },
  );
});

const SMALL = {
  area: 'PQ',
  isUrgent: true,
  kind: 'legal-person',
  copies: 1,
  questions: [{ question: 'q1' }],
};

function textFrom(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function decodeText(codecs: Codecs, text: string): Decoded {
  return codecs.decode(new TextEncoder().encode(text), undefined);
}

function looseDocument(
  codecs: Codecs,
  { message, type }: { message: Message; type: MessageType },
  look: Look,
): string {
  const frame = textFrom(codecs.encode({ ...message, data: sampleData(type) }, 'xml'));
  const body = looseBody({ name: type.type, value: message.data, shape: shapeOf(type.data) }, look);
  return frame.replace(
    /<any\.send xmlns.*<\/StandardBusinessDocument>/s,
    () => `${body}</StandardBusinessDocument>`,
  );
}

function sampleData(type: MessageType): unknown {
  return fc.sample(valueOf(shapeOf(type.data)), { numRuns: 1, seed: 1 })[0];
}

// Another set of formats than the hub's own.
const ajv = addFormats.default(new Ajv2020({ strict: true, unicodeRegExp: true, validateSchema: false }));

function publishedVerdict(type: MessageType, message: unknown): boolean {
  const { $id: _, ...schema } = jsonSchema(type);
  return ajv.validate(schema, message);
}

import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { compileCodecs } from '../adapters/codecs/codecs.ts';
import { valueOf } from '../adapters/codecs/testing/arbitrary.ts';
import { defined } from '../domain/kernel/optional.ts';
import { CATALOGUE, makeBook } from '../schemas/catalogue.ts';
import { sampleMessage } from '../schemas/message/sample.ts';
import { shapeOf } from '../schemas/message/shape.ts';
import { pack, unpack } from './codec.ts';
import { digestOf } from './message.ts';
import { openSchemas } from './schemas.ts';
import { publishSchemas } from './testing/published.ts';

const published = publishSchemas();
afterAll(() => published.remove());
const schemas = openSchemas(published.folder);
const hub = compileCodecs(makeBook());

/** The two sides share no code: that they understand each other shows that the published schemas are enough. */
describe.each(CATALOGUE.types.map((type) => ({ name: type.type, type })))('$name', ({ type }) => {
  const signatures = fc.option(fc.base64String({ minLength: 4, maxLength: 2000 }), { nil: undefined });
  const messages = fc
    .tuple(valueOf(shapeOf(type.data)), signatures)
    .map(([data, signature]) => ({ ...sampleMessage(type, data), ...defined('signature', signature) }));
  const runs = { numRuns: 8 };

  test('what a system writes in XML or JSON, the hub reads as the same message with the same digest', async () => {
    await fc.assert(
      fc.asyncProperty(messages, fc.constantFrom('xml', 'json'), async (message, format) => {
        const { bytes, contentType } = await pack(message, format, schemas);
        const read = hub.decode(bytes, contentType);
        expect(read).toMatchObject({ message, digest: digestOf(message) });
      }),
      runs,
    );
  });

  test('what the hub writes, a system reads back, and finds valid by the published schema', async () => {
    await fc.assert(
      fc.asyncProperty(messages, fc.constantFrom('xml', 'json'), async (message, format) => {
        const bytes = hub.encode(message, format);
        const read = await unpack({ bytes, contentType: `application/${format}` }, schemas);
        expect(read).toEqual(message);
        expect(await schemas.faultsOf(read)).toEqual([]);
      }),
      runs,
    );
  });
});

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import { unsigned } from '../../domain/kernel/message.ts';
import { CATALOGUE, makeBook } from '../../schemas/catalogue.ts';
import { readDirectoryFile } from '../../schemas/directory.ts';
import { exampleFiles, examples } from '../../scripts/generate/examples.ts';
import { openJudges } from './judges.ts';
import { publishedFolder } from './published.ts';

const files = new Map(exampleFiles());
const codecs = compileCodecs(makeBook());
const judges = openJudges(publishedFolder());
const FORMS = { json: 'application/cloudevents+json', xml: 'application/xml' } as const;

test('there is an example of every message', () => {
  expect(examples().map(({ type }) => type)).toEqual(CATALOGUE.types.map(({ type }) => type));
  expect(files.size).toBe(4 * CATALOGUE.types.length + 2);
});

test('the example of a directory file is right, by its published schema and with the hub', () => {
  const example: unknown = JSON.parse(files.get('directory.json') ?? '');
  expect(readDirectoryFile(example)).toEqual(example);
  const schema: object = JSON.parse(publishedFolder()['directory.schema.json'] ?? '');
  expect(new Ajv2020({ strict: true }).validate(schema, example)).toBe(true);
});

describe.each(examples())('$type', ({ type, right, code, path }) => {
  test.each(['json', 'xml'] as const)('is right in %s, by the published schema and with the hub', (form) => {
    const text = files.get(`${type}.valid.${form}`) ?? '';
    expect(judges[form](text)).toBeUndefined();
    const decoded = codecs.decode(Buffer.from(text), FORMS[form]);
    expect(decoded).toMatchObject({ message: right, digest: codecs.digest(unsigned(right)) });
  });

  test.each(['json', 'xml'] as const)('is wrong in %s as the index says', (form) => {
    const text = files.get(`${type}.invalid.${form}`) ?? '';
    expect(judges[form](text)).toBeDefined();
    const decoded = codecs.decode(Buffer.from(text), FORMS[form]);
    expect(decoded).toMatchObject({ faults: [{ code, path }] });
  });
});

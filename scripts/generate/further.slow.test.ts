import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { echo } from '../../domain/testing/echo/index.ts';
import { hail } from '../../domain/testing/hail/index.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { schemaFolder } from '../../gateway/schema-folder.ts';
import { CATALOGUE, makeCatalogue } from '../../schemas/catalogue.ts';
import { asyncapi } from './asyncapi.ts';
import { openapi } from './openapi.ts';
import { workflowPage } from './workflow.ts';

/** Further workflows are published by the line that registers them, and change nothing of what was published before. */

const more = makeCatalogue([...WORKFLOWS, echo, hail]);
/** What is shared by all of them grows. */
const COMMON = /^(messages|types)\.xsd$/;
const added = more.types.filter(({ type }) => !CATALOGUE.types.some((known) => known.type === type));

describe('with further workflows', () => {
  test('the AsyncAPI document is valid, has their messages, and says of the others what it said', async () => {
    const { document } = await new Parser().parse(JSON.stringify(asyncapi(more)));
    expect(
      document
        ?.allMessages()
        .all()
        .map((message) => message.id()),
    ).toEqual(more.types.map(({ type }) => type));
    expect(asyncapi(more)).toMatchObject(Object(asyncapi()));
  }, 60_000);

  test('so does the OpenAPI document, and a command of theirs can be submitted', async () => {
    const document = Object(await openapi(more));
    const { schemas } = document.components;
    for (const { type } of added) expect(schemas[type]).toBeDefined();
    const before = Object(await openapi()).components.schemas;
    expect(schemas).toMatchObject(before);
    const body = JSON.stringify(document.paths['/api/v1/messages'].post.requestBody);
    for (const { type, direction } of added)
      expect(body.includes(`"#/components/schemas/${type}"`)).toBe(direction === 'to hub');
  });

  test('each message type has its JSON Schema and its XSD, and those of before are the same to the byte', () => {
    const files = schemaFolder(more.types);
    for (const { type } of added)
      for (const form of ['schema.json', 'xsd']) expect([...files.keys()]).toContain(`${type}.${form}`);
    const before = [...schemaFolder(CATALOGUE.types)].filter(([name]) => !COMMON.test(name));
    expect(before.length).toBeGreaterThan(80);
    expect(before.filter(([name, file]) => files.get(name)?.text() !== file.text())).toEqual([]);
  });

  test('their JSON Schemas say what their cases show', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const text = schemaFolder(more.types).get('hail.send.schema.json')?.text() ?? '';
    const isRight = ajv.compile(JSON.parse(text));
    const message = {
      specversion: '1.0', id: 'm-1', source: 'urn:imi-hub:system:de-test', type: 'hail.send', time: '2026-11-27T10:00:00Z',
      dataschema: 'urn:imi-hub:schema:1.0:hail.send', datacontenttype: 'application/json', authority: 'DE-TEST',
      data: { to: 'PT-TEST', words: 'Guten Tag!' },
    }; // prettier-ignore
    expect(isRight(message)).toBe(true);
    expect(isRight({ ...message, data: { ...message.data, area: 'PQ' } })).toBe(false);
  });

  test.each([['echo', workflowPage(echo)], ['hail', workflowPage(hail)]])('the page of %s shows its commands and its diagram', (name, page) => {
    expect(page).toContain('```mermaid');
    const own = added.filter(({ type, direction }) => direction === 'to hub' && type.startsWith(`${name}.`));
    expect(own.filter(({ type }) => !page.includes(type))).toEqual([]);
  }); // prettier-ignore
});

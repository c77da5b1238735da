import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { TSchema } from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Validator } from '@seriousme/openapi-schema-validator';
import { judge } from '../adapters/codecs/testing/judge.ts';
import { compileAreas } from '../schemas/area/compile.ts';
import { CATALOGUE } from '../schemas/catalogue.ts';
import { questionSetView } from './area/view.ts';
import { AreaListView, AreaView, QuestionSetView } from './area/shows.ts';
import { get, openGateway, requestSend, type GatewayStage } from './testing/stage.ts';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGateway();
});
afterAll(() => stage.app.close());

async function read(url: string): Promise<string> {
  const answer = await get(stage, url);
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.body;
}

function xmlOf(changes: Readonly<Record<string, unknown>> = {}): string {
  return Buffer.from(stage.codec.encode(requestSend('m-1', changes), 'xml')).toString();
}

describe('the published schemas', () => {
  test('are listed, and each can be read', async () => {
    const index = JSON.parse(await read('/schemas/1.0/'));
    expect(index.types).toHaveLength(CATALOGUE.types.length);
    for (const { jsonSchema, xsd } of index.types) {
      expect(JSON.parse(await read(`/schemas/1.0/${jsonSchema}`))).toHaveProperty('$id');
      expect(await read(`/schemas/1.0/${xsd}`)).toContain('schemaLocation="sbdh.xsd"');
    }
    expect(JSON.parse(await read(`/schemas/1.0/${index.directory}`))).toHaveProperty('$id');
    expect(index.areas).toEqual(
      [
        ['POSTING', '1.1.0'],
        ['PQ', '1.0.0'],
        ['SERVICES', '1.1.0'],
      ].map(([area, version]) => ({ area, version, folder: `areas/${area}/${version}/` })),
    );
  });

  test.each(['/schemas/1.0/', '/schemas/1.0/areas/PQ/1.0.0/'])('in %s judge both forms', async (folder) => {
    const isRight = await judgeAt(folder);
    expect(isRight(xmlOf())).toBe(true);
    expect(isRight(xmlOf({ deadline: 'soon' }))).toBe(false);
    const schema = JSON.parse(await read(`${folder}request.send.schema.json`));
    const validate = addFormats.default(new Ajv2020({ strict: true })).compile(schema);
    expect(validate(requestSend('m-1'))).toBe(true);
    expect(validate(requestSend('m-1', { deadline: 'soon' }))).toBe(false);
  });

  test("of an area know the area's words only", async () => {
    const strange = xmlOf({ area: 'XX' });
    expect((await judgeAt('/schemas/1.0/'))(strange)).toBe(true);
    expect((await judgeAt('/schemas/1.0/areas/PQ/1.0.0/'))(strange)).toBe(false);
  });

  test('may be kept, and are asked for again by their entity tag', async () => {
    const first = await get(stage, '/schemas/1.0/request.send.xsd');
    expect(first.headers).toMatchObject({
      'content-type': 'application/xml; charset=utf-8',
      'cache-control': 'public, max-age=600',
    });
    const etag = String(first.headers.etag);
    const again = await get(stage, '/schemas/1.0/request.send.xsd', { 'if-none-match': `W/"old", ${etag}` });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
  });

  test.each([
    'no.xsd',
    'areas/XX/1.0.0/sbdh.xsd',
    'areas/PQ/1.0.0/directory.schema.json',
    'areas/PQ/9.9.9/sbdh.xsd',
    '..%2F..%2Fpackage.json',
    '__proto__',
  ])('do not include %s', async (name) => {
    const answer = await get(stage, `/schemas/1.0/${name}`);
    expect(answer.json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

type Operation = {
  readonly tags: readonly string[];
  readonly responses?: Readonly<Record<string, { readonly content?: unknown }>>;
  readonly parameters?: readonly {
    readonly name: string;
    readonly required?: boolean;
    readonly schema?: { readonly default?: unknown };
  }[];
};

async function judgeAt(folder: string) {
  const names = ['sbdh.xsd', 'types.xsd', 'request.send.xsd'];
  const texts = await Promise.all(names.map((name) => read(folder + name)));
  return judge(
    Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ''])),
    'request.send.xsd',
  );
}

test('a set with fields shows them with what has to be filled, and when', () => {
  const compiled = compileAreas('schemas/areas');
  const area = 'areas' in compiled ? compiled.areas.get('PQ') : undefined;
  const [set] = area?.setsToCome.get('alert-pq')?.values() ?? [];
  if (area === undefined || set === undefined) throw new TypeError('the set has been given');
  const { fields, questions } = questionSetView(area, set, 'en');
  expect(questions).toEqual([]);
  expect(fields.map(({ id }) => id)).toEqual([...set.fields.keys()]);
  expect(fields.filter(({ text, id }) => text.text === id)).toEqual([]);
  const conditional = [...set.fields.values()].filter(({ required }) => typeof required !== 'string');
  expect(fields.flatMap(({ id, requiredIf }) => (requiredIf === undefined ? [] : [id]))).toEqual(conditional.map(({ id }) => id));
}); // prettier-ignore

describe('the legislative areas', () => {
  const ajv = addFormats.default(new Ajv2020({ strict: true }));
  const follows = (schema: TSchema, text: string) =>
    ajv.validate({ ...schema, additionalProperties: false }, JSON.parse(text));

  test('are published with all their words', async () => {
    expect(follows(AreaListView, await read('/api/v1/areas'))).toBe(true);
    const area = await read('/api/v1/areas/PQ?language=pt');
    expect(follows(AreaView, area)).toBe(true);
    expect(JSON.parse(area).questionSets).toMatchObject([{ id: 'pq-general', version: '1.0.0' }]);
    expect((await get(stage, '/api/v1/areas/XX')).statusCode).toBe(404);
  });

  test('offer no set that no case can be made with yet', async () => {
    const area = JSON.parse(await read('/api/v1/areas/SERVICES'));
    expect(area.questionSets.map(({ id }: { readonly id: string }) => id)).toEqual([
      'services-cbc-notification',
      'services-cbc-request',
      'services-general',
    ]);
    expect(area.workflows).toEqual({ request: { justification: 'required', deadline: 'required' } });
    for (const set of ['PQ/question-sets/pq-alert/1.0.0', 'SERVICES/question-sets/services-alert/1.0.0'])
      expect((await get(stage, `/api/v1/areas/${set}`)).statusCode).toBe(404);
  });

  test('say what a set demands of the whole, and tell its users first what it is for', async () => {
    const folder = '/api/v1/areas/SERVICES/question-sets';
    const notification = await read(`${folder}/services-cbc-notification/1.0.0?language=fr`);
    expect(follows(QuestionSetView, notification)).toBe(true);
    expect(JSON.parse(notification)).toMatchObject({
      instructions: { language: 'fr', text: expect.stringContaining('circonstances exceptionnelles') },
      onlyCountry: { subject: 'establishment' },
      informs: ['Commission'],
      waiting: { days: 15, workingDays: true, when: { field: 'CBC-N-PROC', options: ['normal'] } },
    });
    const asked = await read(`${folder}/services-cbc-request/1.0.0`);
    expect(follows(QuestionSetView, asked)).toBe(true);
    expect(JSON.parse(asked).questions.at(-1)).toMatchObject({ id: 'CBC-R-Q4', fixed: true, required: true });
    expect(JSON.parse(asked).fields[0].answer).toMatchObject({ type: 'checklist', several: true, all: true });
  });

  test('say how a value is asked for, and on which answer a question depends', async () => {
    const text = await read('/api/v1/areas/SERVICES/question-sets/services-general/1.0.0');
    expect(follows(QuestionSetView, text)).toBe(true);
    const set = JSON.parse(text);
    const nace = set.subject.fields.find(({ name }: { readonly name: string }) => name === 'naceCode');
    expect(nace.value).toEqual({ type: 'code', list: 'nace' });
    const final = set.questions.find(({ id }: { readonly id: string }) => id === 'SV-GQ-015');
    expect(final.condition).toEqual({ question: 'SV-GQ-013', notOption: 'no-sanction' });
  });

  test('have question sets in the language asked for', async () => {
    const text = await read('/api/v1/areas/PQ/question-sets/pq-general/1.0.0?language=pt');
    expect(follows(QuestionSetView, text)).toBe(true);
    const set = JSON.parse(text);
    expect(set.questions[0]).toMatchObject({
      id: 'PQ-GQ-001',
      text: { language: 'pt' },
      blanks: ['profession'],
    });
    expect(set.questions[0].answer.options[0]).toMatchObject({ code: 'yes', text: 'Sim', language: 'pt' });
    expect(set.keywords[0].language).toBe('pt');
    expect((await get(stage, '/api/v1/areas/PQ/question-sets/pq-general/2.0.0')).statusCode).toBe(404);
  });

  test('show where a translation is missing', async () => {
    const set = JSON.parse(await read('/api/v1/areas/PQ/question-sets/pq-general/1.0.0?language=fi'));
    expect(set.title.language).toBe('en');
    expect((await get(stage, '/api/v1/areas?language=xx')).json()).toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

describe('the descriptions', () => {
  test('OpenAPI is valid, and names every route of the interface', async () => {
    const text = await read('/openapi.json');
    const result = await new Validator().validate(JSON.parse(text));
    expect(result).toMatchObject({ valid: true });
    expect(Object.keys(JSON.parse(text).paths).toSorted()).toEqual([
      '/api/v1/areas', '/api/v1/areas/{code}', '/api/v1/areas/{code}/question-sets/{id}/{version}', '/api/v1/cases', '/api/v1/cases/{number}', '/api/v1/cases/{number}/accesses', '/api/v1/cases/{number}/documents/{id}', '/api/v1/certificates',
      '/api/v1/documents', '/api/v1/documents/{id}', '/api/v1/inbox', '/api/v1/inbox/{id}', '/api/v1/messages', '/api/v1/reports', '/api/v1/reports/{id}', '/api/v1/statistics', '/api/v1/tasks',
      '/health/live', '/health/ready',
      '/schemas/1.0/', '/schemas/1.0/areas/{area}/{version}/{file}', '/schemas/1.0/{file}',
      '/verify', '/verify/{id}',
    ]); // prettier-ignore
  });

  test('OpenAPI has every reference it makes', async () => {
    const text = await read('/openapi.json');
    const { schemas } = JSON.parse(text).components;
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(schemas).toHaveProperty([name]);
  });

  test('OpenAPI lists the tags that its operations have, and no other', async () => {
    const { paths, tags } = JSON.parse(await read('/openapi.json'));
    const operations = Object.values<Record<string, Operation>>(paths).flatMap((path) => Object.values(path));
    const used = new Set(operations.flatMap((operation) => operation.tags));
    expect(tags.map(({ name }: { name: string }) => name).toSorted()).toEqual([...used].toSorted());
  });

  test('OpenAPI says which answers have no body, and which headers a client goes by', async () => {
    const { paths } = JSON.parse(await read('/openapi.json'));
    const bodies = Object.values<Record<string, Operation>>(paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ responses = {} }) => Object.entries(responses))
      .filter(([status, { content }]) => ['201', '204', '304'].includes(status) && content !== undefined);
    expect(bodies).toEqual([]);
    const { post } = paths['/api/v1/documents'];
    expect(Object.keys(post.responses['201'].headers)).toContain('Location');
    expect(post.parameters).toContainEqual(
      expect.objectContaining({ name: 'tus-resumable', required: true }),
    );
    const { head } = paths['/api/v1/documents/{id}'];
    expect(Object.keys(head.responses['200'].headers)).toContain('Upload-Offset');
    const document = paths['/api/v1/cases/{number}/documents/{id}'];
    expect(Object.keys(document.get.responses['206'].headers)).toContain('Content-Range');
    expect(document.head.operationId).toBe('askDocument');
    expect(paths['/api/v1/cases']).not.toHaveProperty('head');
  });

  test('OpenAPI shows a case in the shape of its workflow', async () => {
    const { paths, components } = JSON.parse(await read('/openapi.json'));
    const { schema } = paths['/api/v1/cases/{number}'].get.responses['200'].content['application/json'];
    const [request] = schema.oneOf;
    expect(request.properties.workflow.enum).toEqual(['request']);
    expect(request.properties.case.$ref).toBe('#/components/schemas/request.view');
    expect(components.schemas['request.view'].properties).toHaveProperty('commands');
  });

  test('OpenAPI demands no parameter that has a default', async () => {
    const { paths } = JSON.parse(await read('/openapi.json'));
    const operations = Object.values<Record<string, Operation>>(paths).flatMap((path) => Object.values(path));
    const parameters = operations.flatMap((operation) => operation.parameters ?? []);
    const withDefault = parameters.filter(({ schema }) => schema?.default !== undefined);
    expect(withDefault.map(({ name }) => name).toSorted()).toEqual([
      'language',
      'language',
      'language',
      'limit',
      'limit',
      'limit',
      'limit',
    ]);
    for (const { required = false } of withDefault) expect(required).toBe(false);
  });

  test('AsyncAPI is what it was given', async () => {
    expect(JSON.parse(await read('/asyncapi.json'))).toEqual({ asyncapi: '3.0.0' });
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { ASKS, credentialsOf, get, openGateway, type GatewayStage } from './testing/stage.ts';

let stage: GatewayStage;
beforeEach(async () => {
  stage = await openGateway();
});
afterEach(() => stage.app.close());

const SINCE = '2026-11-21T09:00:00.000Z';

async function statusAfter(...place: readonly string[]): Promise<number> {
  const after = Buffer.from(JSON.stringify(place)).toString('base64url');
  const { statusCode } = await get(stage, `/api/v1/cases?after=${after}`, credentialsOf(ASKS));
  return statusCode;
}

test('a list goes on after whatever case and authority the directory and the hub can name', async () => {
  expect(await statusAfter(SINCE, 'REQ-2026-0000001-ABCD', 'PT-T_ENGENHARIA.1')).toBe(200);
  expect(await statusAfter(SINCE, `REQ-${'1'.repeat(60)}`, 'PT')).toBe(200);
});

test.each([
  ['another number of parts', [SINCE, 'REQ-1']],
  ['a day that there is not', ['2026-02-31T00:00:00.000Z', 'REQ-1', 'PT']],
  ['the year nought', ['0000-01-01T00:00:00.000Z', 'REQ-1', 'PT']],
  ['no case number', [SINCE, 'REQ 1', 'PT']],
  ['no authority', [SINCE, 'REQ-1', '']],
])('%s is no place in a list', async (_, place) => {
  expect(await statusAfter(...place)).toBe(400);
});

test('cases of an authority are found by its id, whatever the directory may call it', async () => {
  const { statusCode } = await get(
    stage,
    '/api/v1/cases?counterpart=FR-T_ENSEIGNEMENT.1',
    credentialsOf(ASKS),
  );
  expect(statusCode).toBe(200);
});

describe('at an address that exists', () => {
  test.each([
    ['PUT', '/api/v1/cases?limit=3', 'GET, HEAD'],
    ['POST', '/api/v1/cases/REQ-1', 'GET, HEAD'],
    ['GET', '/api/v1/messages', 'POST'],
    ['DELETE', '/api/v1/cases/REQ-1/documents/doc-1', 'GET, HEAD'],
    ['PUT', '/api/v1/documents/5', 'DELETE, GET, HEAD, PATCH'],
    ['DELETE', '/schemas/1.0/messages.xsd', 'GET, HEAD'],
  ] as const)('%s is refused with what is possible there', async (method, url, allow) => {
    const answer = await stage.app.inject({ method, url });
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, allow]);
    expect(answer.json()).toMatchObject({
      code: 'METHOD_NOT_ALLOWED',
      title: `At this address there is ${allow}.`,
    });
  });

  test('an address that does not is not found, by whatever method', async () => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const answer = await stage.app.inject({ method, url: '/api/v1/nothing' });
      expect([answer.statusCode, answer.headers['allow']]).toEqual([404, undefined]);
    }
  });
});

function search(query: string) {
  return get(stage, `/api/v1/cases?${query}`, credentialsOf(ASKS));
}

describe('a search', () => {
  test.each([
    ['workflow=request&workflow=nope', 'there is no workflow nope'],
    ['area=PQ&area=XX', 'there is no area XX'],
    ['country=GR', 'there is no country GR, which is written EL'],
    ['country=xx', 'there is no country xx'],
    ['from=2026-11-28', 'querystring/from is no date-time such as 2026-01-31T00:00:00Z'],
    ['before=2026-02-30T00:00:00Z', 'querystring/before is no date-time such as 2026-01-31T00:00:00Z'],
    ["status=a'b", 'querystring/status/0 is not of the form expected here'],
  ])('for %s is refused, for no case can have it', async (query, problem) => {
    const answer = await search(query);
    expect([answer.statusCode, answer.json().title]).toEqual([
      400,
      `The request is not well-formed: ${problem}.`,
    ]);
  });

  test('for what a case can have is answered, though there be none', async () => {
    for (const query of [
      'workflow=request',
      'area=SERVICES',
      'country=EL&country=EU&country=LI',
      'status=forwarded',
    ])
      expect((await search(query)).json()).toEqual({ cases: [] });
  });

  test('is told which words there are where they are few', async () => {
    const answer = await get(stage, '/api/v1/areas?language=xx');
    expect(answer.json().title).toContain('querystring/language is none of bg, cs, da, de');
  });
});

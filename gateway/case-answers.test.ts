import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANSWERS, ASKS, credentialsOf, get, openGateway, requestSend, submit, type GatewayStage } from './testing/stage.ts'; // prettier-ignore

let stage: GatewayStage;
beforeEach(async () => {
  stage = await openGateway();
});
afterEach(() => stage.app.close());

async function sent(): Promise<string> {
  return (await submit(stage, requestSend('m-1'))).json().data.case;
}

describe('who has looked at personal data of a case', () => {
  test('is refused in words to who may not see such data', async () => {
    const answer = await get(stage, `/api/v1/cases/${await sent()}/accesses`, credentialsOf(ANSWERS));
    expect(answer.statusCode).toBe(403);
    expect(answer.json().title).toBe('The list of accesses is for: those who may see personal data.');
  });

  test('is told to who may', async () => {
    const answer = await get(stage, `/api/v1/cases/${await sent()}/accesses`, credentialsOf(ASKS));
    expect(answer.json()).toEqual({ accesses: [] });
  });
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
    ["area=a'b", 'querystring/area/0 is not of the form expected here'],
    ['late=foo', 'querystring/late/0 is none of acceptance, reply'],
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

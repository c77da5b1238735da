import { afterEach, beforeEach, expect, test } from 'vitest';
import { countAttempts } from './attempts.ts';
import { basicOf } from './basic.ts';
import { HTTP_SETTINGS } from './limits.ts';
import { ASKS, credentialsOf, get, openGateway, type GatewayStage } from './testing/stage.ts';

let stage: GatewayStage;
beforeEach(async () => {
  stage = await openGateway();
});
afterEach(() => stage.app.close());

function basic(pair: string) {
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

test.each([
  ['no credentials', {}],
  ['a wrong secret', basic(`${ASKS}:guess`)],
  ['a system that nobody knows', basic('xx-1:secret of xx-1')],
  ['another scheme', { authorization: 'Bearer abc' }],
  ['what is no base64', { authorization: 'Basic ***' }],
])('%s opens nothing that is for systems', async (_what, headers) => {
  for (const url of ['/api/v1/inbox', '/api/v1/inbox/x', '/api/v1/reports/x']) {
    const answer = await get(stage, url, headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Basic realm="imi-hub", charset="UTF-8"');
    expect(answer.json()).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  }
});

test('a stranger is turned away before the body is read', async () => {
  const payload = Buffer.alloc(5_000_000, 32);
  const answer = await stage.app.inject({ method: 'POST', url: '/api/v1/messages', payload });
  expect(answer.statusCode).toBe(401);
});

test('after twenty wrong secrets the right one is let in at once, and others are, too', async () => {
  const wrong = Array.from({ length: 20 }, (_, count) =>
    get(stage, '/api/v1/inbox', basic(`${ASKS}:guess ${count}`)),
  );
  for (const system of [ASKS, 'fr-titres'])
    expect((await get(stage, '/api/v1/inbox', credentialsOf(system))).statusCode).toBe(200);
  const answers = await Promise.all(wrong);
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
});

test.each([
  ['nobody', [], 429],
  ['another proxy', ['192.0.2.0/24'], 429],
  ['this proxy', ['127.0.0.0/8'], 404],
])('who asks through a proxy counts by itself where %s is trusted', async (_whom, trustedProxies, status) => {
  const behind = await openGateway({ http: { ...HTTP_SETTINGS, trustedProxies } });
  const statuses: number[] = [];
  for (let count = 1; count <= 100; count += 1) {
    const forwarded = { 'x-forwarded-for': `203.0.113.9, 198.51.100.${count}` };
    statuses.push((await get(behind, '/verify/00000000-0000-4000-8000-000000000000', forwarded)).statusCode);
  }
  await behind.app.close();
  expect(statuses.at(-1)).toBe(status);
});

test('the count of failures is bounded', () => {
  const attempts = countAttempts({ failures: 1, windowMs: 1000, keys: 2 });
  for (const key of ['a', 'b', 'c']) attempts.failed(key, 0);
  expect(['a', 'b', 'c'].map((key) => attempts.wait(key, 500))).toEqual([0, 1, 1]);
  expect(['a', 'b', 'c'].map((key) => attempts.count(key, 500))).toEqual([0, 1, 1]);
});

test('a secret may hold colons and any letter', () => {
  expect(basicOf(basic('pt-1:a:ç').authorization)).toEqual({ system: 'pt-1', secret: 'a:ç' });
  for (const pair of [':a', 'pt\u0000-1:a', 'pt-1', ''])
    expect(basicOf(basic(pair).authorization)).toBeUndefined();
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { countAttempts } from './attempts.ts';
import { basicOf } from './basic.ts';
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

test('after ten failures in a minute even the right secret has to wait, and others do not', async () => {
  for (let count = 0; count < 10; count += 1)
    await get(stage, '/api/v1/inbox', basic(`${ASKS}:guess ${count}`));
  const blocked = await get(stage, '/api/v1/inbox', credentialsOf(ASKS));
  expect(blocked.statusCode).toBe(429);
  expect(blocked.headers['retry-after']).toBe('60');
  expect((await get(stage, '/api/v1/inbox', credentialsOf('fr-titres'))).statusCode).toBe(200);
  stage.wait(61);
  expect((await get(stage, '/api/v1/inbox', credentialsOf(ASKS))).statusCode).toBe(200);
});

test('invented names share one count', async () => {
  for (let count = 0; count < 10; count += 1) await get(stage, '/api/v1/inbox', basic(`invented-${count}:x`));
  expect((await get(stage, '/api/v1/inbox', basic('invented-11:x'))).statusCode).toBe(429);
});

test('the count of failures is bounded', () => {
  const attempts = countAttempts({ failures: 1, windowMs: 1000, keys: 2 });
  for (const key of ['a', 'b', 'c']) attempts.failed(key, 0);
  expect(['a', 'b', 'c'].map((key) => attempts.wait(key, 500))).toEqual([0, 1, 1]);
});

test('a secret may hold colons and any letter', () => {
  expect(basicOf(basic('pt-1:a:ç').authorization)).toEqual({ system: 'pt-1', secret: 'a:ç' });
  expect(basicOf(basic(':a').authorization)).toBeUndefined();
});

import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import {
  ASKS,
  credentialsOf,
  get,
  openGateway,
  requestSend,
  submit,
  type GatewayStage,
} from './testing/stage.ts';

let stage: GatewayStage;
afterEach(() => stage.app.close());

test('a gateway that can reach what it needs is ready', async () => {
  stage = await openGateway();
  expect((await get(stage, '/health/live')).json()).toEqual({ status: 'up' });
  expect((await get(stage, '/health/ready')).json()).toEqual({ status: 'up' });
});

test('a gateway that cannot is alive, but not ready', async () => {
  stage = await openGateway({ ready: false });
  expect((await get(stage, '/health/live')).statusCode).toBe(200);
  const answer = await get(stage, '/health/ready');
  expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'unavailable' }]);
});

test('the metrics count messages and requests, and name nobody', async () => {
  stage = await openGateway();
  await submit(stage, requestSend('m-1'));
  await submit(stage, requestSend('m-1'));
  await submit(stage, requestSend('m-2', { deadline: '2020-01-01' }));
  expect((await get(stage, '/metrics')).statusCode).toBe(404);
  const { text: body } = await stage.metrics.expose();
  expect(body).toContain('imi_messages_accepted_total{channel="http"} 1');
  expect(body).toContain('imi_messages_repeated_total{channel="http"} 1');
  expect(body).toContain('imi_messages_rejected_total{channel="http",code="DEADLINE_PAST"} 1');
  expect(body).toContain('route="/api/v1/messages"');
  for (const name of ['m-1', ASKS, 'REQ-', 'PT-T']) expect(body).not.toContain(name);
});

test('an unknown address is a problem like any other, without a word of how it is made', async () => {
  stage = await openGateway();
  for (const url of ['/', '/admin', '/api/v2/messages', '/%E0%A4%A']) {
    const answer = await get(stage, url);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toMatch(/fastify|FST_ERR_NOT|node/i);
  }
});

test('every answer carries the headers that keep browsers from guessing, and our own id', async () => {
  stage = await openGateway();
  const answer = await get(stage, '/nowhere', { 'x-request-id': 'forged' });
  expect(answer.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cache-control': 'no-store',
  });
  expect(answer.headers['x-request-id']).toBe(answer.json().trace);
});

test('the log says who asked for which route, and nothing of what was said', async () => {
  stage = await openGateway();
  await submit(stage, requestSend('m-1'));
  await get(stage, '/api/v1/inbox/no-uuid?name=Inventada', credentialsOf(ASKS));
  await get(stage, '/health/live');
  const lines = stage.logged();
  expect(lines).toContain(`"route":"/api/v1/messages","status":200`);
  expect(lines).toContain(`"system":"${ASKS}"`);
  for (const word of ['Inventada', 'secret', 'no-uuid', 'health']) expect(lines).not.toContain(word);
});

test('what is not HTTP gets a problem on the bare socket', async () => {
  stage = await openGateway();
  const url = new URL(await stage.app.listen({ host: '127.0.0.1', port: 0 }));
  const text = await new Promise<string>((resolve, reject) => {
    let received = '';
    const socket = connect(Number(url.port), '127.0.0.1', () => socket.write('HELLO\r\n\r\n'));
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(text).toContain('"code":"REQUEST_INVALID"');
});

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ASKS, credentialsOf, openGateway, requestSend, type GatewayStage } from './testing/stage.ts';

let stage: GatewayStage;
let port = 0;
beforeAll(async () => {
  stage = await openGateway();
  port = Number(new URL(await stage.app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => stage.app.close());

type Answer = { readonly status: number; readonly head: string; readonly body: string };

/** Says just this on a bare connection, and hears what comes back until that is closed. */
function say(text: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(text, 'latin1')));
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', ...body] = heard.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head, body: body.join('\r\n\r\n') });
    });
  });
}

const BODY = JSON.stringify(requestSend('odd'));
const LENGTH = `Content-Length: ${Buffer.byteLength(BODY)}`;
const OWN = `Authorization: ${credentialsOf(ASKS).authorization}`;
const JSON_TYPE = 'Content-Type: application/json';

function get(target: string, ...headers: readonly string[]): string {
  return ['GET', target, 'HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n'].join(' ') + ending(headers);
}

function post(...headers: readonly string[]): string {
  const line = 'POST /api/v1/messages HTTP/1.1\r\nConnection: close\r\n';
  return line + ending([OWN, ...headers]) + BODY;
}

function ending(headers: readonly string[]): string {
  return `${headers.map((header) => `${header}\r\n`).join('')}\r\n`;
}

const LONG = 'a'.repeat(3000);
/** Values that no parameter was made for. */
const STRANGE = [
  '', 'NaN', 'Infinity', '-Infinity', '1e309', '1e1', '-0', '0', '101', '1.5', '0x10', ' 5', '5%00', '%00', '%ED%A0%80', '%E0%A4%A', '%',
  'true', 'null', '[]', '{}', '__proto__', '..', '..%2F..', '%2e%2e%2f', '%F0%9F%98%80', "'", '"', '\\', '%0d%0aX:%201', LONG,
]; // prettier-ignore
const QUERIES: readonly (readonly [string, readonly string[]])[] = [
  ['/api/v1/inbox', ['limit']],
  ['/api/v1/reports', ['limit', 'case']],
  ['/api/v1/areas', ['language']],
  ['/api/v1/areas/PQ', ['language']],
  ['/api/v1/areas/PQ/question-sets/pq-general/1.0.0', ['language']],
];
const PATHS = [
  '/api/v1/inbox/', '/api/v1/reports/', '/api/v1/areas/', '/api/v1/areas/PQ/question-sets/', '/schemas/1.0/',
  '/schemas/1.0/areas/', '/schemas/1.0/areas/PQ/1.0.0/', '/verify/', '/', '/health/', '/api/v1/',
]; // prettier-ignore

describe('whatever stands in an address, the answer is a document or a problem, and the fault is never ours', () => {
  const targets = [
    ...QUERIES.flatMap(([path, names]) =>
      names.flatMap((name) => [
        ...STRANGE.map((value) => `${path}?${name}=${value}`),
        `${path}?${name}=1&${name}=2`,
        `${path}?${name}[]=1`,
        `${path}?${name}[x]=1`,
        `${path}?${name}`,
        `${path}?=1&&&=&${LONG}=1`,
        `${path}?__proto__=1&constructor=2`,
      ]),
    ),
    ...PATHS.flatMap((path) => STRANGE.map((value) => `${path}${value.replaceAll(' ', '%20').replaceAll('\\', '%5C')}`)),
  ];

  test.each(targets.map((target) => [target.slice(0, 80), target]))('%s', async (_name, target) => {
    const answer = await stage.app.inject({ url: target, headers: credentialsOf(ASKS) });
    expect(answer.statusCode).toBeLessThan(500);
    if (answer.statusCode < 400) return;
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ status: answer.statusCode, code: expect.any(String), trace: expect.any(String) });
  });
}); // prettier-ignore

test.each(['NaN', 'Infinity', '-Infinity', '1e309', '0', '-0', '101', '1.5', '', '5&limit=6', '5&limit='])(
  'a limit of %s is no limit',
  async (value) => {
    const url = `/api/v1/inbox?limit=${value}`;
    const answer = await stage.app.inject({ url, headers: credentialsOf(ASKS) });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'REQUEST_INVALID']);
  },
);

test.each([
  ['/api/v1/cases?stauts=closed', 'there is no parameter stauts'],
  ['/api/v1/tasks?area=PQ', 'there is no parameter area'],
  ['/api/v1/inbox?%C3%A4=1', 'there is no parameter of that name'],
  ['/api/v1/areas?lang=de', 'there is no parameter lang'],
])('of %s it is said that there is no such parameter', async (url, problem) => {
  const answer = await stage.app.inject({ url, headers: credentialsOf(ASKS) });
  expect(answer.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID', title: expect.stringContaining(problem) });
}); // prettier-ignore

/** What is said, the status, and the code of the problem. */
const SAID: readonly (readonly [string, string, number, string])[] = [
  ['two hosts', post('Host: hub', 'Host: evil.example', JSON_TYPE, LENGTH), 400, 'REQUEST_INVALID'],
  ['no host', post(JSON_TYPE, LENGTH), 400, 'REQUEST_INVALID'],
  ['a host that is none', get('/health/live').replace('Host: hub', 'Host: hub/../evil'), 400, 'REQUEST_INVALID'],
  ['two content types', post('Host: hub', JSON_TYPE, 'Content-Type: application/xml', LENGTH), 400, 'REQUEST_INVALID'],
  ['two credentials', post('Host: hub', OWN, JSON_TYPE, LENGTH), 400, 'REQUEST_INVALID'],
  ['two lengths', post('Host: hub', JSON_TYPE, LENGTH, 'Content-Length: 5'), 400, 'REQUEST_INVALID'],
  ['length and chunks', post('Host: hub', JSON_TYPE, LENGTH, 'Transfer-Encoding: chunked'), 400, 'REQUEST_INVALID'],
  ['a strange transfer coding', post('Host: hub', JSON_TYPE, 'Transfer-Encoding: gzip'), 400, 'REQUEST_INVALID'],
  ['a packed body', post('Host: hub', JSON_TYPE, LENGTH, 'Content-Encoding: gzip'), 415, 'MESSAGE_CODED'],
  ['no content type', post('Host: hub', LENGTH), 415, 'MESSAGE_FORMAT_UNKNOWN'],
  ['an empty content type', post('Host: hub', 'Content-Type:', LENGTH), 415, 'MESSAGE_FORMAT_UNKNOWN'],
  ['an expectation that nobody knows', post('Host: hub', JSON_TYPE, LENGTH, 'Expect: tea'), 417, 'EXPECTATION_UNKNOWN'],
  ['a method that is none', 'BREW /pot HTTP/1.1\r\nHost: hub\r\n\r\n', 400, 'REQUEST_INVALID'],
  ['a method for proxies', 'CONNECT hub:443 HTTP/1.1\r\nHost: hub\r\n\r\n', 404, 'NOT_FOUND'],
  ['a method of others', 'PROPFIND /api/v1/inbox HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n', 405, 'METHOD_NOT_ALLOWED'],
  ['a trace', 'TRACE / HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n', 404, 'NOT_FOUND'],
  ['a question to the server as such', 'OPTIONS * HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n', 404, 'NOT_FOUND'],
  ['a header of 20 kB', get('/health/live', `X-Big: ${'a'.repeat(20_000)}`), 431, 'HEADERS_TOO_LARGE'],
  ['a NUL in a header', get('/health/live', 'X-Nul: a\0b'), 400, 'REQUEST_INVALID'],
  ['a version of the future', 'GET / HTTP/9.9\r\nHost: hub\r\n\r\n', 400, 'REQUEST_INVALID'],
  ['a folded header', get('/health/live', 'X-Fold: a\r\n b').replace('Host: hub', 'Host: hub\r\n evil'), 400, 'REQUEST_INVALID'],
  ['no credentials, in base64', get('/api/v1/inbox', `Authorization: Basic ${Buffer.from('a\0b:c').toString('base64')}`), 401, 'UNAUTHENTICATED'],
]; // prettier-ignore

test.each(SAID)('%s is refused as a problem', async (...[, text, status, code]) => {
  const answer = await say(text);
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([status, code]);
  expect(answer.head).toMatch(/content-type: application\/problem\+json/i);
});

test('a packed body is told what would be taken', async () => {
  const { head } = await say(post('Host: hub', JSON_TYPE, LENGTH, 'Content-Encoding: gzip'));
  expect(head).toMatch(/accept-encoding: identity/i);
});

test.each([
  ['an address with the host in it', get('http://hub/health/live')],
  ['an old proxy', 'GET /health/live HTTP/1.0\r\n\r\n'],
  ['an IPv6 host', get('/health/live').replace('Host: hub', 'Host: [::1]:8080')],
  ['a coding that changes nothing', post('Host: hub', JSON_TYPE, LENGTH, 'Content-Encoding: identity')],
  ['a sender that waits to be told to go on', post('Host: hub', JSON_TYPE, LENGTH, 'Expect: 100-continue')],
])('%s is answered as usual', async (_what, text) => {
  const answer = await say(text);
  const last = answer.status === 100 ? Number(/^HTTP\/1\.1 (\d{3})/m.exec(answer.body)?.[1]) : answer.status;
  expect(last).toBe(200);
});

test('an idle connection outlives the minute for which balancers keep it', async () => {
  const answer = await say('GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\nGET / HTTP/1.0\r\n\r\n');
  expect(Number(/^keep-alive: timeout=(\d+)/im.exec(answer.head)?.[1])).toBeGreaterThan(60);
  expect(stage.app.server.headersTimeout).toBeGreaterThan(stage.app.server.keepAliveTimeout);
});

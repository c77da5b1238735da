import { afterEach, beforeEach, expect, test } from 'vitest';
import { get, openGateway, type GatewayStage } from './testing/stage.ts';

let stage: GatewayStage;
beforeEach(async () => {
  stage = await openGateway();
});
afterEach(() => stage.app.close());

const REPORT = {
  id: 'r-1',
  caseNumber: 'REQ-2026-000001',
  kind: 'full',
  language: 'pt',
  authority: 'PT-T-SAUDE',
  sha256: 'ab'.repeat(32),
  bytes: Buffer.from('%PDF-1.7'),
  issuedAt: '2026-11-21T09:00:00.000Z',
};

function post(payload: Buffer, { type = 'application/pdf', query = '' } = {}) {
  const headers = { 'content-type': type };
  return stage.app.inject({ method: 'POST', url: `/verify${query}`, headers, payload });
}

test('anybody may have a report verified, at the level that is demanded', async () => {
  const answer = await post(Buffer.from('%PDF-1.7'), { query: '?level=B-LTA' });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    kind: 'report',
    indication: 'TOTAL-PASSED',
    level: 'B-LTA',
    signatures: [],
    timeStamps: [],
  });
});

test.each(['application/json; charset=utf-8', 'application/cloudevents+json', 'application/xml', 'text/xml'])(
  'a message is verified, too, and the answer tells its words: %s',
  async (type) => {
    const answer = await post(Buffer.from('{}'), { type });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ kind: 'message', says: { type: 'request.send', id: 'm-1' } });
  },
);

test('what is of no such kind, too long or asked for no known level is a problem', async () => {
  const answers = [
    await post(Buffer.from('{}'), { type: 'image/png' }),
    await post(Buffer.alloc(10 * 1024 * 1024 + 1)),
    await post(Buffer.from('%PDF-1.7'), { query: '?level=B-Z' }),
  ];
  const codes = answers.map((answer) => [answer.statusCode, answer.json().code]);
  expect(codes).toEqual([
    [415, 'NOT_VERIFIABLE'],
    [413, 'MESSAGE_TOO_LARGE'],
    [400, 'REQUEST_INVALID'],
  ]);
  expect(answers[1]?.json().title).toContain(String(10 * 1024 * 1024));
});

test('of an issued report everybody may know digest and time, and nothing of the case', async () => {
  stage.store.putReport(REPORT);
  const answer = await get(stage, '/verify/r-1');
  expect(answer.json()).toEqual({ report: 'r-1', sha256: REPORT.sha256, issuedAt: REPORT.issuedAt });
  expect((await get(stage, '/verify/r-2')).statusCode).toBe(404);
});

test('a report that has been extended is known by every digest that it has had', async () => {
  stage.store.putReport(REPORT, ['cd'.repeat(32), 'ef'.repeat(32)]);
  const answer = await get(stage, '/verify/r-1');
  expect(answer.json()).toEqual({
    report: 'r-1',
    sha256: REPORT.sha256,
    issuedAt: REPORT.issuedAt,
    extended: ['cd'.repeat(32), 'ef'.repeat(32)],
  });
});

test('who asks too often waits a minute', async () => {
  for (let count = 0; count < 60; count += 1) await get(stage, '/verify/r-2');
  const answer = await get(stage, '/verify/r-2');
  expect([answer.statusCode, answer.json().code]).toEqual([429, 'TOO_MANY_REQUESTS']);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  stage.wait(61);
  expect((await get(stage, '/verify/r-2')).statusCode).toBe(404);
});

test('while too many files are judged the next is told when to come back, before its body is read', async () => {
  const slow = Buffer.from('%PDF slow');
  const answers = await Promise.all(Array.from({ length: 6 }, () => post(slow)));
  const codes = answers.map(({ statusCode }) => statusCode);
  expect(codes.filter((code) => code === 200)).toHaveLength(4);
  const refused = answers.find(({ statusCode }) => statusCode === 503);
  expect(refused?.json().code).toBe('VERIFIER_BUSY');
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
  for (let count = 0; count < 6; count += 1) expect((await post(Buffer.from('%PDF'))).statusCode).toBe(200);
});

test('a full queue is no fault of the file', async () => {
  const answer = await post(Buffer.from('%PDF busy'));
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'VERIFIER_BUSY']);
});

test('a seal that has ended is told in health, and the gateway is ready all the same', async () => {
  expect((await get(stage, '/health/ready')).json()).toEqual({ status: 'up' });
  stage.wait(2 * 86_400);
  const answer = await get(stage, '/health/ready');
  expect([answer.statusCode, answer.json()]).toEqual([
    200,
    { status: 'up', seals: [{ seal: 'reports', why: expect.stringContaining('2026-11-22') }] },
  ]);
});

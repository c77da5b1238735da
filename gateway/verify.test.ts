import { afterEach, beforeEach, expect, test } from 'vitest';
import { ASKS, get, openGateway, type GatewayStage } from './testing/stage.ts';

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
  system: ASKS,
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
    indication: 'TOTAL-PASSED',
    level: 'B-LTA',
    signatures: [],
    timeStamps: [],
  });
});

test('what is no PDF, too long or asked for no known level is a problem', async () => {
  const answers = [
    await post(Buffer.from('{}'), { type: 'application/json' }),
    await post(Buffer.alloc(10 * 1024 * 1024 + 1)),
    await post(Buffer.from('%PDF-1.7'), { query: '?level=B-Z' }),
  ];
  const codes = answers.map((answer) => [answer.statusCode, answer.json().code]);
  expect(codes).toEqual([
    [415, 'PDF_EXPECTED'],
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

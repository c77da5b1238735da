import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ANSWERS,
  ASKS,
  credentialsOf,
  get,
  openGateway,
  requestSend,
  submit,
  type GatewayStage,
} from './testing/stage.ts';

let stage: GatewayStage;
let delivery: string;
beforeEach(async () => {
  stage = await openGateway();
  await submit(stage, requestSend('m-1'));
  const inbox = await get(stage, '/api/v1/inbox', credentialsOf(ANSWERS));
  delivery = inbox.json().waiting[0].id;
});
afterEach(() => stage.app.close());

function acknowledge(id: string, system: string) {
  return stage.app.inject({ method: 'DELETE', url: `/api/v1/inbox/${id}`, headers: credentialsOf(system) });
}

test('the inbox lists what waits', async () => {
  const inbox = await get(stage, '/api/v1/inbox', credentialsOf(ANSWERS));
  const createdAt = '2026-11-21T09:00:00.000Z';
  expect(inbox.json()).toEqual({
    waiting: [{ id: delivery, type: 'request.arrived', subject: 'REQ-2026-000001', createdAt }],
  });
  expect(inbox.headers['cache-control']).toBe('no-store');
});

test.each(['0', '101', 'many'])('a limit of %s is not possible', async (limit) => {
  const answer = await get(stage, `/api/v1/inbox?limit=${limit}`, credentialsOf(ANSWERS));
  expect(answer.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
});

test('a delivery comes in the format of the system, in its view', async () => {
  const answer = await get(stage, `/api/v1/inbox/${delivery}`, credentialsOf(ANSWERS));
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    id: delivery,
    type: 'request.arrived',
    receiver: `urn:imi-hub:system:${ANSWERS}`,
  });
  // Personal data only after acceptance.
  expect(answer.body).not.toContain('Inventada');
});

test('a delivery comes in XML where Accept asks for it', async () => {
  const headers = { ...credentialsOf(ANSWERS), accept: 'application/xml' };
  const answer = await get(stage, `/api/v1/inbox/${delivery}`, headers);
  expect(stage.codec.decode(answer.rawPayload, 'application/xml')).toMatchObject({
    message: { id: delivery },
  });
});

test("another system's delivery is as unknown as one that does not exist", async () => {
  for (const id of [delivery, crypto.randomUUID(), 'x', "';--"]) {
    const fetched = await get(stage, `/api/v1/inbox/${encodeURIComponent(id)}`, credentialsOf(ASKS));
    expect(fetched.json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await acknowledge(encodeURIComponent(id), ASKS)).statusCode).toBe(404);
  }
  expect((await get(stage, `/api/v1/inbox/${delivery}`, credentialsOf(ANSWERS))).statusCode).toBe(200);
});

test('what is acknowledged no longer waits', async () => {
  expect((await acknowledge(delivery, ANSWERS)).statusCode).toBe(204);
  expect((await acknowledge(delivery, ANSWERS)).statusCode).toBe(404);
  expect((await get(stage, `/api/v1/inbox/${delivery}`, credentialsOf(ANSWERS))).statusCode).toBe(404);
  expect((await get(stage, '/api/v1/inbox', credentialsOf(ANSWERS))).json()).toEqual({ waiting: [] });
});

const REPORT = {
  id: 'r-1', caseNumber: 'REQ-2026-000001', sha256: 'ab'.repeat(32), bytes: Buffer.from('%PDF-1.7'),
  issuedAt: '2026-11-21T09:00:00Z', kind: 'full', language: 'pt', authority: 'PT-T-SAUDE',
}; // prettier-ignore

test('a report is for the system that ordered it', async () => {
  stage.store.putReport(REPORT);
  const own = await get(stage, '/api/v1/reports/r-1', credentialsOf(ASKS));
  expect(own.rawPayload).toEqual(REPORT.bytes);
  expect(own.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="REQ-2026-000001-full-pt.pdf"',
    etag: `"${REPORT.sha256}"`,
    'cache-control': 'private, no-cache',
  });
  const known = await get(stage, '/api/v1/reports/r-1', {
    ...credentialsOf(ASKS),
    'if-none-match': `"${REPORT.sha256}"`,
  });
  expect(known.statusCode).toBe(304);
  const foreign = await get(stage, '/api/v1/reports/r-1', credentialsOf(ANSWERS));
  expect(foreign.json()).toMatchObject({ status: 404, code: 'REPORT_UNKNOWN' });
});

test('what was ordered is listed with how far it is, and says so when it is asked for too early', async () => {
  const order = {
    id: 'r-2',
    caseNumber: 'REQ-2026-000002',
    authority: 'PT-T-SAUDE',
    kind: 'dossier',
    language: 'pt',
    orderedAt: '2026-11-21T09:00:00Z',
    expiresAt: '2026-12-21T09:00:00Z',
  };
  stage.store.putOrder({ ...order, progress: 'being made' });
  stage.store.putOrder({ ...order, id: 'r-3', caseNumber: 'REQ-2026-000003', progress: 'failed' });
  const own = credentialsOf(ASKS);
  const all = await get(stage, '/api/v1/reports', own);
  expect(all.json().reports.map(({ id, progress }: Record<string, string>) => [id, progress])).toEqual([
    ['r-2', 'being made'],
    ['r-3', 'failed'],
  ]);
  const ofCase = await get(stage, '/api/v1/reports?case=REQ-2026-000003&limit=5', own);
  expect(ofCase.json().reports).toHaveLength(1);
  expect((await get(stage, '/api/v1/reports', credentialsOf(ANSWERS))).json()).toEqual({ reports: [] });

  expect((await get(stage, '/api/v1/reports?case=%00', own)).json()).toMatchObject({
    code: 'REQUEST_INVALID',
  });
  const early = await get(stage, '/api/v1/reports/r-2', own);
  expect(early.statusCode).toBe(202);
  expect(early.headers['retry-after']).toBe('1');
  expect(early.json()).toMatchObject({ id: 'r-2', case: 'REQ-2026-000002', progress: 'being made' });
  for (const [id, who] of [
    ['r-2', credentialsOf(ANSWERS)],
    ['r-3', own],
    ['r-4', own],
  ] as const) {
    expect((await get(stage, `/api/v1/reports/${id}`, who)).json()).toMatchObject({ code: 'REPORT_UNKNOWN' });
  }
  expect((await get(stage, '/api/v1/reports?limit=0', own)).statusCode).toBe(400);
});

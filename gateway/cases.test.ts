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

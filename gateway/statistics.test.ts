import { afterEach, beforeEach, expect, test } from 'vitest';
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
beforeEach(async () => {
  stage = await openGateway();
  await submit(stage, requestSend('m-1'));
});
afterEach(() => stage.app.close());

function ask(query: string) {
  return get(stage, `/api/v1/statistics?${query}`, credentialsOf(ASKS));
}

test('cases of a period are counted, by country where nothing is said', async () => {
  const answer = await ask('from=2026-11-01&to=2026-11-30');
  const nothing = { sent: 0, received: 0, accepted: 0, answered: 0, ratings: 0 };
  expect(answer.json()).toEqual({
    lines: [
      { key: 'FR', ...nothing, received: 1 },
      { key: 'PT', ...nothing, sent: 1 },
    ],
  });
  expect((await ask('from=2026-10-01&to=2026-10-31')).json()).toEqual({ lines: [] });
});

test('a period may go on for as long as days can be written', async () => {
  const answer = await ask('from=9990-01-01&to=9999-12-31');
  expect([answer.statusCode, answer.json()]).toEqual([200, { lines: [] }]);
});

test('by authority only the own ones are counted', async () => {
  const answer = await ask('from=2026-11-01&to=2026-11-30&by=authority');
  const { lines }: { lines: readonly object[] } = answer.json();
  expect(lines).toMatchObject([{ key: 'PT-T-ENGENHARIA', sent: 1, received: 0 }]);
});

test.each([
  'to=2026-11-30',
  'from=2026-11-01',
  'from=2026-11-30&to=2026-11-01',
  'from=1990-01-01&to=2026-11-01',
  'from=2026-02-30&to=2026-11-01',
  'from=2026-11-01&to=2026-11-30&by=person',
  'from=2026-11-01&to=2026-11-30&area=%27',
  'from=2026-11-01&to=2026-11-30&title=x',
])('%s is refused', async (query) => {
  expect((await ask(query)).json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
});

test('nobody is told anything without credentials', async () => {
  const answer = await get(stage, '/api/v1/statistics?from=2026-11-01&to=2026-11-30', {});
  expect(answer.statusCode).toBe(401);
});

import { afterEach, expect, test } from 'vitest';
import type { Health } from '../../hub/health.ts';
import { openMetrics } from '../metrics/metrics.ts';
import { openOperations, type Operations } from './listener.ts';

let operations: Operations | undefined;
afterEach(() => operations?.close());

const STUCK: Health = {
  isReady: false,
  complaints: [{ code: 'WORK_STUCK', facts: { seconds: 42 } }],
  ages: { in_hand: 42 },
};
const WELL: Health = { isReady: true, complaints: [], ages: { in_hand: 0 } };

async function open(health: Health | Error): Promise<(path: string, method?: string) => Promise<Response>> {
  operations = await openOperations(
    { OPERATIONS_HOST: '127.0.0.1', OPERATIONS_PORT: 0 },
    {
      metrics: openMetrics(),
      health: () => (health instanceof Error ? Promise.reject(health) : Promise.resolve(health)),
    },
  );
  const { url } = operations;
  return (path, method = 'GET') => fetch(`${url}${path}`, { method });
}

test('a process whose work goes on is ready, and says how long ago it did what', async () => {
  const get = await open(WELL);
  expect(await (await get('/health/live')).json()).toEqual({ status: 'up' });
  const ready = await get('/health/ready');
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { status: 'up', reasons: [], remarks: [], secondsSince: { in_hand: 0 } },
  ]);
});

test('one whose work does not go on is alive, but not ready, and gives the reason for machines', async () => {
  const get = await open(STUCK);
  expect((await get('/health/live')).status).toBe(200);
  const ready = await get('/health/ready');
  expect([ready.status, await ready.json()]).toMatchObject([
    503,
    { status: 'unavailable', reasons: [{ code: 'WORK_STUCK', seconds: 42 }] },
  ]);
});

test('the metrics say the same', async () => {
  const get = await open(STUCK);
  const text = await (await get('/metrics')).text();
  expect(text).toContain('imi_ready 0');
  expect(text).toContain('imi_work_age_seconds{of="in_hand"} 42');
});

test('there is nothing else, and nothing is told of a fault inside', async () => {
  const get = await open(new TypeError('secret'));
  expect((await get('/api/v1/messages')).status).toBe(404);
  expect((await get('/metrics', 'POST')).status).toBe(405);
  const broken = await get('/health/ready');
  expect([broken.status, await broken.text()]).toEqual([500, '{"status":"internal error"}\n']);
});

test('an address that is taken stops the start', async () => {
  await open(WELL);
  const port = Number(new URL(operations?.url ?? '').port);
  const parts = { metrics: openMetrics(), health: () => Promise.resolve(WELL) };
  await expect(
    openOperations({ OPERATIONS_HOST: '127.0.0.1', OPERATIONS_PORT: port }, parts),
  ).rejects.toThrow('EADDRINUSE');
});

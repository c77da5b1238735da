import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Hub } from '../hub/hub.ts';
import type { DueCase } from '../hub/ports/store.ts';
import { openStage } from '../hub/testing/stage.ts';
import { openClockJob } from './clock-job.ts';
import type { Stoppable } from './repeat.ts';

const jobs: Stoppable[] = [];
afterEach(async () => {
  await Promise.all(jobs.splice(0).map((job) => job.stop()));
});

/** A store in which somebody else lets something become due, and nothing can be done. */
function opened() {
  const { hub } = openStage({});
  const due: DueCase[] = [];
  let rounds = 0;
  async function page({ after }: { readonly after?: DueCase }): Promise<readonly DueCase[]> {
    if (after !== undefined) return due.filter(({ dueAt }) => dueAt > after.dueAt);
    rounds += 1;
    return [];
  }
  const store: Hub['store'] = { ...hub.store, due: page };
  jobs.push(openClockJob({ ...hub, store }, { metrics: { struck() {} }, async deliver() {} }));
  return { due, rounds: () => rounds, now: () => hub.clock.now() };
}

test('what becomes due at once elsewhere has a round of its own, and none again and again where it cannot be done', async () => {
  const { due, rounds, now } = opened();
  await expect.poll(rounds).toBe(1);
  due.push({ number: 'REQ-1', dueAt: now() });
  await expect.poll(rounds, { timeout: 3000 }).toBe(2);
  await sleep(1200);
  expect(rounds()).toBe(2);
  due.push({ number: 'REQ-2', dueAt: now() });
  await expect.poll(rounds, { timeout: 3000 }).toBe(3);
}, 20_000);

test('what has been due for long waits for the next round', async () => {
  const { due, rounds, now } = opened();
  await expect.poll(rounds).toBe(1);
  due.push({ number: 'REQ-1', dueAt: new Date(Date.parse(now()) - 61_000).toISOString() });
  await sleep(1200);
  expect(rounds()).toBe(1);
});

import { afterEach, expect, test, vi } from 'vitest';
import type { Log } from '../hub/ports/surroundings.ts';
import { repeat, type Wakeable } from './repeat.ts';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() } satisfies Log;
const HOUR_MS = 3_600_000;

let repeating: Wakeable | undefined;
afterEach(() => repeating?.stop());

test('work that nobody stops leaves nothing behind at its signal, however often it pauses', async () => {
  const seen: AbortSignal[] = [];
  repeating = repeat(0, log, (signal) => Promise.resolve(void seen.push(signal)));
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(20));
  expect(new Set(seen).size).toBe(1);
  expect(dependantsOf(seen[0])).toBe(0);
});

test('a pause ends when somebody wakes it, and work during which somebody does is done once more', async () => {
  const work = vi.fn(() => Promise.resolve());
  repeating = repeat(HOUR_MS, log, work);
  expect(work).toHaveBeenCalledOnce();
  repeating.wake();
  await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2));
  await new Promise(setImmediate);
  repeating.wake();
  await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(3));
});

test('whoever stops it waits for the work in hand and for no pause', async () => {
  let finish: () => void = vi.fn();
  const work = vi.fn(() => new Promise<void>((done) => (finish = done)));
  repeating = repeat(HOUR_MS, log, work);
  const stopped = repeating.stop();
  await expect(Promise.race([stopped, new Promise((go) => setImmediate(go, 'at work'))])).resolves.toBe(
    'at work',
  );
  finish();
  await stopped;
  expect(work).toHaveBeenCalledOnce();
});

test('a failure is logged and tried again', async () => {
  const work = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(new TypeError('broken'));
  repeating = repeat(0, log, work);
  await vi.waitFor(() => expect(work.mock.calls.length).toBeGreaterThan(1));
  expect(log.warn).toHaveBeenCalledExactlyOnceWith({ reason: 'TypeError' }, expect.any(String));
});

/** What Node keeps at a signal of those that `AbortSignal.any` has made of it, for as long as it lives. */
function dependantsOf(signal: object | undefined): number {
  const kept = Object.getOwnPropertySymbols(signal).find((key) => key.description === 'kDependantSignals');
  const dependants: unknown = kept && Reflect.get(signal ?? {}, kept);
  return dependants instanceof Set ? dependants.size : 0;
}

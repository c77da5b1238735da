import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { documentQueries } from '../testing/memory-documents.ts';
import type { Scanned, Scanner } from '../ports/documents.ts';
import { checkUploads } from './check-uploads.ts';

const BYTES = Buffer.from('%PDF-1.7 a plan');
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };
const MINUTE_MS = 60_000;
const clock = { now: () => new Date().toISOString() };

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T09:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An upload that has come, and a worker that begins to check it with a scanner that answers when it is told to. */
async function checked() {
  const store = documentQueries({ uploads: new Map() });
  const said = { id: 'u-1', owner: 'system', authority: 'PT-1', mediaType: 'application/pdf', size: BYTES.length };
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  await store.openUpload({ ...said, sha256, expiresAt: '2026-11-22T09:00:00.000Z' }, { count: 1, bytes: 1000 });
  await store.keepPiece({ upload: 'u-1', index: 0, bytes: BYTES, from: 0 });
  const given: { answer?: (found: Scanned) => void } = {};
  const answered = new Promise<Scanned>((resolve) => {
    given.answer = resolve;
  });
  const scanner: Scanner = { scan: () => answered };
  const signal = { aborted: false };
  const checking = checkUploads({ store: Object(store), clock, log: SILENT, scanner }, signal);
  return { store, answer: (found: Scanned) => given.answer?.(found), signal, checking };
} // prettier-ignore

/** How many uploads another worker would find to check now. */
async function left(store: Awaited<ReturnType<typeof checked>>['store']): Promise<number> {
  const at = clock.now();
  return (await store.takeUnchecked(1, { at, until: at })).length;
}

test('whoever checks an upload keeps others away from it for as long as that takes', async () => {
  const { store, answer, checking } = await checked();
  await vi.advanceTimersByTimeAsync(20 * MINUTE_MS);
  expect(await left(store)).toBe(0);
  answer('clean');
  expect(await checking).toBe(1);
  expect(await store.upload('u-1')).toMatchObject({ state: 'ready' });
  expect(vi.getTimerCount()).toBe(0);
});

test('one that has been told to end, and is killed before it has, leaves it to another within a minute', async () => {
  const { store, signal } = await checked();
  await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
  signal.aborted = true;
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(await left(store)).toBe(1);
});

test('one whose scanner is away leaves it to any after half a minute', async () => {
  const { store, answer, checking } = await checked();
  await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
  answer('unavailable');
  await checking;
  await vi.advanceTimersByTimeAsync(29_000);
  expect(await left(store)).toBe(0);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await left(store)).toBe(1);
});

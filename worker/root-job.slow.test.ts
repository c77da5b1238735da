import { afterEach, expect, test, vi } from 'vitest';
import { readStatement } from '../hub/evidence/statement.ts';
import type { TellWitness } from '../hub/epoch/witness.ts';
import { hubFault } from '../hub/faults.ts';
import { openMemoryRoots } from '../hub/testing/memory-roots.ts';
import { openRootJob } from './root-job.ts';
import type { Repeating } from './repeat.ts';

const AWAY = hubFault('SEAL_WAITS', 'TIME_STAMP_UNAVAILABLE: no connection');
let job: Repeating | undefined;
afterEach(() => job?.stop());

/** A job whose seal fails with each of the faults before it works. */
function openScene(faults: Error[]) {
  const roots = openMemoryRoots();
  const [sealed, logged, ages]: [number[], string[], number[]] = [[], [], []];
  let now = Date.parse('2026-11-21T09:30:00Z');
  let elapsed = 0;
  const log = {
    info: (_: unknown, text: string) => void logged.push(text),
    warn: (_: unknown, text: string) => void logged.push(text),
    error: (_: unknown, text: string) => void logged.push(text),
  };
  async function sealApart(bytes: Uint8Array) {
    const fault = faults.shift();
    if (fault !== undefined) throw fault;
    sealed.push(readStatement(new TextDecoder().decode(bytes))?.number ?? 0);
    return Buffer.from('seal');
  }
  const metrics = { evidenceUnsealed: (seconds: number) => void ages.push(seconds) };
  const clock = { now: () => new Date(now).toISOString() };
  const told: number[] = [];
  const tell: TellWitness = ({ root }) => void told.push(root?.number ?? 0);
  const open = () =>
    openRootJob(
      { clock, log },
      { roots, sealer: { sealApart }, metrics, everySeconds: 0.1, elapsed: () => elapsed, tell },
    );
  const jump = (seconds: number) => void (now += seconds * 1000);
  function wait(seconds: number) {
    jump(seconds);
    elapsed += seconds * 1000;
  }
  const add = (chain: string) => roots.add({ chain, seq: 1, hash: 'ab'.repeat(32) });
  return { roots, sealed, logged, ages, told, add, open, wait, jump };
}

test('while no time stamp is to be had roots go on, and get their seals in order when it is', async () => {
  const { add, open, roots, sealed, logged, ages, wait } = openScene([AWAY, AWAY]);
  add('A');
  job = open();
  await vi.waitFor(() => expect(logged).toEqual(['evidence root waits for its seal']));
  add('B');
  await vi.waitFor(async () => expect(await roots.rootsAfter(0, 9)).toHaveLength(2));
  wait(2);
  await vi.waitFor(() => expect(logged).toHaveLength(2), 5000);
  expect(sealed).toEqual([]);
  expect(ages.at(-1)).toBe(2);
  wait(4);
  await vi.waitFor(() => expect(sealed).toEqual([1, 2]), 5000);
  await vi.waitFor(() => expect(ages.at(-1)).toBe(0));
  expect(logged.slice(2)).toEqual(['evidence root sealed', 'evidence root sealed']);
});

test('a clock that is put back by an hour keeps no root from its seal', async () => {
  const { add, open, sealed, logged, wait, jump } = openScene([AWAY]);
  add('A');
  job = open();
  await vi.waitFor(() => expect(logged).toEqual(['evidence root waits for its seal']));
  jump(-3600);
  wait(2);
  await vi.waitFor(() => expect(sealed).toEqual([1]), 5000);
}, 10_000);

test('each root is told of outside the database when it is made, once and sealed or not', async () => {
  const { add, open, told, ages } = openScene([AWAY]);
  add('A');
  job = open();
  await vi.waitFor(() => expect(told).toEqual([1]));
  add('B');
  await vi.waitFor(() => expect(told).toEqual([1, 2]));
  await vi.waitFor(() => expect(ages.length).toBeGreaterThan(0));
});

test('a seal that fails for any other reason is an error, and the root still waits for it', async () => {
  const { add, open, sealed, logged, wait } = openScene([new TypeError('a bug')]);
  add('A');
  job = open();
  await vi.waitFor(() => expect(logged).toEqual(['evidence root not sealed']));
  wait(2);
  await vi.waitFor(() => expect(sealed).toEqual([1]), 5000);
}, 10_000);

test('a root that a worker has left behind gets its seal from the next', async () => {
  const { add, open, roots, sealed } = openScene([]);
  add('A');
  await roots.gather((_, last) => ({
    at: '2026-11-21T09:00:00.000Z',
    statement: last?.statement ?? 'left behind',
  }));
  job = open();
  await vi.waitFor(() => expect(sealed).toHaveLength(1));
});

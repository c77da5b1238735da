import { afterAll, describe, expect, test } from 'vitest';
import { isHubFault } from '../hub/faults.ts';
import { openJudging } from '../signing/judging/open-judging.ts';
import type { JudgingSettings } from '../signing/judging/settings.ts';
import { judgingProgram } from './judging-program.ts';
import { worstFiles } from './testing/worst-files.ts';

const TIMEOUT = 240_000;
const MIB = 1024 * 1024;
const MESSAGE = Buffer.from('{"a":1}');

const judging = opened({});
afterAll(() => judging.close());

function opened(settings: Partial<JudgingSettings>) {
  // Not what is granted by the clock is tried here: the machine may be busy with other things.
  const patient = { longestMs: 120_000, longestStartMs: 120_000, longestWaitMs: 120_000 };
  return openJudging({ program: judgingProgram(), trust: [], settings: { ...patient, ...settings } });
}

/**
 * The longest time of the processor that this process takes in one go. Not by the clock: on a busy machine it stands still
 * for reasons of others.
 */
function watchTurns(): () => number {
  let longest = 0;
  let last = process.cpuUsage();
  const ticking = setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    longest = Math.max(longest, (user + system) / 1000);
  }, 5);
  return () => {
    clearInterval(ticking);
    return longest;
  };
}

describe('while the worst files that we know are judged', () => {
  test.each(worstFiles())(
    'nobody else waits 200 ms, and this process does not grow: $name',
    async ({ make }) => {
      const file = make();
      const before = process.memoryUsage.rss();
      const longestTurn = watchTurns();
      const found = await judging.verify(file);
      const [turn, growth] = [longestTurn(), process.memoryUsage.rss() - before];
      expect(found.indication).not.toBe('TOTAL-PASSED');
      expect(turn).toBeLessThan(200);
      expect(growth).toBeLessThan(128 * MIB);
    },
    TIMEOUT,
  );
});

test(
  'a file that takes too long is given up, and the next one is judged as if nothing had been',
  async () => {
    const hasty = opened({ processes: 1, processorMs: 0 });
    const found = await hasty.verify(long());
    expect(found).toMatchObject({ kind: 'message', indication: 'INDETERMINATE', reason: 'JUDGED_TOO_LONG' });
    hasty.close();
    expect(await judging.verify(MESSAGE)).toMatchObject({ reason: 'MESSAGE_UNREADABLE' });
  },
  TIMEOUT,
);

test(
  'a file that takes too much memory is given up, whatever fills it',
  async () => {
    const narrow = opened({ processes: 1, growthBytes: 1, watchMs: 1 });
    expect(await narrow.verify(long())).toMatchObject({
      indication: 'INDETERMINATE',
      reason: 'JUDGED_TOO_LARGE',
    });
    narrow.close();
  },
  TIMEOUT,
);

test(
  'of too many files the last are refused at once, and of those that wait too long nobody is left without an answer',
  async () => {
    const small = opened({ processes: 1, waiting: 2, longestWaitMs: 1 });
    const asked = await Promise.allSettled([1, 2, 3, 4].map(() => small.verify(MESSAGE)));
    const ends = asked.map((one) => (one.status === 'fulfilled' ? 'judged' : faultIn(one.reason)));
    expect(ends).toEqual(['judged', 'VERIFIER_BUSY', 'VERIFIER_BUSY', 'VERIFIER_BUSY']);
    small.close();
  },
  TIMEOUT,
);

test(
  'a process that is killed is replaced',
  async () => {
    const one = opened({ processes: 1 });
    await one.verify(MESSAGE);
    one.close();
    expect(await one.verify(MESSAGE)).toMatchObject({ reason: 'MESSAGE_UNREADABLE' });
    one.close();
  },
  TIMEOUT,
);

/** Some tens of milliseconds of reading. */
function long(): Buffer {
  return Buffer.from(`{"data":[${'{},'.repeat(2 * MIB)}0]}`);
}

function faultIn(error: unknown): string {
  return isHubFault(error) ? error.kind : String(error);
}

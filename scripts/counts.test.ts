import { describe, expect, it } from 'vitest';
import { countTests, sum } from './counts.ts';

function results(passed: number, failed: number, broken = 0): Parameters<typeof countTests>[0] {
  const testResults = Array.from({ length: broken }, () => ({ status: 'failed', assertionResults: [] }));
  return { numPassedTests: passed, numFailedTests: failed, testResults };
}

describe('the last line of the tests', () => {
  it('counts what vitest counted', () => {
    expect(countTests(results(7, 2), 1)).toEqual({ passed: 7, failed: 2 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(countTests(results(7, 0, 1), 1)).toEqual({ passed: 7, failed: 1 });
  });

  it('counts a step that failed without any failed test as one failure', () => {
    expect(countTests(results(7, 0), 1)).toEqual({ passed: 7, failed: 1 });
    expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1 });
  });

  it('adds the steps up', () => {
    expect(
      sum([
        { passed: 1, failed: 0 },
        { passed: 2, failed: 3 },
      ]),
    ).toEqual({ passed: 3, failed: 3 });
  });
});

import { describe, expect, it } from 'vitest';
import { countTests, failures, leftOut, sum, testsNamed, type Results } from './counts.ts';

function results(passed: number, failed: number, broken = 0): Results {
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

describe('what failed', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'one holds' },
    { status: 'failed', fullName: 'another fails' },
  ];

  it('is told by the names of the tests', () => {
    const found = { ...results(1, 1), testResults: [{ status: 'failed', assertionResults }] };
    expect(failures('walks', found, 1)).toEqual(['another fails']);
    expect(failures('walks', undefined, 0)).toEqual([]);
  });

  it('is told by the step where no test says it', () => {
    expect(failures('check', results(7, 0), 1)).toEqual(['check: exit code 1']);
    expect(failures('crash', undefined, 130)).toEqual(['crash: exit code 130']);
    expect(failures('slow', results(7, 0, 1), 1)).toEqual(['slow: exit code 1']);
  });
});

describe('tests that were left out', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'a token (PKCS #11) signs' },
    { status: 'skipped', fullName: 'a token (PKCS #11) opens' },
    { status: 'pending', fullName: 'another is for later' },
    { status: 'failed', fullName: 'another fails' },
  ];
  const found = { ...results(1, 1), testResults: [{ status: 'failed', assertionResults }] };

  it('are told by name', () => {
    expect(leftOut(found)).toEqual(['a token (PKCS #11) opens', 'another is for later']);
    expect(leftOut(undefined)).toEqual([]);
  });

  it('are counted for one topic', () => {
    expect(testsNamed(found, '(PKCS #11)')).toEqual({ ran: 1, leftOut: 1 });
    expect(testsNamed(undefined, '(PKCS #11)')).toEqual({ ran: 0, leftOut: 0 });
  });
});

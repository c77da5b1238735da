import { readFile } from 'node:fs/promises';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/**
 * What vitest wrote, with what its own numbers hide: a file that could not even be loaded counts as one failure,
 * and so does a step that failed without a failed test (a lint error, a crash).
 */
export function countTests(results: Results | undefined, exitCode: number): Counts {
  const broken = results?.testResults.filter(isBroken).length ?? 0;
  const failed = (results?.numFailedTests ?? 0) + broken;
  return { passed: results?.numPassedTests ?? 0, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

export async function readResults(file: string): Promise<Results | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Results);
}

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

function isBroken({ status, assertionResults }: Results['testResults'][number]): boolean {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed');
}

/** Tests whose name has this in it, and what became of them: one that was left out must be seen. */
export function testsNamed(results: Results | undefined, part: string): Ran {
  const named = allTests(results).filter(({ fullName }) => fullName.includes(part));
  const gaps = named.filter(isLeftOut).length;
  return { ran: named.length - gaps, leftOut: gaps };
}

export interface Ran {
  readonly ran: number;
  readonly leftOut: number;
}

/** Names of the tests that were left out. */
export function leftOut(results: Results | undefined): readonly string[] {
  return allTests(results)
    .filter(isLeftOut)
    .map(({ fullName }) => fullName);
}

/** Names of the tests that failed, and of a step (or file) that did without one: told last, where they are not overlooked. */
export function failures(step: string, results: Results | undefined, exitCode: number): readonly string[] {
  const named = allTests(results).filter(({ status }) => status === 'failed');
  if (countTests(results, exitCode).failed === named.length) return named.map(({ fullName }) => fullName);
  return [...named.map(({ fullName }) => fullName), `${step}: exit code ${String(exitCode)}`];
}

function allTests(results: Results | undefined) {
  return results?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? [];
}

function isLeftOut({ status }: { readonly status: string }): boolean {
  return status !== 'passed' && status !== 'failed';
}

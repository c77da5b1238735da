import type { Codec } from '../../ports.ts';
import { auditChains } from './chains.ts';
import { noCounts, type Counts } from './check.ts';
import type { AuditProblem } from './problem.ts';
import { auditRoots, noRootCounts, type JudgeSeal, type RootCounts } from './roots.ts';
import type { AuditSource } from './source.ts';

/** As many problems are told one by one; all are counted. */
const TOLD = 1000;

export type Audit = {
  /** Uncertain: nothing is wrong, but some seal can neither be called good nor bad. */
  readonly outcome: 'whole' | 'broken' | 'uncertain';
  readonly chains: Counts;
  readonly roots: RootCounts;
  readonly problems: readonly AuditProblem[];
  readonly problemCount: number;
};

/**
 * Verifies the whole evidence of an installation, by digests alone: chains, the events, receipts and deliveries that they
 * testify to, roots and seals. What it needs of memory does not grow with what there is.
 */
export async function auditEvidence(
  source: AuditSource,
  { codec, judge }: { readonly codec: Pick<Codec, 'canonical' | 'digest'>; readonly judge: JudgeSeal },
): Promise<Audit> {
  const problems: AuditProblem[] = [];
  let problemCount = 0;
  function note(problem: AuditProblem): void {
    problemCount += 1;
    if (problems.length < TOLD) problems.push(problem);
  }
  const [chains, roots] = [noCounts(), noRootCounts()];
  await auditChains(source, { codec, note, counts: chains });
  await auditRoots(source, { note, judge, counts: roots });
  const doubt = roots.doubts.size > 0 ? 'uncertain' : 'whole';
  return { outcome: problemCount > 0 ? 'broken' : doubt, chains, roots, problems, problemCount };
}

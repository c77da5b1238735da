import { auditChains } from './chains.ts';
import { noCounts, type Auditing, type Counts } from './check.ts';
import { auditCredentials } from './credentials.ts';
import { auditBare } from './covered.ts';
import { auditEpochs, type AuditedEpoch, type TestifiedEpoch } from './epochs.ts';
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
  readonly epochs: readonly AuditedEpoch[];
  readonly problems: readonly AuditProblem[];
  readonly problemCount: number;
};

export type AuditHow = Pick<Auditing, 'codec' | 'workflows'> & { readonly judge: JudgeSeal };

/**
 * Verifies the whole evidence of an installation: chains, the events, receipts and deliveries that they testify to, what is
 * sealed where it can be opened, roots and seals. What it needs of memory does not grow with what there is.
 */
export async function auditEvidence(
  source: AuditSource,
  { codec, judge, workflows }: AuditHow,
): Promise<Audit> {
  const problems: AuditProblem[] = [];
  let problemCount = 0;
  function note(problem: AuditProblem): void {
    problemCount += 1;
    if (problems.length < TOLD) problems.push(problem);
  }
  const [chains, roots] = [noCounts(), noRootCounts()];
  const testified: TestifiedEpoch[] = [];
  await auditChains(source, { codec, workflows, note, counts: chains, testified });
  auditBare({ counts: chains, note });
  const kept = await source.epochs();
  const known = kept.flatMap(({ lastRoot }) => (lastRoot > 0 ? [lastRoot] : []));
  await auditRoots(source, { note, judge, counts: roots, known });
  await auditCredentials(source.credentials, note);
  const epochs = auditEpochs(kept, { codec, note, testified });
  const doubt = roots.doubts.size > 0 ? 'uncertain' : 'whole';
  return { outcome: problemCount > 0 ? 'broken' : doubt, chains, roots, epochs, problems, problemCount };
}

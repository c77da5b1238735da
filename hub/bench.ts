import type { Admission } from './admit.ts';
import { caseFrom, type CaseNow } from './case-now.ts';
import { chainOfSystem } from './evidence/record.ts';
import type { ChainHead, Loaded, SeenMessage, Unit } from './ports.ts';

/** A batch while it is worked on: later messages see what earlier ones did. */
export type Bench = {
  readonly seen: Map<string, SeenMessage>;
  readonly cases: Map<string, CaseNow>;
  /** Chains of the batch's systems. They are locked together, when the first message is refused that belongs to no case. */
  chainOf(system: string): Promise<ChainHead>;
  moved(head: ChainHead): void;
};

export function openBench(
  loaded: Loaded,
  given: { readonly admissions: readonly Admission[]; readonly unit: Pick<Unit, 'heads'> },
): Bench {
  const { admissions, unit } = given;
  let heads: Map<string, ChainHead> | undefined;
  return {
    seen: new Map(loaded.seen),
    cases: openAll(loaded, admissions),
    async chainOf(system) {
      heads ??= new Map(await unit.heads(chainsOf(admissions)));
      const head = heads.get(chainOfSystem(system));
      if (head === undefined) throw new TypeError(`the chain of the system ${system} was not locked`);
      return head;
    },
    moved: (head) => void heads?.set(head.chain, head),
  };
}

function chainsOf(admissions: readonly Admission[]): readonly string[] {
  return [...new Set(admissions.map(({ submission }) => chainOfSystem(submission.system)))].toSorted();
}

function openAll(loaded: Loaded, admissions: readonly Admission[]): Map<string, CaseNow> {
  const cases = new Map<string, CaseNow>();
  for (const admission of admissions) {
    const subject = admission.kind === 'admitted' ? admission.message.subject : undefined;
    const record = subject === undefined ? undefined : loaded.cases.get(subject);
    if (admission.kind !== 'admitted' || record === undefined || cases.has(record.number)) continue;
    if (record.workflow === admission.entry.workflow.name)
      cases.set(record.number, caseFrom(admission.entry.workflow, record));
  }
  return cases;
}

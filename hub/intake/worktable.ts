import type { Admission } from './admit.ts';
import { caseFrom, type CaseNow } from '../case/case-now.ts';
import type { Hub } from '../hub.ts';
import type { Upload } from '../ports/documents.ts';
import type { ChainHead, SeenMessage } from '../ports/records.ts';
import type { Loaded, Unit } from '../ports/store.ts';
import { chainOfSender, type Sender } from './sender.ts';

/** A batch while it is worked on: later messages see what earlier ones did. */
export type Worktable = {
  readonly seen: Map<string, SeenMessage>;
  readonly cases: Map<string, CaseNow>;
  readonly uploads: ReadonlyMap<string, Upload>;
  claim(upload: string, caseNumber: string): void;
  /** Keys of messages and numbers of cases that the hub does not believe its database. */
  readonly unsound: ReadonlySet<string>;
  /** Chains of the batch's senders. They are locked together, when the first message is refused that belongs to no case. */
  chainOf(sender: Sender): Promise<ChainHead>;
  moved(head: ChainHead): void;
};

export function openWorktable(
  loaded: Loaded,
  given: {
    readonly admissions: readonly Admission[];
    readonly uploads: ReadonlyMap<string, Upload>;
    readonly unit: Pick<Unit, 'heads'>;
    readonly workflows: Hub['catalogue']['workflows'];
  },
): Worktable {
  const { admissions, unit, workflows } = given;
  const uploads = new Map(given.uploads);
  let heads: Map<string, ChainHead> | undefined;
  return {
    seen: new Map(loaded.seen),
    cases: openAll(loaded, admissions, workflows),
    uploads,
    claim(id, caseNumber) {
      const upload = uploads.get(id);
      if (upload !== undefined) uploads.set(id, { ...upload, caseNumber });
    },
    unsound: loaded.unsound,
    async chainOf(sender) {
      heads ??= new Map(await unit.heads(chainsOf(admissions)));
      const head = heads.get(chainOfSender(sender));
      if (head === undefined) throw new TypeError(`the chain ${chainOfSender(sender)} was not locked`);
      return head;
    },
    moved: (head) => void heads?.set(head.chain, head),
  };
}

function chainsOf(admissions: readonly Admission[]): readonly string[] {
  return [...new Set(admissions.map(({ sender }) => chainOfSender(sender)))].toSorted();
}

function openAll(
  loaded: Loaded,
  admissions: readonly Admission[],
  workflows: Hub['catalogue']['workflows'],
): Map<string, CaseNow> {
  const cases = new Map<string, CaseNow>();
  for (const admission of admissions) {
    const subject = admission.kind === 'admitted' ? admission.message.subject : undefined;
    const record = subject === undefined ? undefined : loaded.cases.get(subject);
    if (admission.kind !== 'admitted' || record === undefined || cases.has(record.number)) continue;
    const workflow = workflows.get(record.workflow);
    if (workflow !== undefined) cases.set(record.number, caseFrom(workflow, record));
  }
  return cases;
}

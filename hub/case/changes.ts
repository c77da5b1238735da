import type { Directory } from '../../domain/directory/directory.ts';
import { defined } from '../../domain/kernel/optional.ts';
import type { CaseNow } from './case-now.ts';
import type { CaseChange, CaseParts, Changes, ChainHead } from '../ports/records.ts';

export function merge(all: readonly Partial<Changes>[]): Changes {
  return {
    messages: all.flatMap((part) => part.messages ?? []),
    cases: lastOfEach(all.flatMap((part) => part.cases ?? [])),
    parts: lastParts(all.flatMap((part) => part.parts ?? [])),
    events: all.flatMap((part) => part.events ?? []),
    blobs: all.flatMap((part) => part.blobs ?? []),
    claims: all.flatMap((part) => part.claims ?? []),
    shared: all.flatMap((part) => part.shared ?? []),
    originals: all.flatMap((part) => part.originals ?? []),
    evidence: all.flatMap((part) => part.evidence ?? []),
    heads: lastHeads(all.flatMap((part) => part.heads ?? [])),
    outgoing: all.flatMap((part) => part.outgoing ?? []),
    handedOver: all.flatMap((part) => part.handedOver ?? []),
    overdue: all.flatMap((part) => part.overdue ?? []),
    mails: all.flatMap((part) => part.mails ?? []),
    mailEnds: all.flatMap((part) => part.mailEnds ?? []),
    reports: all.flatMap((part) => part.reports ?? []),
    finished: all.flatMap((part) => part.finished ?? []),
    extended: all.flatMap((part) => part.extended ?? []),
    letters: all.flatMap((part) => part.letters ?? []),
    erased: all.flatMap((part) => part.erased ?? []),
    dues: all.flatMap((part) => part.dues ?? []),
  };
}

/** A batch may change a case several times; its row is written once, as it is in the end. */
function lastOfEach(changes: readonly CaseChange[]): readonly CaseChange[] {
  const last = new Map<string, CaseChange>();
  for (const change of changes) {
    const opened = change.opened || last.get(change.number)?.opened === true;
    last.set(change.number, { ...change, opened });
  }
  return [...last.values()];
}

function lastParts(parts: readonly CaseParts[]): readonly CaseParts[] {
  return [...new Map(parts.map((one) => [one.number, one])).values()];
}

function lastHeads(heads: readonly ChainHead[]): readonly ChainHead[] {
  return [...new Map(heads.map((head) => [head.chain, head])).values()];
}

/** Who takes part in the case as it is now. */
export function partsOf(
  { number, workflow, area, state }: Pick<CaseNow, 'number' | 'workflow' | 'area' | 'state'>,
  { authorities }: Pick<Directory, 'authorities'>,
): CaseParts {
  const parts = workflow.parts(state).map((part) => {
    const countries = part.others.flatMap((other) => authorities.get(other)?.country ?? []);
    return { ...part, countries: [...new Set(countries)].toSorted() };
  });
  return { number, workflow: workflow.name, area, parts };
}

export function caseChange(
  after: CaseNow,
  { opened, at }: { readonly opened: boolean; readonly at: string },
): CaseChange {
  const { number, area, seq, chain, state, workflow } = after;
  const { status, version, endedAt } = state;
  const [chainSeq, chainHead] = [chain.seq, chain.hash];
  return {
    number,
    workflow: workflow.name,
    area,
    status,
    version,
    seq,
    chainSeq,
    chainHead,
    opened,
    ...defined('endedAt', endedAt),
    ...defined('dueAt', after.dueAt),
    ...defined('measured', after.measured),
    at,
  };
}

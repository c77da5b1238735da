import { defined } from '../domain/kernel/optional.ts';
import type { CaseNow } from './case-now.ts';
import type { CaseChange, Changes, ChainHead } from './ports.ts';

export function merge(all: readonly Partial<Changes>[]): Changes {
  return {
    messages: all.flatMap((part) => part.messages ?? []),
    cases: lastOfEach(all.flatMap((part) => part.cases ?? [])),
    events: all.flatMap((part) => part.events ?? []),
    blobs: all.flatMap((part) => part.blobs ?? []),
    originals: all.flatMap((part) => part.originals ?? []),
    evidence: all.flatMap((part) => part.evidence ?? []),
    heads: lastHeads(all.flatMap((part) => part.heads ?? [])),
    outgoing: all.flatMap((part) => part.outgoing ?? []),
    handedOver: all.flatMap((part) => part.handedOver ?? []),
    overdue: all.flatMap((part) => part.overdue ?? []),
    reports: all.flatMap((part) => part.reports ?? []),
    finished: all.flatMap((part) => part.finished ?? []),
    extended: all.flatMap((part) => part.extended ?? []),
    erased: all.flatMap((part) => part.erased ?? []),
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

function lastHeads(heads: readonly ChainHead[]): readonly ChainHead[] {
  return [...new Map(heads.map((head) => [head.chain, head])).values()];
}

export function caseChange(after: CaseNow, opened: boolean, at: string): CaseChange {
  const { number, area, seq, chain, state, workflow } = after;
  const { status, version } = state;
  const [chainSeq, chainHead] = [chain.seq, chain.hash];
  const ended = defined('endedAt', workflow.endedAt(state));
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
    ...ended,
    at,
  };
}

import type { Area } from '../domain/area/area.ts';
import { handle, record, replay } from '../domain/kernel/handle.ts';
import type { Refusal } from '../domain/kernel/refusals.ts';
import {
  isRefusal,
  type CaseState,
  type Circumstances,
  type Recorded,
  type Workflow,
} from '../domain/kernel/workflow.ts';
import type { Route } from '../domain/directory/route.ts';
import type { Entry } from '../schemas/catalogue.ts';
import { CHAIN_START } from './evidence/record.ts';
import type { CaseRecord, ChainHead } from './ports.ts';

/** A case in the midst of a batch: its state, and where its history and its chain of evidence stand. */
export type CaseNow = {
  readonly number: string;
  readonly workflow: Workflow;
  readonly area: string;
  readonly state: CaseState;
  readonly seq: number;
  readonly chain: ChainHead;
  readonly isNew: boolean;
};

export function openCase(workflow: Workflow, number: string, area: Area): CaseNow {
  const chain = { chain: number, seq: 0, hash: CHAIN_START, caseSeq: 0 };
  return { number, workflow, area: area.code, state: workflow.initial, seq: 0, chain, isNew: true };
}

export function caseFrom(workflow: Workflow, loaded: CaseRecord): CaseNow {
  const { number, area, seq, chainSeq, chainHead, history } = loaded;
  const chain = { chain: number, seq: chainSeq, hash: chainHead, caseSeq: seq };
  return { number, workflow, area, state: replay(workflow, history), seq, chain, isNew: false };
}

export type Advance = {
  readonly after: CaseNow;
  readonly recorded: readonly Recorded[];
  readonly route?: Route;
};

/** Step 5: one command over the case as it is now. The chain of evidence is moved on by who records it. */
export function advance(
  now: CaseNow,
  given: { readonly entry: Entry; readonly data: unknown; readonly circumstances: Circumstances },
): Advance | Refusal {
  const { entry, data, circumstances } = given;
  const decision = handle(now.workflow, now.state, { command: entry.command, data, circumstances });
  if (isRefusal(decision)) return decision;
  const happened = { events: decision.events, at: circumstances.at, by: circumstances.actor.authority };
  const { recorded, state } = record(now.workflow, now, happened);
  const seq = now.seq + recorded.length;
  const after = { ...now, state, seq, chain: { ...now.chain, caseSeq: seq } };
  return { after, recorded, ...(decision.route === undefined ? {} : { route: decision.route }) };
}

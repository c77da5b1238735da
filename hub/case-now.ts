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
import type { CaseRecord } from './ports.ts';

/** A case in the midst of a batch: its state, and where its history and its chain of evidence stand. */
export type CaseNow = {
  readonly number: string;
  readonly workflow: Workflow;
  readonly area: string;
  readonly state: CaseState;
  readonly seq: number;
  readonly chainSeq: number;
  readonly chainHead: string;
  readonly isNew: boolean;
};

/** Hash before the first record of a chain. */
export const CHAIN_START = '0'.repeat(64);

export function openCase(workflow: Workflow, number: string, area: Area): CaseNow {
  const empty = { seq: 0, chainSeq: 0, chainHead: CHAIN_START, isNew: true };
  return { number, workflow, area: area.code, state: workflow.initial, ...empty };
}

export function caseFrom(workflow: Workflow, { history, ...loaded }: CaseRecord): CaseNow {
  return { ...loaded, workflow, state: replay(workflow, history), isNew: false };
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
  const after = { ...now, state, seq: now.seq + recorded.length };
  return { after, recorded, ...(decision.route === undefined ? {} : { route: decision.route }) };
}

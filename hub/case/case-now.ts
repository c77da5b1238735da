import type { Directory } from '../../domain/directory/directory.ts';
import type { Area } from '../../domain/area/area.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import { handle, record, replay } from '../../domain/kernel/handle.ts';
import type { Measured } from '../../domain/kernel/measured.ts';
import type { Refusal } from '../../domain/kernel/refusals.ts';
import { restored } from '../../domain/kernel/restored.ts';
import {
  byOf,
  isRefusal,
  type CaseState,
  type Found,
  type Instant,
  type Recorded,
} from '../../domain/kernel/workflow.ts';
import { defined } from '../../domain/kernel/optional.ts';
import type { Circumstances, Command, World } from '../../domain/world.ts';
import type { Catalogue } from '../../schemas/catalogue.ts';
import { CHAIN_START } from '../evidence/record.ts';
import type { CaseRecord, ChainHead } from '../ports/records.ts';

/** A case in the midst of a batch: its state, and where its history and its chain of evidence stand. */
export type CaseNow = {
  readonly number: string;
  readonly workflow: Workflow;
  readonly area: string;
  readonly state: CaseState;
  readonly seq: number;
  readonly chain: ChainHead;
  readonly isNew: boolean;
  /** When the hub is to do something in it. */
  readonly dueAt?: Instant;
  /** What statistics count of it since its newest event; absent in one in which nothing has happened here yet. */
  readonly measured?: Measured;
  /** The database was restored since its last event; its next one says so first. */
  readonly isRestored: boolean;
};

export function openCase(workflow: Workflow, number: string, area: Area): CaseNow {
  const chain = { chain: number, seq: 0, hash: CHAIN_START, caseSeq: 0 };
  const { initial: state } = workflow;
  return { number, workflow, area: area.code, state, seq: 0, chain, isNew: true, isRestored: false };
}

/** A case as it was loaded; nothing where there is none, or not its workflow. */
export function caseOf(
  { workflows }: Pick<Catalogue, 'workflows'>,
  loaded: CaseRecord | undefined,
): CaseNow | undefined {
  const workflow = loaded && workflows.get(loaded.workflow);
  return workflow && caseFrom(workflow, loaded);
}

export function caseFrom(workflow: Workflow, loaded: CaseRecord): CaseNow {
  const { number, area, seq, chainSeq, chainHead, history } = loaded;
  const chain = { chain: number, seq: chainSeq, hash: chainHead, caseSeq: seq };
  const told = replay(workflow, history);
  const version = Math.max(told.version, loaded.version ?? 0);
  const isRestored = version > told.version;
  const state = isRestored ? { ...told, version, leapt: version } : told;
  const now = { number, workflow, area, state, seq, chain, isNew: false, isRestored };
  return { ...now, ...defined('dueAt', loaded.dueAt) };
}

/** The version as that authority may know it. */
export function versionFor(
  { workflow, state }: Pick<CaseNow, 'workflow' | 'state'>,
  authority: string,
  directory: Directory,
): number {
  return workflow.versionFor?.(state, authority, directory) ?? state.version;
}

/** When the hub is next to do something in a case. */
export function firstDue(workflow: Workflow, state: CaseState, world: World): Instant | undefined {
  return workflow
    .due(state, world)
    .reduce<Instant | undefined>(
      (first, { at }) => (first === undefined || at < first ? at : first),
      undefined,
    );
}

export type Advance = {
  readonly after: CaseNow;
  readonly recorded: readonly Recorded[];
  readonly route?: Found;
};

/** Step 5: one command over the case as it is now. The chain of evidence is moved on by who records it. */
export function advance(
  now: CaseNow,
  given: { readonly command: Command; readonly data: unknown; readonly circumstances: Circumstances },
): Advance | Refusal {
  const { circumstances } = given;
  const decision = handle(now.workflow, now.state, given);
  if (isRefusal(decision)) return decision;
  const events = now.isRestored ? [restored(now.state.version), ...decision.events] : decision.events;
  const happened = { events, at: circumstances.at, by: byOf(circumstances.actor) };
  const { recorded, state } = record(now.workflow, now, happened);
  const seq = now.seq + recorded.length;
  const { dueAt: _, ...before } = now;
  const after = {
    ...before,
    state,
    seq,
    chain: { ...now.chain, caseSeq: seq },
    isRestored: false,
    ...defined('dueAt', firstDue(now.workflow, state, circumstances)),
    ...defined('measured', now.workflow.measured?.(state, circumstances)),
  };
  return { after, recorded, ...(decision.route === undefined ? {} : { route: decision.route }) };
}

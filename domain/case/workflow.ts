import type { QuestionSet } from '../area/area.ts';
import type { SettingsRule } from '../area/settings.ts';
import type { Pending } from '../kernel/effects.ts';
import type { AccessRule } from '../directory/access-rule.ts';
import type { Fault, RefusalCode } from '../kernel/refusals.ts';
import type * as kernel from '../kernel/workflow.ts';
import type { Actor, CaseState, Due, Event, Grant, Reader, Recorded } from '../kernel/workflow.ts';
import type { Particulars, ReportChoice } from '../reports/frame.ts';
import type { Report } from '../reports/model.ts';
import type { World } from '../world.ts';
import type { CaseEvent } from './events.ts';
import type { ReportKind } from './report-kinds.ts';

/** A workflow with what every case can do besides. */
export type Workflow<
  State extends CaseState = CaseState,
  E extends Event = Event,
  View extends object = object,
> = kernel.Workflow<State, E | CaseEvent, View, World> & {
  readonly reports: Reports<State, View>;
  /** Absent where its cases belong to no legislative area. */
  readonly inAreas?: InAreas;
};

/** How an area uses a workflow, and which access authorities have to it there. */
export type InAreas = {
  readonly settings: SettingsRule;
  readonly access: AccessRule;
  /** Whether its cases can be made with such a question set. */
  carries(set: QuestionSet): boolean;
};

/** What the folder of a workflow declares; `asCase` adds what every case can do. */
export type Declared<State extends CaseState, E extends Event, View extends object> = Omit<
  kernel.Workflow<State, E, View, World>,
  'quiet' | 'due'
> & {
  /** Absent where time alone changes nothing in such a case. */
  due?(state: State, world: Omit<World, 'directory'>): readonly Due[];
  readonly reports: Reports<State, View>;
  readonly inAreas?: InAreas;
  /** Events that change nothing of what the parties may do: a command made before them is not stale. */
  readonly quiet?: readonly E['type'][];
  /** Of the statuses in which it has ended those after which nothing that was written is kept: it is erased at once. */
  readonly keepsNothing?: readonly State['status'][];
  /** The case once another one has done what was asked of it, or would not; absent where nothing comes of that. */
  askSettled?(state: State, ask: Pending, isRefused: boolean): State;
  /** The case without anything that people wrote, whether or not that is still in the store. */
  erased(state: State, event: Recorded): State;
};

/** What a workflow says of the reports and dossiers of its cases (handbook 5.3.10). */
export type Reports<State extends CaseState = CaseState, View extends object = object> = {
  /** Those that it offers. */
  readonly kinds: readonly ReportKind[];
  /** What a customised one can be put together from, in the order of the page. */
  readonly parts: readonly string[];
  /** Who may order reports and dossiers, and when. */
  readonly by: readonly Grant[];
  readonly when: readonly State['status'][];
  /** Whether such a report names whom the case is about. */
  hasPersonalData(choice: ReportChoice): boolean;
  /** Why the actor cannot have what names the person: some of `personalDataRefusals`. */
  personalDataFaults(state: State, actor: Actor, path: string): readonly Fault[];
  readonly personalDataRefusals: readonly RefusalCode[];
  /** What a report shows: less than what its reader sees on screen, perhaps. The page and the embedded data alike. */
  view(
    state: State,
    order: { readonly choice: ReportChoice; readonly reader: Reader },
    world: World,
  ): View | undefined;
  page(view: View, particulars: Particulars): Report;
};

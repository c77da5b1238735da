import type { NationalSystem } from '../../domain/directory/authority.ts';
import { machineActor } from '../../domain/directory/machine-actor.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import { availableCommands } from '../../domain/kernel/handle.ts';
import type { CaseState } from '../../domain/kernel/workflow.ts';
import type { World } from '../../domain/world.ts';
import type { Hub } from '../hub.ts';
import type { CaseRecord } from '../ports/records.ts';
import { caseOf } from './case-now.ts';
import { worldOf } from './law.ts';
import { showsAll } from './level.ts';

/** For whom, with which user roles and in which language: a system is one of them. */
export type Readers = Pick<NationalSystem, 'authorities' | 'roles' | 'language'>;

/** A case as those of the readers' authorities see it now that see anything of it, in their order. */
export type Seen = {
  readonly record: CaseRecord;
  readonly workflow: Workflow;
  readonly state: CaseState;
  readonly world: World;
  readonly views: readonly { readonly authority: string; readonly view: object }[];
};

/** Nothing where there is no such case. Nobody has been shown anything yet. */
export async function seenBy(
  hub: Hub,
  { authorities, roles, language }: Readers,
  number: string,
): Promise<Seen | undefined> {
  const record = await hub.store.caseAt(number);
  const now = caseOf(hub.catalogue, record);
  const world = now && worldOf(hub, now.workflow, now.area);
  if (record === undefined || now === undefined || world === undefined) return undefined;
  const { workflow, state } = now;
  const views = authorities.flatMap((authority) => {
    const view = workflow.view(state, { authority, roles, language }, world);
    return view === undefined ? [] : [{ authority, view }];
  });
  return { record, workflow, state, world, views };
}

/** A case as one authority of a system sees it now. */
export type Look = {
  readonly record: CaseRecord;
  readonly authority: string;
  readonly workflow: string;
  readonly view: object;
  /** Whether it shows personal data, or did before that was erased. */
  readonly isFull: boolean;
};

/** As that one of the system's authorities that sees most of it; nothing where none may. Nobody has been shown anything yet. */
export async function lookAt(hub: Hub, system: NationalSystem, number: string): Promise<Look | undefined> {
  const seen = await seenBy(hub, system, number);
  if (seen === undefined) return undefined;
  const { record, workflow, state, world, views } = seen;
  const best = views.find(({ view }) => showsAll(view)) ?? views[0];
  if (best === undefined) return undefined;
  const { authority, view } = best;
  const actor = machineActor(system, authority);
  const commands = availableCommands(workflow, state, { ...world, at: hub.clock.now(), actor, fresh: '' });
  return {
    record,
    authority,
    workflow: workflow.name,
    view: { ...view, commands },
    isFull: showsAll(view),
  };
}

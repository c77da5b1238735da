import { machineActor } from '../../domain/directory/machine-actor.ts';
import type { NationalSystem } from '../../domain/directory/authority.ts';
import { availableCommands } from '../../domain/kernel/handle.ts';
import type { Hub } from '../hub.ts';
import type { Access } from '../ports/access.ts';
import { caseFrom } from './case-now.ts';
import { worldOf } from './law.ts';

/** A case as one authority of a system sees it now. */
export type Look = {
  readonly authority: string;
  readonly workflow: string;
  readonly view: object;
  /** Whether it shows personal data, or did before that was erased. */
  readonly isFull: boolean;
};

/** As that one of these authorities that sees most of it; nothing where none may. Nobody has been shown anything yet. */
export async function lookAt(
  hub: Hub,
  number: string,
  { system, authorities }: { readonly system: NationalSystem; readonly authorities: readonly string[] },
): Promise<Look | undefined> {
  const record = await hub.store.caseAt(number);
  const workflow = hub.catalogue.workflows.get(record?.workflow ?? '');
  if (record === undefined || workflow === undefined) return undefined;
  const { area, state } = caseFrom(workflow, record);
  const world = worldOf(hub, workflow, area);
  if (world === undefined) return undefined;
  const { roles, language } = system;
  const seen = authorities.flatMap((authority) => {
    const view = workflow.view(state, { authority, roles, language }, world);
    return view === undefined ? [] : [{ authority, view, isFull: isFull(view) }];
  });
  // As the one that sees most.
  const best = seen.find((one) => one.isFull) ?? seen[0];
  if (best === undefined) return undefined;
  const actor = machineActor(system, best.authority);
  const commands = availableCommands(workflow, state, { ...world, at: hub.clock.now(), actor, fresh: '' });
  return { ...best, workflow: workflow.name, view: { ...best.view, commands } };
}

/** A view that does not say how much it shows may show everything. */
function isFull(view: object): boolean {
  return !('level' in view) || view.level === 'full';
}

/** Who looks; to be waited for before anything is shown: no look without a record. */
export function noted(
  { store, ids, clock }: Pick<Hub, 'store' | 'ids' | 'clock'>,
  access: Omit<Access, 'id' | 'at'>,
): Promise<void> {
  return store.noteAccess({ ...access, id: ids.uuid(), at: clock.now() });
}

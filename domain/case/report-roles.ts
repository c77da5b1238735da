import type { Actor } from '../kernel/workflow.ts';

/** With which user roles somebody orders. */
export function rolesOf(actor: Actor): readonly string[] {
  return actor.kind === 'authority' ? actor.roles : [];
}

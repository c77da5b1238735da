import type { AuthorityActor } from '../kernel/workflow.ts';
import type { NationalSystem } from './authority.ts';

/** The machine account of a system, speaking for one of its authorities (handbook 5.2.2). */
export function machineActor({ roles }: Pick<NationalSystem, 'roles'>, authority: string): AuthorityActor {
  return { kind: 'authority', authority, roles };
}

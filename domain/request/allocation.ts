import type { Directory } from '../directory/directory.ts';
import { fault, refuse, type Refusal } from '../kernel/refusals.ts';
import type { Recorded } from '../kernel/workflow.ts';
import type { Circumstances } from '../world.ts';
import { requestAccess } from './access.ts';
import type { Allocation, BegunRequest, RequestState } from './state.ts';

/** Whether the authority allocates its requests to persons (handbook 5.3.5, 9.1.4.2). */
export function allocates(directory: Directory, authority: string, area: string): boolean {
  return requestAccess(directory, authority, area)?.flags.usesAllocation === true;
}

export function allocatedTo({ allocations }: BegunRequest, authority: string): readonly string[] {
  return allocations.find((one) => one.authority === authority)?.persons ?? [];
}

export function withAllocation<S extends BegunRequest>(state: S, allocation: Allocation): S {
  const others = state.allocations.filter(({ authority }) => authority !== allocation.authority);
  return { ...state, allocations: [...others, allocation] };
}

/** What comes anew to an authority is for its allocators first (handbook 5.3.9.1). */
export function withoutAllocation<S extends BegunRequest>(state: S, ...authorities: readonly (string | undefined)[]): S {
  return { ...state, allocations: state.allocations.filter(({ authority }) => !authorities.includes(authority)) };
} // prettier-ignore

/** Whoever begins a request is its assigned handler, whether or not the authority allocates (handbook 5.3.5.2). */
export function begunBy({ by, person }: Pick<Recorded, 'by' | 'person'>): readonly Allocation[] {
  return person === undefined ? [] : [{ authority: by, persons: [person] }];
}

/**
 * Why a person cannot act: where the authority allocates, only those act to whom the request is allocated (handbook 5.3.5.1). A
 * national system allocates within its own house, and speaks for whoever acts there.
 */
export function notAllocated(
  state: RequestState,
  { actor, directory }: Pick<Circumstances, 'actor' | 'directory'>,
): Refusal | undefined {
  if (state.status === 'new' || actor.kind !== 'authority' || actor.person === undefined) return undefined;
  const { authority, person } = actor;
  if (!allocates(directory, authority, state.area) || allocatedTo(state, authority).includes(person))
    return undefined;
  return refuse(fault('NOT_ALLOCATED', '/type'));
}

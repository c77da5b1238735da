import type { Directory } from '../directory/directory.ts';
import type { AuthorityActor, Stranger } from '../kernel/workflow.ts';
import { requestAccess } from './access.ts';
import { isDraft, type BegunRequest, type OpenRequest, type RequestState, type SideName } from './state.ts';

/** As which parties an authority takes part. A referee is "asked" only while the request is with it. */
export function parties(
  state: RequestState,
  actor: AuthorityActor | Stranger,
  directory: Directory,
): readonly string[] {
  if (actor.kind !== 'authority') return [];
  const { authority } = actor;
  if (state.status === 'new') return ['requesting authority'];
  const requesting = state.requesting.authority === authority ? ['requesting authority'] : [];
  if (isDraft(state)) return requesting;
  const present = [
    ...requesting,
    ...coordinatorParties(state, 'requesting', { authority, directory }),
    ...(state.arrived && state.responding.authority === authority ? ['responding authority'] : []),
    ...(state.arrived ? coordinatorParties(state, 'responding', { authority, directory }) : []),
    ...(isInformed(state, authority) ? ['authority informed'] : []),
  ];
  const isInIt = present.some((party) => !party.includes('linked to'));
  return !isInIt && hasPassedOn(state, authority) ? [...present, 'forwarding authority'] : present;
}

/** It was with this authority, which knows of it up to then (handbook 5.3.2.3). */
export function hasPassedOn({ forwardedBy }: BegunRequest, authority: string): boolean {
  return forwardedBy.some((one) => one.authority === authority);
}

/** Is informed of what has been notified, and takes no other part. */
export function isInformed({ arrived, informed = [] }: OpenRequest, authority: string): boolean {
  return arrived && informed.includes(authority);
}

type Who = { readonly authority: string; readonly directory: Directory };

function coordinatorParties(state: OpenRequest, side: SideName, who: Who): readonly string[] {
  if (state[side].coordinator !== who.authority) return linkedParties(state, side, who);
  const asked = side === 'requesting' ? 'referredToRequestingCoordinator' : 'referredToRespondingCoordinator';
  return [`${side} coordinator`, ...(state.status === asked ? [`${side} coordinator asked`] : [])];
}

function linkedParties(state: OpenRequest, side: SideName, who: Who): readonly string[] {
  if (isLinked(state, side, who)) return [`coordinator linked to the ${side} authority`];
  return isLinkedAuthority(state, side, who) ? [`authority linked to the ${side} authority`] : [];
}

/** Linked authorities have an overview, and act in nothing (glossary: linked authority, monitoring view). */
export function isLinkedAuthority(
  state: OpenRequest,
  side: SideName,
  { authority, directory }: Who,
): boolean {
  const access = requestAccess(directory, state[side].authority, state.area);
  return access?.linkedAuthorities?.includes(authority) === true;
}

/** Linked coordinators see the exchanges of their authorities, without personal data (handbook 4.1.3.3). */
export function isLinked(state: OpenRequest, side: SideName, { authority, directory }: Who): boolean {
  const access = requestAccess(directory, state[side].authority, state.area);
  return access?.linkedCoordinators.includes(authority) === true;
}

import type { Directory } from '../directory/directory.ts';
import type { Reader } from '../kernel/workflow.ts';
import { versionKnownTo, versionKnownToAll } from './known.ts';
import type { ViewLevel } from './shows.ts';
import { hasPassedOn, isInformed, isLinked, isLinkedAuthority } from './parties.ts';
import { isDraft, type BegunRequest, type OpenRequest, type RequestState, type SideName } from './state.ts';

/** From where somebody looks at a request: from one of its sides, or as who is informed of it. */
export type Viewpoint = SideName | 'informed';

export type Standing = {
  readonly side: Viewpoint;
  readonly level: ViewLevel;
  /** It was with this authority, and is no more (handbook 5.3.2.3). */
  readonly isPassedOn: boolean;
};

/** Who has passed it on, or is linked as an authority, sees that there is a request, and how far it is. */
function onlyOverseeing(state: BegunRequest, authority: string, directory: Directory): Standing | undefined {
  if (hasPassedOn(state, authority)) return { side: 'responding', level: 'monitoring', isPassedOn: true };
  const side = linkedSide(state, authority, directory);
  return side && { side, level: 'monitoring', isPassedOn: false };
}

function linkedSide(state: BegunRequest, authority: string, directory: Directory): SideName | undefined {
  if (isDraft(state)) return undefined;
  if (isLinkedAuthority(state, 'requesting', { authority, directory })) return 'requesting';
  return state.arrived && isLinkedAuthority(state, 'responding', { authority, directory })
    ? 'responding'
    : undefined;
}

/** What the status is called for an authority that has passed the request on. */
export const PASSED_ON = 'forwarded';

/** On which side a reader stands, and how much it sees there; nothing when the request is none of its business. */
export function standing(state: BegunRequest, reader: Reader, directory: Directory): Standing | undefined {
  const side = sideOf(state, reader.authority, directory);
  if (side === undefined) return onlyOverseeing(state, reader.authority, directory);
  if (side === 'informed') {
    const level = reader.roles.includes('request viewer') ? 'withoutPersonalData' : 'monitoring';
    return { side, level, isPassedOn: false };
  }
  const isAuthority = state[side]?.authority === reader.authority;
  const sees = isAuthority ? reader.roles.length > 0 : reader.roles.some((role) => SEES_OF_OTHERS.has(role));
  const mayRead = reader.roles.includes('request handler') || reader.roles.includes('request viewer');
  const isOpen = side === 'requesting' || state.disclosed;
  if (isAuthority && mayRead && isOpen && !reader.withoutPersonalData)
    return { side, level: 'full', isPassedOn: false };
  // Each user is at least a basic user, and has an overview (glossary: basic user, monitoring view).
  return { side, level: sees ? 'withoutPersonalData' : 'monitoring', isPassedOn: false };
}

/** Request handlers see no more of the requests of other authorities than that there are (handbook 5.2.2.1). */
const SEES_OF_OTHERS: ReadonlySet<string> = new Set(['request viewer', 'allocator', 'referral handler']);

function sideOf(state: BegunRequest, authority: string, directory: Directory): Viewpoint | undefined {
  // A draft is not an exchange yet: its author's coordinators do not see it either.
  if (isDraft(state)) return state.requesting.authority === authority ? 'requesting' : undefined;
  if (belongsTo(state, 'requesting', authority, directory)) return 'requesting';
  if (state.arrived && belongsTo(state, 'responding', authority, directory)) return 'responding';
  return isInformed(state, authority) ? 'informed' : undefined;
}

// eslint-disable-next-line max-params -- four plain facts read better than an object made for one call
function belongsTo(state: OpenRequest, side: SideName, authority: string, directory: Directory): boolean {
  const own = state[side];
  if (own.authority === authority || own.coordinator === authority) return true;
  return isLinked(state, side, { authority, directory });
}

/** The status as a party may know it, in receipts and refusals too. */
export function statusFor(state: RequestState, authority: string, directory: Directory): string {
  if (state.status === 'new') return state.status;
  const side = sideOf(state, authority, directory);
  if (side === undefined && hasPassedOn(state, authority)) return PASSED_ON;
  return statusSeenFrom(state, side ?? linkedSide(state, authority, directory) ?? 'requesting');
}

/** A reply under approval is an internal matter: the other side still sees the status from before it. */
export function statusSeenFrom(state: BegunRequest, side: Viewpoint): string {
  const isHeld = state.status === 'replyAwaitingApproval' || state.status === 'replyReturned';
  return isHeld && side !== 'responding' ? (state.held?.since ?? state.status) : state.status;
}

/** The version as that authority may know it, in messages, receipts and refusals. */
export function versionFor(state: RequestState, authority: string, directory: Directory): number {
  if (state.status === 'new' || isDraft(state)) return state.version;
  const side = sideOf(state, authority, directory);
  if (side === 'informed') return versionKnownToAll(state);
  if (side !== undefined) return versionKnownTo(state, side);
  const passed = state.forwardedBy.find((one) => one.authority === authority);
  return passed?.version ?? versionKnownTo(state, linkedSide(state, authority, directory) ?? 'requesting');
}

import type { TSchema } from 'typebox';
import { command, type Circumstances, type Command } from '../world.ts';
import { fault, refuse, refuseAll, type Fault, type Refusal, type RefusalCode } from '../kernel/refusals.ts';
import { requestAccess } from './access.ts';
import { notAllocated } from './allocation.ts';
import type { RequestEvent } from './events.ts';
import type { DraftRequest, OpenRequest, RequestState, SideName } from './state.ts';

/** Declares a command on a request that has been sent before. */
export const requestCommand = forAllocated<OpenRequest>();

/** Declares a command that can also open a request. */
export const openingCommand = forAllocated<RequestState>();

/** Declares a command on a request that has not been sent yet. */
export const draftCommand = forAllocated<DraftRequest>();

/** What is done for an authority by those persons alone to whom the request is allocated, where it allocates. */
function forAllocated<State extends RequestState>() {
  const declare = command<State, RequestEvent>();
  return <Says extends TSchema>(declaration: Command<State, RequestEvent, Says>) =>
    declare<Says>({
      ...declaration,
      refuses: ['NOT_ALLOCATED', ...declaration.refuses],
      may: (state, world) => notAllocated(state, world) ?? declaration.may?.(state, world),
    });
}

/** Whether the side's coordinator in this request takes part in referrals (handbook 5.3.6, 9.1.4.2). */
export function participatesInReferral(state: OpenRequest, side: SideName, world: Circumstances): boolean {
  return coordinatorFlags(state, side, world)?.participatesInReferral === true;
}

/** The four settings of the referral procedure (handbook 5.3.6). */
export type ReferralSetting = 'requesting only' | 'responding only' | 'both' | 'neither';

export function referralSetting(state: OpenRequest, world: Circumstances): ReferralSetting {
  const requesting = participatesInReferral(state, 'requesting', world);
  const responding = participatesInReferral(state, 'responding', world);
  if (requesting && responding) return 'both';
  if (requesting) return 'requesting only';
  return responding ? 'responding only' : 'neither';
}

/** Whether the responding authority can close by maintaining its position (handbook 5.3.6). */
export function mayUphold(state: OpenRequest, world: Circumstances): boolean {
  // Setting 1: after the referral. Setting 4: when asked once again after a refusal.
  const setting = referralSetting(state, world);
  if (state.status === 'returnedToRespondingAuthority')
    return setting === 'requesting only' || setting === 'neither';
  return setting === 'neither' && state.asks > 1;
}

/** Whether what the side sends is first shown to its coordinator (handbook 5.3.7). */
export function needsApproval(
  what: 'approvesRequests' | 'approvesReplies',
  side: { readonly authority: string; readonly coordinator?: string },
  world: { readonly area: string } & Pick<Circumstances, 'directory'>,
): boolean {
  if (side.coordinator === undefined) return false;
  const own = requestAccess(world.directory, side.authority, world.area);
  const coordinator = requestAccess(world.directory, side.coordinator, world.area);
  return own?.flags.subjectToApproval === true && coordinator?.flags[what] === true;
}

/** Of a coordinator that may be left open still. */
export const NAMED_COORDINATOR_REFUSALS = [
  'COORDINATOR_NOT_LINKED',
] as const satisfies readonly RefusalCode[];

export const COORDINATOR_REFUSALS = [
  ...NAMED_COORDINATOR_REFUSALS,
  'COORDINATOR_CHOICE',
] as const satisfies readonly RefusalCode[];

/**
 * The coordinator of this exchange: the one chosen, or the only one linked. An authority linked to several must choose
 * (handbook 5.2.1.1); one that is linked to none is a coordinator itself.
 */
export function chooseCoordinator(
  chosen: string | undefined,
  authority: string,
  world: { readonly area: string } & Pick<Circumstances, 'directory'>,
): { readonly coordinator?: string } | Refusal {
  const refused = refuseAll(checkCoordinator(chosen, authority, world));
  if (refused !== undefined) return refused;
  const linked = linkedTo(authority, world);
  if (chosen === undefined && linked.length > 1) {
    return refuse(fault('COORDINATOR_CHOICE', '/data/coordinator', { coordinators: linked.join(', ') }));
  }
  const coordinator = chosen ?? linked[0];
  return coordinator === undefined ? {} : { coordinator };
}

/** Whether the coordinator that was chosen, if any, is one of those linked. */
export function checkCoordinator(
  chosen: string | undefined,
  authority: string,
  world: { readonly area: string } & Pick<Circumstances, 'directory'>,
): readonly Fault[] {
  if (chosen === undefined || linkedTo(authority, world).includes(chosen)) return [];
  return [fault('COORDINATOR_NOT_LINKED', '/data/coordinator', { coordinator: chosen })];
}

function linkedTo(
  authority: string,
  { area, directory }: { readonly area: string } & Pick<Circumstances, 'directory'>,
): readonly string[] {
  return requestAccess(directory, authority, area)?.linkedCoordinators ?? [];
}

function coordinatorFlags(state: OpenRequest, side: SideName, world: Circumstances) {
  const { coordinator } = state[side];
  return coordinator === undefined
    ? undefined
    : requestAccess(world.directory, coordinator, state.area)?.flags;
}

import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import type { Actor, Grant } from '../kernel/workflow.ts';
import type { BegunRequest } from './state.ts';

const AUTHORITIES = ['requesting authority', 'responding authority'];
const COORDINATORS = [
  'requesting coordinator',
  'responding coordinator',
  'coordinator linked to the requesting authority',
  'coordinator linked to the responding authority',
];

/** Who may order a report (handbook 5.3.10). */
export const MAY_ORDER: readonly Grant[] = [
  ...grants(AUTHORITIES, ['request handler', 'request viewer', 'allocator']),
  ...grants(['authority informed'], ['request viewer']),
  ...grants(COORDINATORS, ['referral handler', 'request viewer', 'allocator']),
];

function grants(parties: readonly string[], roles: readonly string[]): readonly Grant[] {
  return parties.flatMap((party) => roles.map((role) => ({ party, role })));
}

/** Handlers of the two authorities, on the responding side only after acceptance; never viewers, allocators, coordinators. */
function mayHavePersonalData(state: BegunRequest, actor: Actor): boolean {
  if (actor.kind !== 'authority' || !actor.roles.includes('request handler')) return false;
  if (actor.authority === state.requesting.authority) return true;
  return actor.authority === state.responding?.authority && state.disclosed;
}

export const PERSONAL_DATA_REFUSALS = [
  'REPORT_KIND_NOT_ALLOWED',
  'CONTENT_ERASED',
] as const satisfies readonly RefusalCode[];

/** Why the actor cannot have what names the person: it is not for it, or it is there no more. */
export function personalDataFaults(state: BegunRequest, actor: Actor, path: string): readonly Fault[] {
  if (!mayHavePersonalData(state, actor)) return [fault('REPORT_KIND_NOT_ALLOWED', path)];
  return state.erasedAt === undefined ? [] : [fault('CONTENT_ERASED', path)];
}

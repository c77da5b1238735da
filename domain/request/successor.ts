import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import type { Circumstances } from '../world.ts';
import { canReceive } from './access.ts';
import type { OpenRequest } from './state.ts';

export const SUCCESSOR_REFUSALS = [
  'ADDRESSEE_UNKNOWN',
  'OTHER_COUNTRY',
  'ALREADY_RESPONDING',
] as const satisfies readonly RefusalCode[];

/** Whether the request, or a part of it, can be passed on to that authority (handbook 5.3.2.3, 5.3.2.4). */
export function checkSuccessor(
  { responding, area }: OpenRequest,
  to: string,
  { directory: { authorities } }: Circumstances,
): readonly Fault[] {
  const path = '/data/to';
  if (to === responding.authority) return [fault('ALREADY_RESPONDING', path, { authority: to })];
  const successor = authorities.get(to);
  if (successor === undefined || !canReceive(successor, area))
    return [fault('ADDRESSEE_UNKNOWN', path, { authority: to })];
  const home = authorities.get(responding.authority)?.country;
  return successor.country === home ? [] : [fault('OTHER_COUNTRY', path, { authority: to })];
}

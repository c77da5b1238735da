import { THE_HUB } from '../kernel/workflow.ts';
import { isDraft, type OpenRequest, type RequestState } from './state.ts';

/** As which parties an authority takes part. A referee is "asked" only while the request is with it. */
export function parties(state: RequestState, authority: string): readonly string[] {
  if (authority === THE_HUB.authority) return ['the hub'];
  if (state.status === 'new') return ['requesting authority'];
  const requesting = state.requesting.authority === authority ? ['requesting authority'] : [];
  if (isDraft(state)) return requesting;
  return [
    ...requesting,
    ...coordinatorParties(state, 'requesting', authority),
    ...(state.arrived && state.responding.authority === authority ? ['responding authority'] : []),
    ...(state.arrived ? coordinatorParties(state, 'responding', authority) : []),
  ];
}

function coordinatorParties(
  state: OpenRequest,
  side: 'requesting' | 'responding',
  authority: string,
): readonly string[] {
  if (state[side].coordinator !== authority) return [];
  const asked = side === 'requesting' ? 'referredToRequestingCoordinator' : 'referredToRespondingCoordinator';
  return [`${side} coordinator`, ...(state.status === asked ? [`${side} coordinator asked`] : [])];
}

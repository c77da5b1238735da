import type { Ask } from '../kernel/effects.ts';
import type { CaseState, Due, Recorded } from '../kernel/workflow.ts';
import { ASK_CASE } from './commands/ask-case.ts';
import type { AskedFacts } from './events.ts';

/** What is asked of other cases waits in the case that asks, until the hub has carried it out: so nothing is asked twice or lost. */

/** The case with what the event asks, behind what waits already. */
export function asking<State extends CaseState>(
  state: State,
  { pending: before = [] }: Pick<CaseState, 'pending'>,
  given: { readonly event: Recorded; readonly asks: readonly Ask[] },
): State {
  const { event, asks } = given;
  const added = asks.map((ask, place) => ({ ...ask, since: event.at, event: event.seq, place }));
  return withPending(state, [...before, ...added]);
}

/** The case once that has been carried out, or refused. */
export function asked<State extends CaseState>(state: State, { event, place }: AskedFacts): State {
  const { pending = [] } = state;
  return withPending(
    state,
    pending.filter((one) => one.event !== event || one.place !== place),
  );
}

/** Nothing waits: none of what was asked could be said any more. */
export function withPending<State extends CaseState>(
  state: State,
  pending: NonNullable<CaseState['pending']>,
): State {
  if (pending.length > 0) return { ...state, pending };
  if (state.pending === undefined) return state;
  const { pending: _, ...rest } = state;
  return rest as State;
}

/** It is due from the moment at which it was asked. */
export function pendingDue({ pending = [] }: Pick<CaseState, 'pending'>): readonly Due[] {
  const [first] = pending;
  return first === undefined ? [] : [{ at: first.since, command: ASK_CASE }];
}

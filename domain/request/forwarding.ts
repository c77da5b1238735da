import type { Recorded } from '../kernel/workflow.ts';
import { versionKnownTo } from './known.ts';
import { withoutAllocation } from './allocation.ts';
import type { OpenRequest } from './state.ts';

type Forwarded = Recorded & { readonly facts: { readonly to: string } };

/**
 * Another authority of the same Member State is expected to deal with the request: it has not been accepted yet, whatever was
 * entered for the reply is lost, and who had it before has no part in it any more (handbook 5.3.2.3).
 */
export function forwarded(state: OpenRequest, { by, seq, at, facts: { to } }: Forwarded): OpenRequest {
  // Who dealt with it before, in the one house or the other, has nothing to do with it any more.
  const { draftReply: _draft, proposedDeadline: _date, ...rest } = withoutAllocation(state, by, to);
  const others = state.forwardedBy.filter(({ authority }) => authority !== by && authority !== to);
  return {
    ...rest,
    status: 'awaitingAcceptance',
    disclosed: false,
    responding: { authority: to },
    // How the first addressee was found says nothing of this one.
    routing: [],
    waitsSince: at,
    reminded: [],
    // It knows of its own step.
    forwardedBy: [...others, { authority: by, seq, version: versionKnownTo(state, 'responding') + 1 }],
  };
}

/** What an authority knows of a request that it has passed on: everything up to then, and nothing since. */
export function asPassedOn(state: OpenRequest, authority: string): OpenRequest | undefined {
  const passed = state.forwardedBy.find((one) => one.authority === authority);
  if (passed === undefined) return undefined;
  const history = state.history.filter(({ seq }) => seq <= passed.seq);
  const { draftReply: _draft, proposedDeadline: _date, held: _held, ...rest } = state;
  return { ...rest, responding: { authority }, history };
}

import type { Ask } from '../kernel/effects.ts';
import type { Recorded } from '../kernel/workflow.ts';
import { copyOf } from './copying.ts';
import type { RequestEvent } from './events.ts';
import { splitOffOf } from './splitting.ts';
import { isDraft, type RequestState } from './state.ts';

/** New requests that follow from one that there is. */
export function asks(event: Recorded<RequestEvent>, state: RequestState): readonly Ask[] {
  if (state.status === 'new') return [];
  if (event.type === 'request.copyAsked') return [copyOf(state, event)];
  return event.type === 'request.partiallyForwarded' && !isDraft(state) ? [splitOffOf(state, event)] : [];
}

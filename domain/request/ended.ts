import type { Instant, Recorded } from '../kernel/workflow.ts';
import { ENDED, type OpenRequest, type RequestState, type Step } from './state.ts';

const STATUSES: ReadonlySet<string> = new Set(ENDED);

/** When the exchange ended: after the step by which it did there is only the erasure. */
export function endedAt(state: RequestState): Instant | undefined {
  if (state.status === 'new' || !STATUSES.has(state.status)) return undefined;
  return state.history.findLast(({ type }) => type !== 'content.erased')?.at;
}

/** Nothing is left that people wrote, whether or not it is still in the store. */
export function erased<S extends Pick<OpenRequest, 'history' | 'held'>>(state: S, event: Recorded) {
  const { content: _, held, ...rest }: S & { readonly content?: unknown } = state;
  const { seq, type, at, by } = event;
  return {
    ...rest,
    ...(held === undefined ? {} : { held: wordless(held) }),
    erasedAt: at,
    attachmentNames: [],
    answers: [],
    history: [...state.history.map(uncommented), { seq, type, at, by }],
  };
}

function wordless({ comment: _comment, ...held }: NonNullable<OpenRequest['held']>) {
  return { ...held, answers: [], attachmentNames: [] };
}

function uncommented({ comment: _comment, ...step }: Step): Step {
  return step;
}

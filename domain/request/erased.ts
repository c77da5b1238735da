import type { Recorded } from '../kernel/workflow.ts';
import { isDraft, type BegunRequest, type OpenRequest, type RequestState, type Step } from './state.ts';

/** Nothing is left that people wrote. */
export function erased(state: RequestState, event: Recorded): RequestState {
  if (state.status === 'new') return state;
  return isDraft(state) ? wordlessRequest(state, event) : wordlessRequest(state, event);
}

function wordlessRequest<S extends BegunRequest>(state: S, event: Recorded) {
  const { content: _, draftReply: __, held, ...rest }: S & { readonly content?: unknown } = state;
  const { seq, type, at, by } = event;
  return {
    ...rest,
    ...(held === undefined ? {} : { held: wordless(held) }),
    parted: state.parted.map((one) => ({ ...one, questions: [] })),
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

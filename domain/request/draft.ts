import { askedOf } from '../exchange/asked.ts';
import { attachmentFact, attachmentName } from '../exchange/documents.ts';
import { defined } from '../kernel/optional.ts';
import type { Instant, Recorded } from '../kernel/workflow.ts';
import { begunBy } from './allocation.ts';
import type { RequestEvent, SavedContent } from './events.ts';
import type { DraftRequest, RequestState, Step } from './state.ts';

type Saved = Recorded<RequestEvent> & { readonly type: 'request.saved' };

/** A draft as it was last saved: nothing of an earlier one stays. Works on an erased history too. */
export function saved(state: RequestState, { facts, content, ...event }: Saved): DraftRequest {
  const before = state.status === 'new' ? [] : state.history;
  return {
    ...empty(facts),
    allocations:
      state.status === 'new'
        ? begunBy(facts.copied === undefined ? event : { by: facts.requesting.authority, ...facts.copied })
        : state.allocations,
    version: state.version,
    ...(content === undefined ? {} : writtenIn(content, facts.requesting.authority)),
    // However often it is saved, what is told of a draft is when it was begun and when it was last saved.
    history: [...before.slice(0, 1), internal(event)],
  };
}

/** Nothing that was written is left, and nobody can take the draft up again. */
export function discarded(state: DraftRequest, event: Recorded): DraftRequest {
  const { version, history, allocations } = state;
  return {
    ...empty(state),
    status: 'discarded',
    version,
    allocations,
    history: [...history, internal(event)],
  };
}

export const FORGET_DRAFT = 'request.forgetDraft';

export function lastSaved({ history }: Pick<DraftRequest, 'history'>): Instant {
  const last = history.at(-1);
  if (last === undefined) throw new TypeError('a draft begins by being saved');
  return last.at;
}

function empty({ number, area, requesting }: Pick<DraftRequest, 'number' | 'area' | 'requesting'>) {
  return {
    status: 'draft' as const,
    number,
    area,
    requesting: { authority: requesting.authority },
    routing: [],
    arrived: false,
    disclosed: false,
    asked: [],
    attachments: [],
    attachmentNames: [],
    answered: [],
    answers: [],
    involved: [],
    asks: 0,
    known: { requesting: 0, responding: 0 },
    parted: [],
    reminded: [],
    acceptedBy: [],
    forwardedBy: [],
    allocations: [],
  };
}

function writtenIn(content: SavedContent, authority: string) {
  const { questionSet, addressee, coordinator, deadline, questions = [], attachments = [] } = content;
  const { subject = [], fields, justification, reference } = content;
  const named = addressee?.authority;
  return {
    requesting: { authority, ...defined('coordinator', coordinator) },
    ...defined('questionSet', questionSet),
    ...defined('responding', named === undefined ? undefined : { authority: named }),
    ...defined('sought', addressee?.criteria),
    ...defined('deadline', deadline),
    asked: questions.map(askedOf),
    content: {
      questions,
      subject,
      ...defined('fields', fields),
      ...defined('justification', justification),
      ...defined('reference', reference),
    },
    attachments: attachments.map((one) => ({ ...attachmentFact(one), side: 'requesting' as const })),
    attachmentNames: attachments.map(attachmentName),
  };
}

function internal({
  seq,
  type,
  at,
  by,
  person,
}: Pick<Recorded, 'seq' | 'type' | 'at' | 'by' | 'person'>): Step {
  return { seq, type, at, by, ...defined('person', person), side: 'requesting' };
}

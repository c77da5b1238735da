import { keyOf } from '../exchange/asked.ts';
import { attachmentsIn } from '../exchange/documents.ts';
import { defined } from '../kernel/optional.ts';
import type { Ask, Pending } from '../kernel/effects.ts';
import type { Recorded } from '../kernel/workflow.ts';
import { allocatedTo } from './allocation.ts';
import { OPEN_PART, type Part } from './handed-over.ts';
import type { SplitFacts } from './events.ts';
import { isDraft, type OpenRequest, type Parted, type RequestState } from './state.ts';

type Split = Recorded & { readonly facts: SplitFacts };

/**
 * The request without the questions that went; all documents stay (handbook 5.3.2.4). What went is remembered until the request
 * of its own has been opened.
 */
export function withoutSplit(state: OpenRequest, { seq, facts: { asked } }: Split): OpenRequest {
  const gone = new Set(asked.map(keyOf));
  const stays = (one: { readonly question: string; readonly attachment?: string }) => !gone.has(keyOf(one));
  const { content, draftReply, ...rest } = state;
  const questions = content?.questions.filter((one) => !stays(one)) ?? [];
  return {
    ...rest,
    asked: state.asked.filter(stays),
    ...(content === undefined ? {} : { content: { ...content, questions: content.questions.filter(stays) } }),
    ...(draftReply === undefined ? {} : { draftReply: { ...draftReply, answers: draftReply.answers.filter(stays) } }),
    parted: [...state.parted, { seq, asked, questions }],
  };
} // prettier-ignore

/** The request of its own, as it is asked for by the event with which its questions went. */
export function splitOffOf(state: OpenRequest, { seq, facts: { to, attachments: gone } }: Split): Ask {
  const ids = new Set(gone.map(({ id }) => id));
  const questions = state.parted.find((one) => one.seq === seq)?.questions ?? [];
  const documents = attachmentsIn(
    state.attachments.filter(({ id }) => ids.has(id)),
    state.attachmentNames,
  );
  const { subject = [], fields, justification, reference } = state.content ?? {};
  const persons = allocatedTo(state, state.requesting.authority);
  const data: Part = {
    from: state.number,
    requesting: state.requesting,
    ...defined('persons', persons.length === 0 ? undefined : persons.slice()),
    to,
    questionSet: state.questionSet,
    questions: [...questions],
    subject: [...subject],
    ...defined('fields', fields?.slice()),
    ...defined('justification', justification),
    ...defined('reference', reference),
    ...defined('deadline', state.deadline),
    documents: [...documents],
  };
  const digests = [...new Set(documents.map(({ sha256 }) => sha256))];
  return { of: { opens: 'request', area: state.area }, command: OPEN_PART, data, documents: digests };
}

/** Once the other request has been opened, what went is remembered no more; could it not be, it is this one's again: none is lost. */
export function splitSettled(
  state: RequestState,
  { command, event }: Pick<Pending, 'command' | 'event'>,
  isRefused: boolean,
): RequestState {
  if (command !== OPEN_PART || state.status === 'new' || isDraft(state)) return state;
  const parted = state.parted.find(({ seq }) => seq === event);
  if (parted === undefined) return state;
  const settled = { ...state, parted: state.parted.filter((one) => one !== parted) };
  return isRefused && state.endedAt === undefined ? rejoined(settled, parted) : settled;
}

/** A reply that is held is no full one with them; after one that has been given, who asks asks for them as additional information. */
function rejoined({ content, held, ...state }: OpenRequest, { asked, questions }: Parted): OpenRequest {
  return {
    ...state,
    asked: [...state.asked, ...asked],
    ...(held === undefined ? {} : { held: { ...held, full: false } }),
    ...(content === undefined ? {} : { content: { ...content, questions: [...content.questions, ...questions] } }),
  };
} // prettier-ignore

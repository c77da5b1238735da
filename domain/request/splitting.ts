import { keyOf } from '../exchange/asked.ts';
import { defined } from '../kernel/optional.ts';
import type { Ask, Pending } from '../kernel/effects.ts';
import type { Recorded } from '../kernel/workflow.ts';
import { OPEN_PART, type Part } from './handed-over.ts';
import type { SplitFacts } from './events.ts';
import type { OpenRequest } from './state.ts';

type Split = Recorded & { readonly facts: SplitFacts };

/**
 * The request without the questions that went; all documents stay (handbook 5.3.2.4). What went is remembered until the request
 * of its own has been opened.
 */
export function withoutSplit(state: OpenRequest, { seq, facts: { to, asked, attachments } }: Split): OpenRequest {
  const gone = new Set(asked.map(keyOf));
  const stays = (one: { readonly question: string; readonly attachment?: string }) => !gone.has(keyOf(one));
  const { content, draftReply, ...rest } = state;
  const questions = content?.questions.filter((one) => !stays(one)) ?? [];
  return {
    ...rest,
    asked: state.asked.filter(stays),
    ...(content === undefined ? {} : { content: { ...content, questions: content.questions.filter(stays) } }),
    ...(draftReply === undefined ? {} : { draftReply: { ...draftReply, answers: draftReply.answers.filter(stays) } }),
    parted: [...state.parted, { seq, to, asked, questions, attachments: attachments.map(({ id }) => id) }],
  };
} // prettier-ignore

/** The request of its own, as it is asked for. */
export function splitOffOf({ parted, ...state }: OpenRequest): Ask {
  const { to = '', questions = [], attachments: ids = [] } = parted.at(-1) ?? {};
  const attachments = state.attachments.flatMap(({ id, mediaType, size }) => {
    const name = state.attachmentNames.find((one) => one.id === id);
    return name === undefined || !ids.includes(id) ? [] : [{ ...name, mediaType, size }];
  });
  const { subject = [], fields, justification, reference } = state.content ?? {};
  const data: Part = {
    from: state.number,
    requesting: state.requesting,
    to,
    questionSet: state.questionSet,
    questions: [...questions],
    subject: [...subject],
    ...defined('fields', fields?.slice()),
    ...defined('justification', justification),
    ...defined('reference', reference),
    ...defined('deadline', state.deadline),
    documents: attachments,
  };
  const documents = [...new Set(attachments.map(({ sha256 }) => sha256))];
  return { of: { opens: 'request', area: state.area }, command: OPEN_PART, data, documents };
}

/** Could the other request not be opened, its questions are this one's again: none is lost. */
export function rejoined(state: OpenRequest, { command, event }: Pick<Pending, 'command' | 'event'>): OpenRequest {
  const { content, ...rest } = state;
  const parted = state.parted.find(({ seq }) => seq === event);
  if (command !== OPEN_PART || parted === undefined) return state;
  return {
    ...rest,
    asked: [...state.asked, ...parted.asked],
    ...(content === undefined ? {} : { content: { ...content, questions: [...content.questions, ...parted.questions] } }),
  };
} // prettier-ignore

import type { Comment } from '../../exchange/content.ts';
import type { AttachmentFact, AttachmentName } from '../../exchange/documents.ts';
import type { CaseState, Event, Instant, Recorded } from '../../kernel/workflow.ts';

/**
 * The smallest workflow that needs everything of the house: one calls many, each may answer until a deadline, the case ends
 * by a person or by the clock. It is registered by tests alone.
 */
export type EchoStatus = 'new' | 'called' | 'closed' | 'expired';

export type EchoState = CaseState & {
  readonly status: EchoStatus;
  readonly number: string;
  readonly caller: string;
  readonly called: readonly string[];
  readonly calledAt: Instant;
  readonly answerBy: Instant;
  /** The call that followed this one. */
  readonly next?: string;
  /** What was called; gone after erasure. */
  readonly words?: string;
  readonly answers: readonly ({ readonly by: string } & Partial<Said>)[];
  readonly attachments: readonly (AttachmentFact & { readonly from: string })[];
  readonly attachmentNames: readonly AttachmentName[];
};

type Said = { readonly words: string; readonly comment?: Comment };

export type EchoEvent =
  | Event<'echo.called', CalledFacts, { readonly words: string }>
  | Event<'echo.answered', AnsweredFacts, Said & { readonly attachmentNames: readonly AttachmentName[] }>
  | Event<'echo.closed', { readonly again?: boolean }, never>
  | Event<'echo.linked', { readonly to: string }, never>
  | Event<'echo.expired', NoFacts, never>;

type NoFacts = Readonly<Record<string, never>>;

export type CalledFacts = {
  readonly number: string;
  readonly area: string;
  readonly called: readonly string[];
  readonly answerBy: Instant;
  /** Where the hub calls again for who has called first. */
  readonly caller?: string;
  readonly after?: string;
};

type AnsweredFacts = { readonly attachments: readonly AttachmentFact[] };

export const ENDED = ['closed', 'expired'] as const;

export const INITIAL: EchoState = {
  status: 'new',
  area: '',
  version: 0,
  number: '',
  caller: '',
  called: [],
  calledAt: '',
  answerBy: '',
  answers: [],
  attachments: [],
  attachmentNames: [],
};

export function evolve(state: EchoState, event: Recorded<EchoEvent>): EchoState {
  switch (event.type) {
    case 'echo.called': {
      const { number, area, called, answerBy } = event.facts;
      const begun = {
        ...state,
        status: 'called' as const,
        number,
        area,
        caller: event.facts.caller ?? event.by,
        called,
        calledAt: event.at,
        answerBy,
      };
      return event.content === undefined ? begun : { ...begun, words: event.content.words };
    }
    case 'echo.answered':
      return answered(state, event);
    case 'echo.closed':
      return { ...state, status: 'closed' };
    case 'echo.linked':
      return { ...state, next: event.facts.to };
    case 'echo.expired':
      return { ...state, status: 'expired' };
  }
}

function answered(state: EchoState, event: Recorded<EchoEvent> & { type: 'echo.answered' }): EchoState {
  const { by: from, facts, content } = event;
  const { attachmentNames = [], ...said } = content ?? {};
  return {
    ...state,
    answers: [...state.answers, { by: from, ...said }],
    attachments: [...state.attachments, ...facts.attachments.map((fact) => ({ ...fact, from }))],
    attachmentNames: [...state.attachmentNames, ...attachmentNames],
  };
}

export function erased(before: EchoState): EchoState {
  const { words: _, ...state } = before;
  return { ...state, answers: state.answers.map(({ by }) => ({ by })), attachmentNames: [] };
}

import type { Static } from 'typebox';
import { Answer, Comment } from '../exchange/content.ts';
import {
  attachmentView,
  FieldView,
  PartyView,
  questionView,
  StepView,
  SubjectView,
  Translated,
} from '../exchange/shows.ts';
import { code, date, flag, integer, line, list, oneOf, optional, record } from '../kernel/says.ts';

const Sought = record(
  {
    country: optional(code(2)),
    keywords: list('keyword', record({ keyword: code(60), title: Translated }), { max: 20 }),
    region: optional(code(5)),
    economicActivities: list('activity', code(10), { max: 10 }),
  },
  'What the authority to be asked must be competent for, in a draft that does not name it.',
);

const QuestionView = questionView('Given by the responding authority.');
const DocumentView = attachmentView(['requesting', 'responding']);

/** How much of a case somebody sees (glossary: full view, monitoring view; handbook 5.3.2.1). */
export const VIEW_LEVELS = ['full', 'withoutPersonalData', 'monitoring'] as const;
export type ViewLevel = (typeof VIEW_LEVELS)[number];

/** A request as one reader sees it, in the reader's language: in messages, over HTTP, on screen and in reports. */
export const RequestView = record(
  {
    number: code(40),
    status: code(60),
    version: integer({ min: 1, max: 2_147_483_647 }),
    level: oneOf(VIEW_LEVELS),
    erased: optional(
      flag('What people wrote has been erased: at the end of the retention period, or with the draft.'),
    ),
    language: code(2),
    area: code(40),
    areaTitle: Translated,
    questionSet: optional(
      record({ id: code(60), version: code(20), title: Translated }, 'Absent while a draft has none.'),
    ),
    requesting: optional(record(PartyView.properties, 'Absent only from a customised report without it.')),
    responding: optional(
      record(
        PartyView.properties,
        'Absent while a draft names no authority, and from a customised report without it.',
      ),
    ),
    sought: optional(Sought),
    routing: list(
      'reason',
      record({
        code: code(40),
        facts: list('fact', record({ name: code(40), value: line(300) }), { max: 10 }),
      }),
      { max: 20 },
    ),
    deadline: optional(date()),
    proposedDeadline: optional(date()),
    waitsUntil: optional(date('The last day on which the requesting Member State may not act yet.')),
    informed: optional(list('authority', PartyView, { max: 200 })),
    reference: optional(line(100)),
    justification: optional(Comment),
    questions: list('question', QuestionView, { max: 200 }),
    fields: optional(list('field', FieldView, { max: 200 })),
    subject: optional(list('field', SubjectView, { max: 40 })),
    attachments: list('attachment', DocumentView, { max: 100 }),
    splitFrom: optional(code(40, { about: 'Number of your request that this one was split off.' })),
    draftReply: optional(
      record(
        { answers: list('answer', Answer, { max: 200 }), comment: optional(Comment) },
        'What the responding authority has entered for its reply so far; for itself only.',
      ),
    ),
    allocatedTo: optional(
      list('person', code(60, { about: 'Number of a person of your authority who acts on the request.' }), {
        max: 50,
      }),
    ),
    history: list('step', StepView, { max: 10_000 }),
    commands: list('command', code(60), { max: 50 }),
  },
  'The request as the addressee of this message may see it.',
);
export type RequestView = Static<typeof RequestView>;

import type { Static } from 'typebox';
import {
  bytes,
  code,
  date,
  documentId,
  flag,
  instant,
  integer,
  line,
  list,
  mediaType,
  oneOf,
  optional,
  record,
  sha256,
  text,
} from '../kernel/says.ts';
import { AnswerValue, VALUE_TYPE_NAMES } from '../values/table.ts';
import { Comment, LARGEST_INLINE_ATTACHMENT, SubjectField } from '../exchange/content.ts';

/** In the order in which they have been published. */
const VALUE_TYPES = [...new Set(['text', ...VALUE_TYPE_NAMES] as const)];

/** A text of the area in the reader's language, or in another when the translation is missing. */
const Translated = record({ text: text(8000), language: code(2) });

const Party = record({
  authority: code(60),
  name: line(300, "The informal title in the reader's language, else the official name."),
  officialName: optional(line(300)),
  country: code(2),
  coordinator: optional(code(60)),
  coordinatorName: optional(line(300)),
});

const Sought = record(
  {
    country: optional(code(2)),
    keywords: list('keyword', record({ keyword: code(60), title: Translated }), { max: 20 }),
    region: optional(code(5)),
    economicActivities: list('activity', code(10), { max: 10 }),
  },
  'What the authority to be asked must be competent for, in a draft that does not name it.',
);

const QuestionView = record({
  question: code(60),
  attachment: optional(documentId()),
  category: optional(Translated),
  text: Translated,
  applies: optional(flag('False once the answer on which the question depends rules it out.')),
  comment: optional(Comment),
  erased: optional(flag('An answer was given and has been erased since.')),
  hidden: optional(flag('An answer was given that tells who somebody is, which this reader does not see.')),
  answer: optional(
    record(
      { value: AnswerValue, text: optional(Translated), comment: optional(Comment) },
      'Given by the responding authority.',
    ),
  ),
});

const SubjectView = record({
  name: SubjectField.properties.name,
  label: Translated,
  type: oneOf(VALUE_TYPES),
  value: line(300),
  text: optional(Translated),
});

const AttachmentView = record({
  id: documentId(),
  mediaType: mediaType(100),
  size: integer({ min: 0, max: LARGEST_INLINE_ATTACHMENT }),
  by: oneOf(['requesting', 'responding']),
  name: optional(line(200)),
  description: optional(Comment),
  sha256: optional(sha256()),
  content: optional(
    bytes(LARGEST_INLINE_ATTACHMENT, 'The document itself, when it goes along with this message.'),
  ),
});

const StepView = record({
  seq: integer({ min: 1, max: 1_000_000 }),
  event: code(80),
  at: instant(),
  by: optional(
    code(60, { about: 'Who acted; absent only where a customised report does not name the authorities.' }),
  ),
  byName: optional(line(300)),
  comment: optional(Comment),
});

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
    requesting: optional(record(Party.properties, 'Absent only from a customised report without it.')),
    responding: optional(
      record(
        Party.properties,
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
    reference: optional(line(100)),
    justification: optional(Comment),
    questions: list('question', QuestionView, { max: 200 }),
    subject: optional(list('field', SubjectView, { max: 40 })),
    attachments: list('attachment', AttachmentView, { max: 100 }),
    history: list('step', StepView, { max: 10_000 }),
    commands: list('command', code(60), { max: 50 }),
  },
  'The request as the addressee of this message may see it.',
);
export type RequestView = Static<typeof RequestView>;

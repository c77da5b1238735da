import Type, { type Static, type TSchema } from 'typebox';
import { VALUE_TYPE_NAMES, type ValueTypeName } from '../../domain/values/table.ts';
import { LANGUAGES } from '../../domain/kernel/language.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';

/** Shapes of what is published of an area. Languages are those the texts really are in: a fallback can be seen. */

const language = Type.String({
  description: 'BCP 47. Another than the one asked for where no translation exists.',
});

const Text = Type.Object({ text: Type.String(), language });
export const Word = Type.Object({ code: Type.String(), text: Type.String(), language });

const Value = Type.Object({
  type: Type.Unsafe<ValueTypeName>({ type: 'string', enum: [...VALUE_TYPE_NAMES] }),
  options: Type.Optional(Type.Array(Word)),
  maxLength: Type.Optional(Type.Integer()),
  several: Type.Optional(Type.Boolean({ description: 'More than one may be given.' })),
  all: Type.Optional(Type.Boolean({ description: 'All of the options have to be given.' })),
  list: Type.Optional(Type.String({ description: 'Code list from which the codes are taken.' })),
  currency: Type.Optional(Type.String({ description: 'ISO 4217; any currency where none is named.' })),
  role: Type.Optional(Type.String({ description: 'Role for which the authority is chosen.' })),
});

const Field = Type.Object({ name: Type.String(), title: Text, value: Value });

const SetName = Type.Object({
  id: Type.String(),
  version: Type.String(),
  workflow: Type.String(),
  title: Text,
});

const Question = Type.Object({
  id: Type.String(),
  category: Type.String(),
  text: Text,
  blanks: Type.Array(Type.String(), { description: 'Each stands in the text as {name}.' }),
  answer: Value,
  perAttachment: Type.Boolean(),
  comment: Type.Boolean(),
  condition: Type.Optional(
    Type.Object(
      {
        question: Type.String(),
        option: Type.Optional(Type.String()),
        notOption: Type.Optional(Type.String()),
      },
      {
        description:
          'Needs an answer only when that question has been answered, answered so, or not answered so.',
      },
    ),
  ),
  fixed: Type.Optional(Type.Boolean({ description: 'Always asked with this set.' })),
  required: Type.Optional(
    Type.Boolean({ description: 'Answered together with the question on which it depends.' }),
  ),
  specialCategory: Type.Optional(Type.String({ description: 'Legal ground of its special protection.' })),
});

const FormField = Type.Object({
  id: Type.String(),
  text: Text,
  answer: Value,
  required: Type.Boolean({ description: 'Always; otherwise never, or as `requiredIf` says.' }),
  requiredIf: Type.Optional(
    Type.Object(
      { field: Type.String(), options: Type.Array(Type.String()) },
      { description: 'Where that field has been answered with one of these options.' },
    ),
  ),
  personalData: Type.Boolean(),
  visibleToCoordinator: Type.Boolean({ description: 'Also seen by authorities that only coordinate.' }),
});

export const AreaListView = Type.Object({
  areas: Type.Array(Type.Object({ code: Type.String(), version: Type.String(), title: Text })),
});

const SETTINGS: Readonly<Record<string, TSchema>> = Object.fromEntries(
  WORKFLOWS.flatMap(({ name, inAreas }) =>
    inAreas === undefined ? [] : [[name, Type.Optional(inAreas.settings.shape)]],
  ),
);

export const AreaView = Type.Object({
  code: Type.String(),
  version: Type.String(),
  title: Text,
  legalBasis: Type.Array(
    Type.Object({ eli: Type.String({ format: 'uri' }), articles: Type.Array(Type.String()) }),
  ),
  keywords: Type.Array(Word),
  subjectFields: Type.Array(Field),
  attachments: Type.Object({
    mediaTypes: Type.Array(Type.String()),
    maxBytes: Type.Integer(),
    maxCount: Type.Integer(),
  }),
  personalDataMonths: Type.Integer({ description: 'Months after closure at which personal data is gone.' }),
  workflows: Type.Object(SETTINGS, { description: 'What the area says of the workflows that it uses.' }),
  questionSets: Type.Array(SetName),
});
export type AreaView = Static<typeof AreaView>;

export const QuestionSetView = Type.Object({
  id: Type.String(),
  version: Type.String(),
  workflow: Type.String(),
  title: Text,
  area: Type.String(),
  instructions: Type.Optional(
    Type.Object(Text.properties, { description: 'What its users are told before anything else.' }),
  ),
  subject: Type.Object({
    kind: Type.String(),
    fields: Type.Array(Type.Object({ ...Field.properties, required: Type.Boolean() })),
  }),
  keywords: Type.Array(Word),
  categories: Type.Array(Word),
  fields: Type.Array(FormField, { description: 'What the sender says besides asking.' }),
  questions: Type.Array(Question),
  justificationRequired: Type.Optional(Type.Boolean()),
  onlyCountry: Type.Optional(
    Type.Object(
      { subject: Type.String() },
      { description: 'It goes to the Member State that this field of the subject names, and to no other.' },
    ),
  ),
  informs: Type.Optional(
    Type.Array(Type.String(), { description: 'Who is informed when it arrives, without personal data.' }),
  ),
  waiting: Type.Optional(
    Type.Object(
      {
        days: Type.Integer(),
        workingDays: Type.Boolean(),
        when: Type.Object({ field: Type.String(), options: Type.Array(Type.String()) }),
      },
      { description: 'How long the sender may not act after it has been sent.' },
    ),
  ),
});
export type QuestionSetView = Static<typeof QuestionSetView>;

export const Language = Type.Object({
  language: Type.Unsafe<(typeof LANGUAGES)[number]>({
    type: 'string',
    enum: [...LANGUAGES],
    default: 'en',
    description: 'Language wanted.',
  }),
});

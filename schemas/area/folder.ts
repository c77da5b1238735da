import Type, { type Static } from 'typebox';

/** The files of an area folder, as schema values. `schemas/areas/README.md` explains them to whoever writes one. */

const Code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$', maxLength: 60 });
const Codes = Type.Array(Code);
const Version = Type.String({ pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' });
const TextByCode = Type.Record(Type.String(), Type.String({ minLength: 1 }));

const ValueFile = Type.Union([
  Type.Object({ type: Type.Literal('choice'), options: Codes }, { additionalProperties: false }),
  Type.Object(
    { type: Type.Literal('text'), maxLength: Type.Integer({ minimum: 1, maximum: 4000 }) },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('date') }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('period') }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('country') }, { additionalProperties: false }),
]);

const Required = Type.Union([Type.Literal('required'), Type.Literal('optional')]);

/** `area.json` */
export const AreaFile = Type.Object(
  {
    code: Code,
    version: Version,
    legalBasis: Type.Array(
      Type.Object(
        {
          eli: Type.String({ pattern: '^http://data\\.europa\\.eu/eli/' }),
          articles: Type.Array(Type.String()),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    keywords: Type.Array(Code, { minItems: 1 }),
    subjectFields: Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]*$' }), ValueFile),
    attachments: Type.Object(
      {
        mediaTypes: Type.Array(Type.String({ pattern: '^[a-z]+/[a-z0-9.+-]+$' })),
        maxBytes: Type.Integer({ minimum: 1, maximum: 1_048_576 }),
        maxCount: Type.Integer({ minimum: 0, maximum: 20 }),
      },
      { additionalProperties: false },
    ),
    retention: Type.Object(
      { personalDataMonths: Type.Integer({ minimum: 1, maximum: 6 }) },
      { additionalProperties: false },
    ),
    workflows: Type.Object(
      {
        request: Type.Optional(
          Type.Object({ justification: Required, deadline: Required }, { additionalProperties: false }),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

/** `texts/<language>.json` */
export const AreaTexts = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    keywords: TextByCode,
    subjectFields: TextByCode,
    subjectOptions: TextByCode,
  },
  { additionalProperties: false },
);

const ConditionFile = Type.Object(
  {
    question: Code,
    is: Type.Union([
      Type.Literal('answered'),
      Type.Object({ option: Code }, { additionalProperties: false }),
    ]),
  },
  { additionalProperties: false },
);

/** `question-sets/<id>/<version>/set.json` */
export const SetFile = Type.Object(
  {
    id: Code,
    version: Version,
    area: Code,
    workflow: Type.Literal('request'),
    legalBasis: Type.Array(Type.String()),
    subject: Type.Object(
      {
        kind: Type.Union([Type.Literal('natural-person'), Type.Literal('legal-person')]),
        fields: Type.Array(
          Type.Object({ name: Code, required: Type.Boolean() }, { additionalProperties: false }),
        ),
      },
      { additionalProperties: false },
    ),
    categories: Codes,
    questions: Type.Array(
      Type.Object(
        {
          id: Code,
          category: Code,
          blanks: Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]*$' })),
          answer: ValueFile,
          perAttachment: Type.Boolean(),
          comment: Type.Boolean(),
          condition: Type.Optional(ConditionFile),
          specialCategory: Type.Optional(Type.String()),
          appliesTo: Type.Optional(Code),
          source: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 200 },
    ),
    options: Codes,
  },
  { additionalProperties: false },
);

/** `question-sets/<id>/<version>/texts/<language>.json` */
export const SetTexts = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    categories: TextByCode,
    questions: TextByCode,
    options: TextByCode,
    appliesTo: Type.Optional(TextByCode),
  },
  { additionalProperties: false },
);

export type AreaFile = Static<typeof AreaFile>;
export type AreaTexts = Static<typeof AreaTexts>;
export type SetFile = Static<typeof SetFile>;
export type SetTexts = Static<typeof SetTexts>;

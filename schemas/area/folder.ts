import Type, { type Static } from 'typebox';
import type { Workflow } from '../../domain/case/workflow.ts';
import { SUBJECT_KINDS } from '../../domain/area/area.ts';
import { LARGEST_DOCUMENT } from '../../domain/exchange/content.ts';
import { LONGEST_MONTHS } from '../../domain/area/retention.ts';
import { oneOf } from '../../domain/kernel/says.ts';
import { LANGUAGES } from '../../domain/kernel/language.ts';
import { ValueFile } from '../../domain/values/table.ts';
import { Code, Codes } from '../../domain/values/value-kind.ts';

/** The files of an area folder, as schema values. `schemas/areas/README.md` explains them to whoever writes one. */

const Version = Type.String({ pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' });
const TextByCode = Type.Record(Type.String(), Type.String({ minLength: 1 }));

/** Workflows that areas already have sets for, and the hub has not yet. */
const TO_COME = ['alert', 'alert-pq'] as const;
const Nothing = Type.Object({}, { additionalProperties: false });

/** `area.json`, given what each workflow wants an area to say of it. */
export function areaFile(workflows: readonly Workflow[]) {
  return Type.Object(
    { ...AREA.properties, workflows: settingsOf(workflows) },
    { additionalProperties: false },
  );
}

function settingsOf(workflows: readonly Workflow[]) {
  const known = workflows.flatMap(({ name, inAreas }) =>
    inAreas === undefined ? [] : [[name, inAreas.settings.shape] as const],
  );
  const shapes = [...TO_COME.map((name) => [name, Nothing] as const), ...known];
  return Type.Object(Object.fromEntries(shapes.map(([name, shape]) => [name, Type.Optional(shape)])), {
    additionalProperties: false,
  });
}

const AREA = Type.Object(
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
    keywords: Codes,
    subjectFields: Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]*$' }), ValueFile),
    attachments: Type.Object(
      {
        mediaTypes: Type.Array(Type.String({ pattern: '^[a-z]+/[a-z0-9.+-]+$' })),
        maxBytes: Type.Integer({ minimum: 1, maximum: LARGEST_DOCUMENT }),
        maxCount: Type.Integer({ minimum: 0, maximum: 20 }),
      },
      { additionalProperties: false },
    ),
    retention: Type.Object(
      { personalDataMonths: Type.Integer({ minimum: 1, maximum: LONGEST_MONTHS }) },
      { additionalProperties: false },
    ),
    workflows: Type.Record(Type.String(), Type.Unknown()),
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
      Type.Object({ not: Code }, { additionalProperties: false }),
    ]),
  },
  { additionalProperties: false },
);

const Requirement = Type.Union([
  Type.Literal('always'),
  Type.Literal('never'),
  Type.Object({ field: Code, options: Codes }, { additionalProperties: false }),
]);

const FieldFile = Type.Object(
  {
    id: Code,
    answer: ValueFile,
    required: Requirement,
    personalData: Type.Optional(Type.Boolean()),
    visibleToCoordinator: Type.Optional(Type.Boolean()),
    source: Type.Optional(Type.String()),
    remark: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** What it demands of the request as a whole. */
const Demands = {
  justificationRequired: Type.Optional(Type.Boolean()),
  onlyCountry: Type.Optional(Type.Object({ subject: Code }, { additionalProperties: false })),
  informs: Type.Optional(Codes),
  waiting: Type.Optional(
    Type.Object(
      {
        days: Type.Integer({ minimum: 1, maximum: 365 }),
        workingDays: Type.Boolean(),
        when: Type.Object({ field: Code, options: Codes }, { additionalProperties: false }),
        from: Type.Optional(Code),
      },
      { additionalProperties: false },
    ),
  ),
};

/** What the law or the handbook has besides, kept as it was found for the workflow that will need it. */
const Besides = {
  deadlines: Type.Optional(Type.Record(Code, Type.String())),
  rules: Type.Optional(Type.Array(Type.String())),
  actions: Type.Optional(Type.Array(Type.String())),
  statuses: Type.Optional(Type.Array(Type.String())),
  additionalInformationHeadings: Type.Optional(Type.Array(Type.String())),
  replies: Type.Optional(
    Type.Object(
      { execution: Codes, refusalGrounds: Codes, source: Type.String() },
      { additionalProperties: false },
    ),
  ),
  source: Type.Optional(Type.String()),
};

/** `question-sets/<id>/<version>/set.json` */
export const SetFile = Type.Object(
  {
    id: Code,
    version: Version,
    area: Code,
    workflow: Code,
    legalBasis: Type.Array(Type.String()),
    subject: Type.Object(
      {
        kind: oneOf(SUBJECT_KINDS),
        fields: Type.Array(
          Type.Object({ name: Code, required: Type.Boolean() }, { additionalProperties: false }),
        ),
      },
      { additionalProperties: false },
    ),
    categories: Codes,
    fields: Type.Optional(Type.Array(FieldFile, { maxItems: 200 })),
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
          fixed: Type.Optional(Type.Boolean()),
          required: Type.Optional(Type.Boolean()),
          kind: Type.Optional(Code),
          factOf: Type.Optional(Type.String()),
          urgentEligible: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
      { maxItems: 200 },
    ),
    options: Codes,
    ...Demands,
    ...Besides,
  },
  { additionalProperties: false },
);

/** `question-sets/<id>/<version>/texts/<language>.json` */
export const SetTexts = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    instructions: Type.Optional(Type.String({ minLength: 1 })),
    categories: TextByCode,
    fields: Type.Optional(TextByCode),
    questions: TextByCode,
    options: TextByCode,
    refusalGrounds: Type.Optional(TextByCode),
    appliesTo: Type.Optional(TextByCode),
  },
  { additionalProperties: false },
);

/** `code-lists/<list>.json`: each code with its words, by language. */
export const CodeListFile = Type.Record(
  Code,
  Type.Object(
    Object.fromEntries(LANGUAGES.map((language) => [language, Type.Optional(Type.String({ minLength: 1 }))])),
    { additionalProperties: false, minProperties: 1 },
  ),
);

export type AreaFile = Static<typeof AREA>;
export type AreaTexts = Static<typeof AreaTexts>;
export type SetFile = Static<typeof SetFile>;
export type SetTexts = Static<typeof SetTexts>;

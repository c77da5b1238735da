import type { Static } from 'typebox';
import { AskedQuestion, HandedOver, SubjectField } from '../exchange/content.ts';
import { code, list, optional, personNumber, record } from '../kernel/says.ts';
import { Draft, WholeRequest } from './paper.ts';

/** What one request hands over to another one that is opened for it, in the hub's own words. */

export const OPEN_PART = 'request.openPart';

const COMMON = {
  from: code(40),
  subject: list('field', SubjectField, { max: 40 }),
  fields: WholeRequest.properties.fields,
  documents: HandedOver,
  justification: WholeRequest.properties.justification,
  reference: WholeRequest.properties.reference,
};

/** The questions that were split off (handbook 5.3.2.4). */
export const Part = record({
  ...COMMON,
  requesting: record({ authority: code(60), coordinator: optional(code(60)) }),
  persons: optional(
    list('person', personNumber('To whom the requesting authority has allocated it.'), { max: 50 }),
  ),
  to: code(60),
  questionSet: WholeRequest.properties.questionSet,
  questions: list('question', AskedQuestion, { min: 1, max: 200 }),
  deadline: WholeRequest.properties.deadline,
});
export type Part = Static<typeof Part>;

export const OPEN_COPY = 'request.openCopy';

/** What a new request can take over from another one (handbook 5.3.8). */
export const COPIED_PARTS = ['addressee', 'questions', 'fields', 'subject', 'justification', 'reference', 'attachments'] as const; // prettier-ignore
export type CopiedPart = (typeof COPIED_PARTS)[number];

/** The draft that is begun from another request, and by whom. */
export const Copy = record({
  ...COMMON,
  authority: code(60),
  person: optional(code(60)),
  questionSet: Draft.properties.questionSet,
  addressee: optional(record({ authority: code(60) })),
  questions: list('question', AskedQuestion, { max: 200 }),
});
export type Copy = Static<typeof Copy>;

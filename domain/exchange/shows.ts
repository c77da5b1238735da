import type { Static } from 'typebox';
import {
  bytes, code, documentId, flag, instant, integer, line, list, mediaType, oneOf, optional, record, sha256, text,
} from '../kernel/says.ts'; // prettier-ignore
import { AnswerValue, VALUE_TYPE_NAMES } from '../values/table.ts';
import { Comment, LARGEST_DOCUMENT, LARGEST_INLINE_ATTACHMENT, SubjectField } from './content.ts';

/** What a reader sees of what was exchanged. Each workflow puts its view together from these. */

/** In the order in which they have been published. */
const VALUE_TYPES = [...new Set(['text', ...VALUE_TYPE_NAMES] as const)];

/** A text of the area in the reader's language, or in another when the translation is missing. */
export const Translated = record({ text: text(8000), language: code(2) });

export const PartyView = record({
  authority: code(60),
  name: line(300, "The informal title in the reader's language, else the official name."),
  officialName: optional(line(300)),
  country: code(2),
  coordinator: optional(code(60)),
  coordinatorName: optional(line(300)),
});
export type PartyView = Static<typeof PartyView>;

/** A question with its answer, if it has one; who answers is told in the words of the workflow. */
export function questionView(answeredBy: string) {
  return record({
    question: code(60),
    attachment: optional(documentId()),
    category: optional(Translated),
    text: Translated,
    applies: optional(flag('False once the answer on which the question depends rules it out.')),
    comment: optional(Comment),
    erased: optional(flag('An answer was given and has been erased since.')),
    hidden: optional(flag('An answer was given that tells who somebody is, which this reader does not see.')),
    answer: optional(
      record({ value: AnswerValue, text: optional(Translated), comment: optional(Comment) }, answeredBy),
    ),
  });
}
export type QuestionView = Static<ReturnType<typeof questionView>>;

export const SubjectView = record({
  name: SubjectField.properties.name,
  label: Translated,
  type: oneOf(VALUE_TYPES),
  value: line(300),
  text: optional(Translated),
});
export type SubjectView = Static<typeof SubjectView>;

/** What the sender said in a field of the question set. */
export const FieldView = record({
  field: code(60),
  label: Translated,
  hidden: optional(flag('It tells who somebody is, which this reader does not see.')),
  value: optional(AnswerValue),
  text: optional(Translated),
});
export type FieldView = Static<typeof FieldView>;

/** An attached document, with the party of the workflow that has added it. */
export function attachmentView<const P extends string>(parties: readonly P[]) {
  return record({
    id: documentId(),
    mediaType: mediaType(100),
    size: integer({ min: 0, max: LARGEST_DOCUMENT }),
    by: oneOf(parties),
    name: optional(line(200)),
    description: optional(Comment),
    sha256: optional(sha256()),
    uploaded: optional(
      flag('It goes along with no message: fetch it at `GET /cases/{number}/documents/{id}`.'),
    ),
    content: optional(
      bytes(LARGEST_INLINE_ATTACHMENT, 'The document itself, when it goes along with this message.'),
    ),
  });
}
export type AttachmentView<P extends string> = Static<ReturnType<typeof attachmentView<P>>>;

export const StepView = record({
  seq: integer({ min: 1, max: 1_000_000 }, 'Its place among the steps that the reader knows of.'),
  event: code(80),
  at: instant(),
  by: optional(
    code(60, { about: 'Who acted; absent only where a customised report does not name the authorities.' }),
  ),
  byName: optional(line(300)),
  topic: optional(code(40, { about: 'Pre-defined comment: what a message is about.' })),
  to: optional(code(60, { about: 'Whom the case was passed on to.' })),
  toName: optional(line(300)),
  questions: optional(
    list('question', record({ question: code(60), attachment: optional(documentId()) }), { max: 200 }),
  ),
  comment: optional(Comment),
});
export type StepView = Static<typeof StepView>;

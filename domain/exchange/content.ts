import Type, { type Static } from 'typebox';
import { LANGUAGES } from '../kernel/language.ts';
import {
  bytes,
  code,
  documentId,
  flag,
  integer,
  line,
  list,
  mediaType,
  oneOf,
  optional,
  record,
  sha256,
  text,
  uuid,
} from '../kernel/says.ts';
import { AnswerValue } from '../values/table.ts';

/** Free text with the language in which it was written (handbook 5.3.1, free text comments). */
export const Comment = record({
  text: text(4000),
  language: oneOf(LANGUAGES, 'Language in which the text is written, BCP 47.'),
});
export type Comment = Static<typeof Comment>;

/** A blank of a question, filled. */
const Blank = record({ name: code(40, { vocabulary: 'blank' }), value: line(300) });

const QuestionId = code(60, { vocabulary: 'question' });
const AttachmentId = documentId('`doc-1` to `doc-999`, unique within the case.');

export const AskedQuestion = record({
  question: QuestionId,
  attachment: optional(AttachmentId),
  blanks: optional(list('blank', Blank, { max: 20 })),
  comment: optional(Comment),
});
export type AskedQuestion = Static<typeof AskedQuestion>;

/** One of the questions of a case. */
export const QuestionOfCase = record({ question: QuestionId, attachment: optional(AttachmentId) });

/** What is said of the person or firm concerned: always personal data. */
export const SubjectField = record({ name: code(40, { vocabulary: 'subjectField' }), value: line(300) });
export type SubjectField = Static<typeof SubjectField>;

/** What the sender says besides asking, by a field of the question set. */
export const FilledField = record({ field: code(60, { vocabulary: 'field' }), value: AnswerValue });
export type FilledField = Static<typeof FilledField>;

export const Answer = record({
  question: QuestionId,
  attachment: optional(AttachmentId),
  value: AnswerValue,
  comment: optional(Comment),
});
export type Answer = Static<typeof Answer>;

/** Largest attachment that goes inside a message; an area may allow less. */
export const LARGEST_INLINE_ATTACHMENT = 1_048_576;

const described = {
  id: AttachmentId,
  name: line(200, 'File name.'),
  mediaType: mediaType(100, { vocabulary: 'mediaType' }),
  description: optional(Comment),
};

/** Largest document at all; an area may allow less. */
export const LARGEST_DOCUMENT = 1_073_741_824;

/** A document that its sender has handed in over HTTP before: its claim check, and what must be behind it. */
const Upload = record(
  {
    id: uuid('As `POST /documents` has given it.'),
    sha256: sha256(),
    size: integer({ min: 1, max: LARGEST_DOCUMENT }, 'Bytes.'),
  },
  'In place of `content`: the document was uploaded before. Exactly one of these members is given.',
);
export type Upload = Static<typeof Upload>;

/** An attached document as the rules see it: its bytes are kept apart by the hub and known by their digest. */
const Detached = record({
  ...described,
  sha256: sha256(),
  size: integer({ min: 0, max: LARGEST_DOCUMENT }),
  uploaded: optional(flag('It never goes along in a message, whatever its size.')),
});
export type Attachment = Static<typeof Detached>;

/** Documents that another case hands over: their bytes are with the hub already. */
export const HandedOver = list('attachment', Detached, { max: 100 });

const COMES = {
  ...described,
  content: optional(bytes(LARGEST_INLINE_ATTACHMENT)),
  upload: optional(Upload),
};

/**
 * Attached documents as the wire carries them: each with exactly one of `content` and `upload`. Before any rule runs, the hub
 * replaces it by SHA-256 and size (`hub/intake/detach.ts`), which is why the static type is that of the detached form.
 */
export const Attachments = Type.Unsafe<readonly Attachment[]>(list('attachment', record(COMES), { max: 20 }));

/** A document that the case holds already, as it is written: it stays there, and nothing of it comes again. */
export type KeptAttachment = Pick<Attachment, 'id' | 'name' | 'mediaType' | 'description'> & {
  readonly kept: true;
};

/**
 * The same where a paper is written that can be written again. Which document is kept is looked up by the rules (`kept.ts`):
 * nobody else knows what the case holds.
 */
export const AttachmentsOfPaper = Type.Unsafe<readonly (Attachment | KeptAttachment)[]>(
  list(
    'attachment',
    record({
      ...COMES,
      kept: optional(
        flag(
          '`true`, in place of `content` and `upload`: the draft has the document of this `id` and `mediaType`, and keeps it.',
        ),
      ),
    }),
    { max: 20 },
  ),
);

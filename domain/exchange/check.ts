import type { Area, AttachmentRule, Question, QuestionSet } from '../area/area.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import { checkLine } from '../values/value.ts';
import { keyOf, type Asked } from './asked.ts';
import type { AskedQuestion, Attachment, SubjectField } from './content.ts';
import { isThere, type Written } from './kept.ts';

/**
 * What a schema cannot say: whether questions, blanks, subject and attachments fit the area's data. All faults at once.
 * A command that carries them calls them `questions`, `subject` and `attachments`: the paths of the faults count on it.
 */

export const QUESTION_REFUSALS = [
  'QUESTION_UNKNOWN', 'QUESTION_TWICE', 'QUESTION_TAKES_NO_ATTACHMENT', 'ATTACHMENT_UNKNOWN', 'BLANK_UNKNOWN',
  'QUESTION_TAKES_NO_COMMENT',
] as const satisfies readonly RefusalCode[]; // prettier-ignore

export function checkQuestions(
  set: QuestionSet,
  asked: readonly AskedQuestion[],
  attachments: readonly { readonly id: string }[],
): readonly Fault[] {
  const ids = new Set(attachments.map((attachment) => attachment.id));
  const keys = asked.map(keyOf);
  return asked.flatMap((entry, index) => {
    const path = `/data/questions/${index}`;
    const question = set.questions.get(entry.question);
    if (question === undefined)
      return [fault('QUESTION_UNKNOWN', `${path}/question`, { question: entry.question })];
    const twice = keys.indexOf(keyOf(entry)) !== index;
    return [
      ...(twice ? [fault('QUESTION_TWICE', `${path}/question`, { question: entry.question })] : []),
      ...checkAbout(question, entry.attachment, { path, ids }),
      ...checkBlanks(question, entry, path),
      ...(entry.comment !== undefined && !question.comment
        ? [fault('QUESTION_TAKES_NO_COMMENT', `${path}/comment`, { question: question.id })]
        : []),
    ];
  });
}

export const AMONG_ASKED_REFUSALS = [
  'QUESTION_NOT_ASKED',
  'QUESTION_TWICE',
] as const satisfies readonly RefusalCode[];

/** Whether these are questions of the case, each once. */
export function checkAmongAsked(asked: readonly Asked[], questions: readonly Asked[]): readonly Fault[] {
  const known = new Set(asked.map(keyOf));
  const keys = questions.map(keyOf);
  return questions.flatMap((one, index) => {
    const path = `/data/questions/${index}/question`;
    const facts = { question: one.question };
    if (!known.has(keyOf(one))) return [fault('QUESTION_NOT_ASKED', path, facts)];
    return keys.indexOf(keyOf(one)) === index ? [] : [fault('QUESTION_TWICE', path, facts)];
  });
}

function checkAbout(
  question: Question,
  attachment: string | undefined,
  where: { readonly path: string; readonly ids: ReadonlySet<string> },
): readonly Fault[] {
  const facts = { question: question.id };
  if (attachment === undefined) return [];
  if (!question.perAttachment)
    return [fault('QUESTION_TAKES_NO_ATTACHMENT', `${where.path}/attachment`, facts)];
  return where.ids.has(attachment)
    ? []
    : [fault('ATTACHMENT_UNKNOWN', `${where.path}/attachment`, { attachment })];
}

function checkBlanks(question: Question, asked: AskedQuestion, path: string): readonly Fault[] {
  const given = (asked.blanks ?? []).map((blank) => blank.name);
  return given.flatMap((blank, index) =>
    question.blanks.includes(blank) && given.indexOf(blank) === index
      ? []
      : [fault('BLANK_UNKNOWN', `${path}/blanks/${index}/name`, { question: question.id, blank })],
  );
}

/** Of a value of any kind, in what is said of the person and in answers alike. */
export const VALUE_REFUSALS = [
  'OPTION_UNKNOWN',
  'VALUE_NOT_OF_TYPE',
] as const satisfies readonly RefusalCode[];

export const SUBJECT_REFUSALS = [
  'SUBJECT_FIELD_UNKNOWN',
  'SUBJECT_FIELD_TWICE',
  ...VALUE_REFUSALS,
] as const satisfies readonly RefusalCode[];

/** Until a question set is chosen, whatever the area knows may be said of the person. */
export function checkSubject(
  area: Area,
  set: QuestionSet | undefined,
  subject: readonly SubjectField[],
): readonly Fault[] {
  const names = subject.map((field) => field.name);
  const isAsked = (name: string) =>
    set === undefined || set.subject.fields.some((field) => field.name === name);
  return subject.flatMap(({ name, value }, index) => {
    const path = `/data/subject/${index}`;
    const rule = isAsked(name) ? area.subjectFields.get(name) : undefined;
    if (rule === undefined) return [fault('SUBJECT_FIELD_UNKNOWN', `${path}/name`, { field: name })];
    if (names.indexOf(name) !== index) return [fault('SUBJECT_FIELD_TWICE', `${path}/name`, { field: name })];
    return checkLine(rule.value, value, { path: `${path}/value`, lists: area.codeLists });
  });
}

export const ATTACHMENT_REFUSALS = [
  'ATTACHMENT_TOO_MANY',
  'ATTACHMENT_TWICE',
  'ATTACHMENT_TYPE',
  'ATTACHMENT_TOO_LARGE',
] as const satisfies readonly RefusalCode[];

/** Documents to be attached, where those that are `taken` have been before. */
export function checkAttachments(
  { mediaTypes, maxBytes, maxCount }: AttachmentRule,
  attachments: readonly Written[],
  taken: readonly { readonly id: string }[],
): readonly Fault[] {
  const ids = [...taken.map(({ id }) => id), ...attachments.map(({ id }) => id)];
  const tooMany =
    ids.length > maxCount
      ? [fault('ATTACHMENT_TOO_MANY', '/data/attachments', { limit: String(maxCount) })]
      : [];
  const each = attachments.flatMap((attachment, index) => {
    const { id, mediaType } = attachment;
    const path = `/data/attachments/${index}`;
    return [
      ...(ids.indexOf(id) === taken.length + index
        ? []
        : [fault('ATTACHMENT_TWICE', `${path}/id`, { attachment: id })]),
      ...(mediaTypes.includes(mediaType)
        ? []
        : [fault('ATTACHMENT_TYPE', `${path}/mediaType`, { mediaType })]),
      ...(isThere(attachment) && attachment.size > maxBytes
        ? [fault('ATTACHMENT_TOO_LARGE', `${path}/${sizedBy(attachment)}`, { limit: String(maxBytes) })]
        : []),
    ];
  });
  return [...tooMany, ...each];
}

/** The member by which it is as large as it is. */
function sizedBy(attachment: Attachment): string {
  if ('kept' in attachment) return 'kept';
  return attachment.uploaded === true ? 'upload/size' : 'content';
}

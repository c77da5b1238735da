import type { Area, Question, QuestionSet, SubjectField as FieldRule, ValueType } from '../area/area.ts';
import { daysOf } from '../kernel/calendar.ts';
import { fault, type Fault } from '../kernel/refusals.ts';
import type { AnswerValue, AskedQuestion, Attachment, SubjectField } from './content.ts';
import { keyOf } from './state.ts';

/** What a schema cannot say: whether questions, blanks, subject and attachments fit the area's data. All faults at once. */

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
    return checkScalar(rule, value, `${path}/value`);
  });
}

function checkScalar(rule: FieldRule, value: string, path: string): readonly Fault[] {
  switch (rule.value.type) {
    case 'choice':
      return rule.value.options.includes(value)
        ? []
        : [fault('OPTION_UNKNOWN', path, { options: rule.value.options.join(', ') })];
    case 'text':
      return [...value].length <= rule.value.maxLength ? [] : [notOfType(rule.value, path)];
    case 'date':
      return isCalendarDate(value) ? [] : [notOfType(rule.value, path)];
    case 'country':
      return /^[A-Z]{2}$/.test(value) ? [] : [notOfType(rule.value, path)];
    case 'period':
      return [notOfType(rule.value, path)];
  }
}

/** A full-date (RFC 3339) that the calendar has. */
function isCalendarDate(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return day >= 1 && day <= daysOf(year, month);
}

export function checkAttachments(
  area: Area,
  attachments: readonly Attachment[],
  taken: readonly { readonly id: string }[],
): readonly Fault[] {
  const { mediaTypes, maxBytes, maxCount } = area.attachments;
  const ids = [...taken.map(({ id }) => id), ...attachments.map(({ id }) => id)];
  const tooMany =
    ids.length > maxCount
      ? [fault('ATTACHMENT_TOO_MANY', '/data/attachments', { limit: String(maxCount) })]
      : [];
  const each = attachments.flatMap(({ id, mediaType, size }, index) => {
    const path = `/data/attachments/${index}`;
    return [
      ...(ids.indexOf(id) === taken.length + index
        ? []
        : [fault('ATTACHMENT_TWICE', `${path}/id`, { attachment: id })]),
      ...(mediaTypes.includes(mediaType)
        ? []
        : [fault('ATTACHMENT_TYPE', `${path}/mediaType`, { mediaType })]),
      ...(size <= maxBytes
        ? []
        : [fault('ATTACHMENT_TOO_LARGE', `${path}/content`, { limit: String(maxBytes) })]),
    ];
  });
  return [...tooMany, ...each];
}

/** Whether an answer is of the type that its question asks for. */
export function checkValue(rule: ValueType, value: AnswerValue, path: string): readonly Fault[] {
  switch (rule.type) {
    case 'choice':
      if (value.option === undefined) return [notOfType(rule, path)];
      return rule.options.includes(value.option)
        ? []
        : [fault('OPTION_UNKNOWN', `${path}/option`, { options: rule.options.join(', ') })];
    case 'text':
      return value.text !== undefined && [...value.text].length <= rule.maxLength
        ? []
        : [notOfType(rule, path)];
    case 'date':
      return value.date === undefined ? [notOfType(rule, path)] : [];
    case 'country':
      return value.country === undefined ? [notOfType(rule, path)] : [];
    case 'period':
      return value.period !== undefined &&
        (value.period.to === undefined || value.period.from <= value.period.to)
        ? []
        : [notOfType(rule, path)];
  }
}

const EXPECTED = {
  choice: () => 'one of the options',
  text: (rule: ValueType) => (rule.type === 'text' ? `text of at most ${rule.maxLength} characters` : 'text'),
  date: () => 'a calendar date',
  period: () => 'a period whose end is not before its beginning',
  country: () => 'a country code',
} as const satisfies Record<ValueType['type'], (rule: ValueType) => string>;

function notOfType(rule: ValueType, path: string): Fault {
  return fault('VALUE_NOT_OF_TYPE', path, { expected: EXPECTED[rule.type](rule) });
}

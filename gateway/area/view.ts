import type { Static } from 'typebox';
import type {
  Area,
  Condition,
  FormField,
  Question,
  QuestionSet,
  SubjectField,
} from '../../domain/area/area.ts';
import { textIn, type Language, type Texts } from '../../domain/kernel/language.ts';
import type { ValueType } from '../../domain/values/table.ts';
import { formOf } from '../../domain/values/value.ts';
import { defined } from '../../domain/kernel/optional.ts';
import type { AreaView, QuestionSetView, Word } from './shows.ts';

/** What a national system needs of an area so that its users can pick, in one language. */
export function areaView(area: Area, language: Language): AreaView {
  return {
    ...areaName(area, language),
    legalBasis: area.legalBasis.map(({ eli, articles }) => ({ eli, articles: [...articles] })),
    keywords: words(area.keywords, language),
    subjectFields: [...area.subjectFields].map(([name, field]) => fieldView(name, field, language)),
    attachments: { ...area.attachments, mediaTypes: [...area.attachments.mediaTypes] },
    personalDataMonths: area.retention.personalDataMonths,
    workflows: Object.fromEntries(area.workflows),
    questionSets: [...area.questionSets.values()].map((set) => setName(set, language)),
  };
}

export function areaName({ code, version, title }: Area, language: Language) {
  return { code, version, title: textIn(title, language, code) };
}

export function questionSetView(area: Area, set: QuestionSet, language: Language): QuestionSetView {
  return {
    ...setName(set, language),
    area: area.code,
    ...defined('instructions', instructionsOf(set, language)),
    subject: { kind: set.subject.kind, fields: fieldsOf(area, set, language) },
    keywords: words(area.keywords, language),
    categories: words(set.categories, language),
    fields: [...set.fields.values()].map((field) => formFieldView(field, set, language)),
    questions: [...set.questions.values()].map((question) => questionView(question, set, language)),
    ...demandsOf(set),
  };
}

function instructionsOf({ instructions = {} }: QuestionSet, language: Language) {
  return Object.keys(instructions).length === 0 ? undefined : textIn(instructions, language, '');
}

/** What the set demands of the request as a whole. */
function demandsOf({ justificationRequired, onlyCountry, informs, waiting }: QuestionSet) {
  const when = waiting && { field: waiting.when.field, options: [...waiting.when.options] };
  return {
    ...defined('justificationRequired', justificationRequired),
    ...defined('onlyCountry', onlyCountry && { ...onlyCountry }),
    ...defined('informs', informs && [...informs]),
    ...defined('waiting', waiting && when && { ...waiting, when }),
  };
}

function formFieldView(
  { id, text, answer, required, personalData, visibleToCoordinator }: FormField,
  { options }: QuestionSet,
  language: Language,
) {
  const requiredIf =
    typeof required === 'string' ? undefined : { field: required.field, options: [...required.options] };
  return {
    id,
    text: textIn(text, language, id),
    answer: valueView(answer, options, language),
    required: required === 'always',
    ...defined('requiredIf', requiredIf),
    personalData,
    visibleToCoordinator,
  };
}

function setName({ id, version, workflow, title }: QuestionSet, language: Language) {
  return { id, version, workflow, title: textIn(title, language, id) };
}

function fieldsOf(area: Area, { subject }: QuestionSet, language: Language) {
  return subject.fields.flatMap(({ name, required }) => {
    const field = area.subjectFields.get(name);
    return field === undefined ? [] : [{ ...fieldView(name, field, language), required }];
  });
}

function fieldView(name: string, { title, value, optionTexts }: SubjectField, language: Language) {
  return { name, title: textIn(title, language, name), value: valueView(value, optionTexts, language) };
}

function questionView(question: Question, set: QuestionSet, language: Language) {
  const { id, category, text, blanks, answer, perAttachment, comment, condition, specialCategory } = question;
  return {
    id,
    category,
    text: textIn(text, language, id),
    blanks: [...blanks],
    answer: valueView(answer, set.options, language),
    perAttachment,
    comment,
    ...defined('condition', condition === undefined ? undefined : conditionView(condition)),
    ...defined('fixed', question.isFixed),
    ...defined('required', question.isRequired),
    ...defined('specialCategory', specialCategory),
  };
}

function conditionView({ question, is }: Condition) {
  if (is === 'answered') return { question };
  return 'option' in is ? { question, option: is.option } : { question, notOption: is.not };
}

function valueView(value: ValueType, texts: ReadonlyMap<string, Texts>, language: Language) {
  const { options, maxLength, several, all, list, currency, role } = formOf(value);
  return {
    type: value.type,
    ...defined(
      'options',
      options?.map((code) => word(code, texts.get(code) ?? {}, language)),
    ),
    ...defined('maxLength', maxLength),
    ...defined('several', several),
    ...defined('all', all),
    ...defined('list', list),
    ...defined('currency', currency),
    ...defined('role', role),
  };
}

function words(all: ReadonlyMap<string, Texts>, language: Language): Static<typeof Word>[] {
  return [...all].map(([code, texts]) => word(code, texts, language));
}

function word(code: string, texts: Texts, language: Language): Static<typeof Word> {
  return { code, ...textIn(texts, language, code) };
}

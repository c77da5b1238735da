import type { Area, Question, QuestionSet } from '../area/area.ts';
import { setIn } from '../area/settings.ts';
import type { Directory } from '../directory/directory.ts';
import { isRuledOut } from '../exchange/answers.ts';
import { keyOf, together, type Asked } from '../exchange/asked.ts';
import type { Answer, SubjectField } from '../exchange/content.ts';
import { defined } from '../kernel/optional.ts';
import { textIn, type Language, type Run, type Texts } from '../kernel/language.ts';
import type { Reader } from '../kernel/workflow.ts';
import { isPersonal, showsLine, showsValue } from '../values/value.ts';
import type { Words } from '../values/value-kind.ts';
import { standing, statusSeenFrom } from './level.ts';
import { nameOf, party } from './names.ts';
import { SETTINGS } from './settings.ts';
import type { RequestView, ViewLevel } from './shows.ts';
import { routing, sought } from './whom.ts';
import type { BegunRequest, RequestState, SideName, Step } from './state.ts';

type World = { readonly area: Area; readonly directory: Directory };
type Standing = { readonly side: SideName; readonly level: ViewLevel };

/** The one function that decides what anybody sees of a request (glossary: full view, monitoring view). */
export function view(state: RequestState, reader: Reader, world: World): RequestView | undefined {
  if (state.status === 'new') return undefined;
  const place = standing(state, reader, world.directory);
  if (place === undefined) return undefined;
  const seen = shown(state, { reader, world, place });
  return place.level === 'monitoring' ? overview(seen) : seen;
}

/** That there is a request, between whom, in which area, with which question set, and how far it is; nothing of what it says. */
function overview(seen: RequestView): RequestView {
  const { justification: _, sought: __, ...rest } = seen;
  const history = seen.history.map(({ comment: ___, ...step }) => step);
  return { ...rest, routing: [], questions: [], attachments: [], history };
}

type Shown = {
  readonly set: QuestionSet | undefined;
  readonly language: Language;
  readonly world: World;
  readonly place: Standing;
};
type Seen = { readonly reader: Reader; readonly world: World; readonly place: Standing };

function shown(state: BegunRequest, seen: Seen): RequestView {
  const { reader, world, place } = seen;
  const { language } = reader;
  const { content, responding } = state;
  const set = questionSetOf(state, world.area);
  const isFull = place.level === 'full';
  return {
    number: state.number,
    status: statusSeenFrom(state, place.side),
    version: state.version,
    level: place.level,
    ...(content === undefined ? { erased: true } : {}),
    language,
    area: state.area,
    areaTitle: translated(world.area.title, language, state.area),
    ...defined('questionSet', setShown(state, set, language)),
    requesting: party(state.requesting, world, { language, withCoordinator: place.side === 'requesting' }),
    ...defined(
      'responding',
      responding && party(responding, world, { language, withCoordinator: place.side === 'responding' }),
    ),
    ...defined('sought', 'sought' in state ? sought(state.sought, world.area, language) : undefined),
    routing: state.routing.map((reason) => routing(reason, world.area, language)),
    ...defined('deadline', state.deadline),
    ...defined('proposedDeadline', state.proposedDeadline),
    ...defined('reference', isFull ? content?.reference : undefined),
    ...defined('justification', content?.justification),
    questions: state.asked.map((asked, index) =>
      question(state, { asked, index }, { set, language, world, place }),
    ),
    ...(isFull && content !== undefined
      ? { subject: content.subject.map((field) => subject(field, world, language)) }
      : {}),
    attachments: attachments(state, place),
    history: steps(state, place.side, { world, language }),
    commands: [],
  };
}

function questionSetOf({ questionSet }: BegunRequest, area: Area): QuestionSet | undefined {
  return questionSet && setIn(area, SETTINGS, questionSet);
}

function setShown({ questionSet: named }: BegunRequest, set: QuestionSet | undefined, language: Language) {
  return named && { ...named, title: translated(set?.title ?? {}, language, named.id) };
}

function question(
  state: BegunRequest,
  at: { readonly asked: Asked; readonly index: number },
  how: Shown,
): RequestView['questions'][number] {
  const { asked, index } = at;
  const declared = how.set?.questions.get(asked.question);
  const written = state.content?.questions[index];
  const answers = answersSeenBy(state, how.place.side);
  const given = answers.find((one) => keyOf(one) === keyOf(asked));
  const isRuledOutNow = isOut(state, { key: asked, answers }, how.set);
  // A condition that has turned makes the answer of before none: it is told to nobody as an answer.
  const answer = isRuledOutNow ? undefined : given;
  return {
    question: asked.question,
    ...defined('attachment', asked.attachment),
    ...defined('category', categoryOf(declared, how)),
    text: filled(
      translated(declared?.text ?? {}, how.language, asked.question),
      declared,
      written?.blanks ?? [],
    ),
    ...(isRuledOutNow ? { applies: false } : {}),
    ...defined('comment', written?.comment),
    ...(given === undefined && state.answered.includes(keyOf(asked)) ? { erased: true } : {}),
    ...answered(answer, declared, how),
  };
}

function isOut(
  { asked }: BegunRequest,
  at: { readonly key: Asked; readonly answers: readonly Answer[] },
  set: QuestionSet | undefined,
): boolean {
  return set !== undefined && isRuledOut(set, asked, at);
}

function categoryOf(
  declared: Question | undefined,
  { set, language }: { readonly set: QuestionSet | undefined; readonly language: Language },
): Run | undefined {
  if (declared === undefined) return undefined;
  return translated(set?.categories.get(declared.category) ?? {}, language, declared.category);
}

/** The responding side also sees the answers that its coordinator has not approved yet. */
function answersSeenBy(state: BegunRequest, side: SideName): readonly Answer[] {
  return together(state.answers, side === 'responding' ? (state.held?.answers ?? []) : []);
}

/** An answer that tells who somebody is stays with those who see everything, as what is said of the person does. */
function answered(
  answer: Answer | undefined,
  declared: Question | undefined,
  how: Shown,
): Pick<RequestView['questions'][number], 'answer' | 'hidden'> {
  if (answer === undefined) return {};
  if (how.place.level !== 'full' && isPersonal(answer.value)) return { hidden: true };
  const text =
    declared &&
    showsValue(
      declared.answer,
      answer.value,
      wordsFrom(how.set?.options ?? new Map(), how.world, how.language),
    );
  return { answer: { value: answer.value, ...defined('text', text), ...defined('comment', answer.comment) } };
}

function wordsFrom(options: Words['options'], world: World, language: Language): Words {
  const nameOfAuthority = (id: string) => nameOf(id, world.directory, language);
  return { language, options, lists: world.area.codeLists, nameOfAuthority };
}

function filled(
  text: Run,
  declared: Question | undefined,
  blanks: readonly { readonly name: string; readonly value: string }[],
): Run {
  const values = new Map(blanks.map(({ name, value }) => [name, value]));
  const known = declared?.blanks ?? [];
  return {
    ...text,
    text: text.text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      known.includes(name) ? (values.get(name) ?? '…') : whole,
    ),
  };
}

function subject(field: SubjectField, world: World, language: Language) {
  const rule = world.area.subjectFields.get(field.name);
  const words = rule && wordsFrom(rule.optionTexts, world, language);
  return {
    ...field,
    type: rule?.value.type ?? 'text',
    label: translated(rule?.title ?? {}, language, field.name),
    ...defined('text', words && showsLine(rule.value, field.value, words)),
  };
}

/** Before acceptance, and for coordinators, a document is only counted: its name may already tell who is concerned. */
function attachments(state: BegunRequest, place: Standing): RequestView['attachments'] {
  const held = place.side === 'responding' ? (state.held?.attachments ?? []) : [];
  const names = [...state.attachmentNames, ...(state.held?.attachmentNames ?? [])];
  const all = [...state.attachments, ...held.map((fact) => ({ ...fact, side: 'responding' as const }))];
  return all.map(({ id, mediaType, size, side }) => {
    const bare = { id, mediaType, size, by: side };
    if (place.level !== 'full') return bare;
    const named = names.find((name) => name.id === id);
    return {
      ...bare,
      ...defined('sha256', named?.sha256),
      ...defined('name', named?.name),
      ...defined('description', named?.description),
    };
  });
}

function steps(
  state: BegunRequest,
  side: SideName,
  how: { readonly world: World; readonly language: Language },
): RequestView['history'] {
  return state.history
    .filter((step) => step.side === undefined || step.side === side)
    .map((step) => ({ ...step, by: doer(step, side) }))
    .map(({ seq, type, at, by, comment }) => ({
      seq,
      event: type,
      at,
      by,
      ...defined('byName', nameOf(by, how.world.directory, how.language)),
      ...defined('comment', comment),
    }));
}

/** That a coordinator approved is an internal matter of its Member State. */
function doer({ by, approvedFor }: Step, side: SideName): string {
  return approvedFor === undefined || approvedFor.side === side ? by : approvedFor.authority;
}

function translated(texts: Texts, language: Language, missing: string): Run {
  return textIn(texts, language, missing);
}

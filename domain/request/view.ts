import type { Area, QuestionSet } from '../area/area.ts';
import { setIn } from '../area/settings.ts';
import type { Directory } from '../directory/directory.ts';
import { together } from '../exchange/asked.ts';
import { party } from '../exchange/names.ts';
import type { Seeing } from '../exchange/seeing.ts';
import { fieldsSeen } from '../exchange/view-fields.ts';
import { documentsSeen } from '../exchange/view-documents.ts';
import { questionsSeen, type Questioned } from '../exchange/view-questions.ts';
import { stepsSeen } from '../exchange/view-steps.ts';
import { subjectSeen } from '../exchange/view-subject.ts';
import { textIn, type Language } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import type { Reader } from '../kernel/workflow.ts';
import { allocatedTo } from './allocation.ts';
import { renumbered } from './documents.ts';
import { asPassedOn } from './forwarding.ts';
import { PASSED_ON, standing, statusSeenFrom, versionFor, type Standing, type Viewpoint } from './level.ts';
import { SETTINGS } from './settings.ts';
import type { RequestView } from './shows.ts';
import { isDraft, type HeldReply, type BegunRequest, type RequestState, type Step } from './state.ts';
import { routing, sought } from './whom.ts';

type World = { readonly area: Area; readonly directory: Directory };

/** The one function that decides what anybody sees of a request (glossary: full view, monitoring view). */
export function view(state: RequestState, reader: Reader, world: World): RequestView | undefined {
  if (state.status === 'new') return undefined;
  const place = standing(state, reader, world.directory);
  if (place === undefined) return undefined;
  const known = place.isPassedOn && !isDraft(state) ? asPassedOn(state, reader.authority) : state;
  const version = versionFor(state, reader.authority, world.directory);
  const seen = shown(known ?? state, { reader, world, place, version });
  return place.level === 'monitoring' ? overview(seen) : seen;
}

/** That there is a request, between whom, in which area, with which question set, and how far it is; nothing of what it says. */
function overview(seen: RequestView): RequestView {
  const {
    number,
    status,
    version,
    level,
    language,
    area,
    areaTitle,
    deadline,
    proposedDeadline,
    waitsUntil,
  } = seen;
  const history = seen.history.map(({ seq, event, at, by, byName, to, toName }) => ({
    seq,
    event,
    at,
    ...defined('by', by),
    ...defined('byName', byName),
    ...defined('to', to),
    ...defined('toName', toName),
  }));
  return {
    number,
    status,
    version,
    level,
    ...defined('erased', seen.erased),
    language,
    area,
    areaTitle,
    ...defined('questionSet', seen.questionSet),
    ...defined('requesting', seen.requesting),
    ...defined('responding', seen.responding),
    ...defined('deadline', deadline),
    ...defined('proposedDeadline', proposedDeadline),
    ...defined('waitsUntil', waitsUntil),
    ...defined('informed', seen.informed),
    ...defined('allocatedTo', seen.allocatedTo),
    routing: [],
    questions: [],
    attachments: [],
    history,
    commands: [],
  };
}

type Seen = {
  readonly reader: Reader;
  readonly world: World;
  readonly place: Standing;
  readonly version: number;
};

function shown(state: BegunRequest, seen: Seen): RequestView {
  const { reader, world, place, version } = seen;
  const { language } = reader;
  const { content, responding } = state;
  const set = questionSetOf(state, world.area);
  const isFull = place.level === 'full';
  const how: Seeing = { world, set, language, isFull };
  return {
    number: state.number,
    status: place.isPassedOn ? PASSED_ON : statusSeenFrom(state, place.side),
    version,
    level: place.level,
    // Whoever has passed it on does not learn of its end either.
    ...(content === undefined && !place.isPassedOn ? { erased: true } : {}),
    language,
    area: state.area,
    areaTitle: textIn(world.area.title, language, state.area),
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
    ...defined('waitsUntil', state.waitsUntil),
    ...defined('informed', informed(state, world, language)),
    ...defined('reference', isFull ? content?.reference : undefined),
    ...defined('justification', content?.justification),
    questions: questionsSeen(questioned(state, place.side), how),
    ...defined('fields', content?.fields && fieldsSeen(content.fields, how)),
    ...(isFull && content !== undefined ? { subject: subjectSeen(content.subject, how) } : {}),
    attachments: attachments(state, place.side, how),
    ...defined('splitFrom', place.side === 'requesting' ? state.splitFrom : undefined),
    ...defined('draftReply', draftReplySeen(state, place)),
    ...defined('allocatedTo', allocationSeen(state, reader)),
    history: steps(state, place.side, how),
    commands: [],
  };
}

/** For those alone who write the reply. */
function draftReplySeen(state: BegunRequest, { side, level }: Standing): RequestView['draftReply'] {
  if (side !== 'responding' || level !== 'full' || state.draftReply === undefined) return undefined;
  const { answers, comment } = state.draftReply;
  return { answers: [...answers], ...defined('comment', comment) };
}

/** To whom the reader's own authority has allocated it; how another one works is its own matter. */
function allocationSeen(state: BegunRequest, { authority }: Reader): RequestView['allocatedTo'] {
  const persons = allocatedTo(state, authority);
  return persons.length === 0 ? undefined : [...persons];
}

/** Both sides are to know who has been informed, and with how much: no more than that it was. */
function informed(
  { informed: all }: BegunRequest,
  world: World,
  language: Language,
): RequestView['informed'] {
  return all?.map((authority) => party({ authority }, world, { language, withCoordinator: false }));
}

function questionSetOf({ questionSet }: BegunRequest, area: Area): QuestionSet | undefined {
  return questionSet && setIn(area, SETTINGS, questionSet);
}

function setShown({ questionSet: named }: BegunRequest, set: QuestionSet | undefined, language: Language) {
  return named && { ...named, title: textIn(set?.title ?? {}, language, named.id) };
}

/** A reply that waits for approval is for its own side, with its documents under the numbers that they will have. */
function heldFor({ held, attachments: taken }: BegunRequest, side: Viewpoint): HeldReply | undefined {
  return side === 'responding' && held !== undefined ? renumbered(held, taken) : undefined;
}

/** What was asked and answered, as the side knows it: the responding one also has the answers that wait for approval. */
function questioned(state: BegunRequest, side: Viewpoint): Questioned {
  const held = heldFor(state, side)?.answers ?? [];
  return {
    asked: state.asked,
    written: state.content?.questions ?? [],
    answered: state.answered,
    answers: together(state.answers, held),
  };
}

/** Before acceptance, and for coordinators, a document is only counted: its name may already tell who is concerned. */
function attachments(state: BegunRequest, side: Viewpoint, how: Seeing): RequestView['attachments'] {
  const reply = heldFor(state, side);
  const held = reply?.attachments ?? [];
  const names = [...state.attachmentNames, ...(reply?.attachmentNames ?? [])];
  const all = [
    ...state.attachments.map((fact) => ({ ...fact, by: fact.side })),
    ...held.map((fact) => ({ ...fact, by: 'responding' as const })),
  ];
  return documentsSeen(all, names, how);
}

function steps(state: BegunRequest, side: Viewpoint, how: Seeing): RequestView['history'] {
  const shared = state.history.filter((step) => step.side === undefined || step.side === side);
  return stepsSeen(
    shared.map(({ comment, ...step }, index) => ({
      ...step,
      // As the reader counts them: what is internal to others leaves no gap.
      seq: index + 1,
      by: doer(step, side),
      ...defined('comment', step.isBetweenThem === true && !how.isFull ? undefined : comment),
    })),
    how,
  );
}

/** That a coordinator approved is an internal matter of its Member State. */
function doer({ by, approvedFor }: Step, side: Viewpoint): string {
  return approvedFor === undefined || approvedFor.side === side ? by : approvedFor.authority;
}

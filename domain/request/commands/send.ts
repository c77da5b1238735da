import { isActiveForRequests } from '../../directory/directory.ts';
import { canReceive, route, unknownKeywords, type Route } from '../../directory/route.ts';
import { fault, refuse, refuseAll, type Fault, type Refusal } from '../../kernel/refusals.ts';
import { choice, code, date, line, list, optional, record } from '../../kernel/says.ts';
import { isRefusal, type Circumstances } from '../../kernel/workflow.ts';
import type { QuestionSet } from '../../area/area.ts';
import type { Static } from 'typebox';
import { checkAttachments, checkQuestions, checkSubject } from '../check.ts';
import { chooseCoordinator, needsApproval, openingCommand } from '../command.ts';
import { AskedQuestion, Attachments, Comment, SubjectField, type Attachment } from '../content.ts';
import type { RequestEvent } from '../events.ts';
import type { RequestState, Side } from '../state.ts';

const AuthorityId = code(60, { vocabulary: 'authority' });

const Addressee = choice(
  {
    authority: AuthorityId,
    criteria: record({
      country: code(2, { vocabulary: 'country' }),
      keywords: list('keyword', code(60, { vocabulary: 'keyword' }), { min: 1, max: 20 }),
      region: optional(code(5, { about: 'NUTS code.' })),
      economicActivities: optional(list('activity', code(10, { about: 'NACE Rev. 2.1 code.' }), { max: 10 })),
    }),
  },
  'The authority asked, or what it must be competent for.',
);

const Says = record({
  area: code(40, { vocabulary: 'area' }),
  questionSet: record({ id: code(60, { vocabulary: 'questionSet' }), version: code(20) }),
  addressee: Addressee,
  coordinator: optional(AuthorityId),
  questions: list('question', AskedQuestion, { min: 1, max: 200 }),
  subject: list('field', SubjectField, { max: 40 }),
  justification: optional(Comment),
  reference: optional(line(100, "The requesting authority's own file number.")),
  deadline: optional(date('Indicative deadline.')),
  attachments: optional(Attachments),
});
type Said = Static<typeof Says>;

/** Sends a new request, or sends a returned one again after it has been changed. */
export const send = openingCommand({
  name: 'request.send',
  summary: 'Send a request to a competent authority of another Member State.',
  source: 'handbook 5.3.1, 5.3.7',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['new', 'requestReturned'],
  says: Says,
  decide(state, data, world) {
    const set = world.area.questionSets.get(`${data.questionSet.id}@${data.questionSet.version}`);
    const faults = [...sameArea(state, data), ...mayBegin(world), ...checkArea(data, world, set)];
    const side = requestingSide(data, world);
    const found = findAddressee(data, world);
    const refused = refuseAll([...faults, ...faultsOf(side), ...faultsOf(found)]);
    if (refused !== undefined || isRefusal(side) || isRefusal(found))
      return refused ?? refuse(fault('SCHEMA'));
    return { events: [sent(state, data, { world, side, found })], route: found };
  },
});

/** A returned request may be changed in everything but its legislative area: that would be another case. */
function sameArea(state: RequestState, data: Said): readonly Fault[] {
  return state.status === 'new' || state.area === data.area
    ? []
    : [fault('AREA_UNKNOWN', '/data/area', { area: data.area })];
}

function mayBegin({ actor, area, directory }: Circumstances): readonly Fault[] {
  const authority = directory.authorities.get(actor.authority);
  const active = authority !== undefined && isActiveForRequests(authority, area.code);
  return active ? [] : [fault('AUTHORITY_NOT_ACTIVE', '/authority', { authority: actor.authority })];
}

function checkArea(data: Said, { area, at }: Circumstances, set: QuestionSet | undefined): readonly Fault[] {
  const settings = area.workflows.request;
  if (settings === undefined) return [fault('WORKFLOW_NOT_IN_AREA', '/data/area', { area: area.code })];
  if (set === undefined) return [fault('QUESTION_SET_UNKNOWN', '/data/questionSet', data.questionSet)];
  const attachments = data.attachments ?? [];
  return [
    ...checkQuestions(set, data.questions, attachments),
    ...checkSubject(area, set, data.subject),
    ...checkAttachments(area, attachments, []),
    ...(settings.justification === 'required' && data.justification === undefined
      ? [fault('JUSTIFICATION_REQUIRED', '/data/justification')]
      : []),
    ...checkDeadline(data.deadline, settings.deadline === 'required', at),
  ];
}

function checkDeadline(deadline: string | undefined, required: boolean, at: string): readonly Fault[] {
  if (deadline === undefined) return required ? [fault('DEADLINE_REQUIRED', '/data/deadline')] : [];
  return deadline < at.slice(0, 10) ? [fault('DEADLINE_PAST', '/data/deadline')] : [];
}

function requestingSide(data: Said, { actor, directory }: Circumstances): Side | Refusal {
  const chosen = chooseCoordinator(data.coordinator, actor.authority, { area: data.area, directory });
  return isRefusal(chosen) ? chosen : { authority: actor.authority, ...chosen };
}

function findAddressee(data: Said, { area, actor, directory }: Circumstances): Route | Refusal {
  const home = directory.authorities.get(actor.authority)?.country;
  const { authority, criteria } = data.addressee;
  if (authority !== undefined) {
    const named = directory.authorities.get(authority);
    if (named === undefined || !canReceive(directory, authority, area.code)) {
      return refuse(fault('ADDRESSEE_UNKNOWN', '/data/addressee/authority', { authority }));
    }
    if (named.country === home) return refuse(fault('SAME_COUNTRY', '/data/addressee/authority'));
    return { authority, reasons: [{ code: 'named', facts: {} }] };
  }
  const unknown = unknownKeywords(area, criteria.keywords).map((index) =>
    fault('KEYWORD_UNKNOWN', `/data/addressee/criteria/keywords/${index}`, {
      keyword: criteria.keywords[index] ?? '',
    }),
  );
  if (criteria.country === home)
    return refuse(fault('SAME_COUNTRY', '/data/addressee/criteria/country'), ...unknown);
  return refuseAll(unknown) ?? route(directory, { ...criteria, area: area.code });
}

function sent(
  state: RequestState,
  data: Said,
  given: { readonly world: Circumstances; readonly side: Side; readonly found: Route },
): RequestEvent {
  const { world, side, found } = given;
  const attachments = data.attachments ?? [];
  return {
    type: 'request.sent',
    facts: {
      number: state.status === 'new' ? world.fresh : state.number,
      area: data.area,
      questionSet: data.questionSet,
      requesting: side,
      responding: { authority: found.authority },
      routing: found.reasons,
      directoryVersion: world.directory.version,
      asked: data.questions.map(({ question, attachment }) => ({
        question,
        ...(attachment === undefined ? {} : { attachment }),
      })),
      attachments: attachments.map(({ id, mediaType, size }) => ({ id, mediaType, size })),
      ...(data.deadline === undefined ? {} : { deadline: data.deadline }),
      needsApproval: needsApproval('approvesRequests', side, { area: data.area, directory: world.directory }),
    },
    content: {
      questions: data.questions,
      subject: data.subject,
      ...(data.justification === undefined ? {} : { justification: data.justification }),
      ...(data.reference === undefined ? {} : { reference: data.reference }),
      attachmentNames: attachments.map(nameOf),
    },
  };
}

function nameOf({ id, name, sha256, description }: Attachment) {
  return { id, name, sha256, ...(description === undefined ? {} : { description }) };
}

function faultsOf(result: object): readonly Fault[] {
  return isRefusal(result) ? result.refused : [];
}

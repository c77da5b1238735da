import type { Static } from 'typebox';
import { isActiveForRequests } from '../directory/directory.ts';
import { canReceive, unknownKeywords } from '../directory/route.ts';
import { fault, type Fault } from '../kernel/refusals.ts';
import { choice, code, date, line, list, optional, record } from '../kernel/says.ts';
import type { Circumstances } from '../kernel/workflow.ts';
import { checkAttachments, checkQuestions, checkSubject } from './check.ts';
import { AskedQuestion, Attachments, Comment, SubjectField } from './content.ts';
import type { RequestState } from './state.ts';

/** What a requesting authority writes: the whole of it, to be sent, or as much as there is, to be kept as a draft. */

const AuthorityId = code(60, { vocabulary: 'authority' });
const Area = code(40, { vocabulary: 'area' });
const QuestionSetId = record({ id: code(60, { vocabulary: 'questionSet' }), version: code(20) });
const Country = code(2, { vocabulary: 'country' });
const Keywords = list('keyword', code(60, { vocabulary: 'keyword' }), { min: 1, max: 20 });

const MORE_CRITERIA = {
  region: optional(code(5, { about: 'NUTS code.' })),
  economicActivities: optional(list('activity', code(10, { about: 'NACE Rev. 2.1 code.' }), { max: 10 })),
};
const ADDRESSEE = 'The authority asked, or what it must be competent for.';
/** What may be missing in whatever is sent, too. */
const MORE = {
  justification: optional(Comment),
  reference: optional(line(100, "The requesting authority's own file number.")),
  deadline: optional(date('Indicative deadline.')),
  attachments: optional(Attachments),
};

export const WholeRequest = record({
  area: Area,
  questionSet: QuestionSetId,
  addressee: choice(
    {
      authority: AuthorityId,
      criteria: record({ country: Country, keywords: Keywords, ...MORE_CRITERIA }),
    },
    ADDRESSEE,
  ),
  coordinator: optional(AuthorityId),
  questions: list('question', AskedQuestion, { min: 1, max: 200 }),
  subject: list('field', SubjectField, { max: 40 }),
  ...MORE,
});
export type WholeRequest = Static<typeof WholeRequest>;

const Addressee = choice(
  {
    authority: AuthorityId,
    criteria: record({ country: optional(Country), keywords: optional(Keywords), ...MORE_CRITERIA }),
  },
  ADDRESSEE,
);
export type DraftAddressee = Static<typeof Addressee>;

/** The legislative area is what a case begins with; everything else may come later. */
export const Draft = record({
  area: Area,
  questionSet: optional(QuestionSetId),
  addressee: optional(Addressee),
  coordinator: optional(AuthorityId),
  questions: optional(list('question', AskedQuestion, { max: 200 })),
  subject: optional(list('field', SubjectField, { max: 40 })),
  ...MORE,
});
export type Draft = Static<typeof Draft>;

/** Whether there can be this request at all: by its author, in its area. A case never moves to another area. */
export function checkPlace(state: RequestState, data: Draft, world: Circumstances): readonly Fault[] {
  const { actor, area, directory } = world;
  const authority = directory.authorities.get(actor.authority);
  const isActive = authority !== undefined && isActiveForRequests(authority, area.code);
  return [
    ...(state.status === 'new' || state.area === data.area
      ? []
      : [fault('AREA_UNKNOWN', '/data/area', { area: data.area })]),
    ...(isActive ? [] : [fault('AUTHORITY_NOT_ACTIVE', '/authority', { authority: actor.authority })]),
    ...(area.workflows.request === undefined
      ? [fault('WORKFLOW_NOT_IN_AREA', '/data/area', { area: area.code })]
      : []),
  ];
}

/** Whether what has been written fits the area's data. Whether anything is missing is another matter (`missing.ts`). */
export function checkWritten(data: Draft, { area, at }: Circumstances): readonly Fault[] {
  const { questionSet, questions = [], subject = [], attachments = [], deadline } = data;
  const set =
    questionSet === undefined ? undefined : area.questionSets.get(`${questionSet.id}@${questionSet.version}`);
  if (set === undefined && questionSet !== undefined)
    return [fault('QUESTION_SET_UNKNOWN', '/data/questionSet', questionSet)];
  return [
    ...(set === undefined ? [] : checkQuestions(set, questions, attachments)),
    ...checkSubject(area, set, subject),
    ...checkAttachments(area, attachments, []),
    ...(deadline !== undefined && deadline < at.slice(0, 10)
      ? [fault('DEADLINE_PAST', '/data/deadline')]
      : []),
  ];
}

/** Whether the authority named can be asked, and whether the criteria are of this area and lead abroad. */
export function checkAddressee(addressee: DraftAddressee, world: Circumstances): readonly Fault[] {
  const { area, actor, directory } = world;
  const home = directory.authorities.get(actor.authority)?.country;
  const { authority, criteria } = addressee;
  if (authority !== undefined) {
    const named = directory.authorities.get(authority);
    if (named === undefined || !canReceive(directory, authority, area.code))
      return [fault('ADDRESSEE_UNKNOWN', '/data/addressee/authority', { authority })];
    return named.country === home ? [fault('SAME_COUNTRY', '/data/addressee/authority')] : [];
  }
  const { country, keywords = [] } = criteria;
  return [
    ...(country !== undefined && country === home
      ? [fault('SAME_COUNTRY', '/data/addressee/criteria/country')]
      : []),
    ...unknownKeywords(area, keywords).map((index) =>
      fault('KEYWORD_UNKNOWN', `/data/addressee/criteria/keywords/${index}`, {
        keyword: keywords[index] ?? '',
      }),
    ),
  ];
}

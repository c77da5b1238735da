import { setIn, settingsIn } from '../area/settings.ts';
import { unknownKeywords } from '../directory/route.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import { authorityOf } from '../kernel/workflow.ts';
import type { Around } from '../values/value-kind.ts';
import type { Circumstances } from '../world.ts';
import { canReceive, isActiveForRequests } from './access.ts';
import {
  ATTACHMENT_REFUSALS, checkAttachments, checkQuestions, checkSubject, QUESTION_REFUSALS, SUBJECT_REFUSALS,
} from '../exchange/check.ts'; // prettier-ignore
import { attachmentsIn } from '../exchange/documents.ts';
import { checkFields, FIELD_REFUSALS } from '../exchange/fields.ts';
import { checkKept, KEPT_REFUSALS, withKept } from '../exchange/kept.ts';
import type { Draft, DraftAddressee } from './paper.ts';
import { SETTINGS } from './settings.ts';
import type { RequestState } from './state.ts';

/**
 * The paper with what the request knows of the documents that it keeps. Before it has been sent for good, all documents of a request
 * are its author's own.
 */
export function withDocuments<Paper extends Draft>(paper: Paper, state: RequestState): Paper {
  if (paper.attachments === undefined) return paper;
  const held = state.status === 'new' ? [] : attachmentsIn(state.attachments, state.attachmentNames);
  return { ...paper, attachments: withKept(paper.attachments, held) };
}

/** Besides `AREA_UNKNOWN`, which every command can be refused with. */
export const PLACE_REFUSALS = [
  'AUTHORITY_NOT_ACTIVE',
  'WORKFLOW_NOT_IN_AREA',
] as const satisfies readonly RefusalCode[];

/** Whether there can be this request at all: by its author, in its area. A case never moves to another area. */
export function checkPlace(state: RequestState, data: Draft, world: Circumstances): readonly Fault[] {
  const { actor, area, directory } = world;
  const authority = directory.authorities.get(authorityOf(actor));
  const isActive = authority !== undefined && isActiveForRequests(authority, area.code);
  return [
    ...(state.status === 'new' || state.area === data.area
      ? []
      : [fault('AREA_UNKNOWN', '/data/area', { area: data.area })]),
    ...(isActive ? [] : [fault('AUTHORITY_NOT_ACTIVE', '/authority', { authority: authorityOf(actor) })]),
    ...(settingsIn(area, SETTINGS) === undefined
      ? [fault('WORKFLOW_NOT_IN_AREA', '/data/area', { area: area.code })]
      : []),
  ];
}

export const WRITTEN_REFUSALS = [
  'QUESTION_SET_UNKNOWN',
  ...QUESTION_REFUSALS,
  ...SUBJECT_REFUSALS,
  ...ATTACHMENT_REFUSALS,
  ...KEPT_REFUSALS,
  ...FIELD_REFUSALS,
  'DEADLINE_PAST',
] as const satisfies readonly RefusalCode[];

/** Whether what has been written fits the area's data. Whether anything is missing is another matter (`missing.ts`). */
export function checkWritten(data: Draft, world: Circumstances): readonly Fault[] {
  const { area } = world;
  const { questionSet, questions = [], subject = [], fields = [], attachments = [], deadline } = data;
  const set = questionSet === undefined ? undefined : setIn(area, SETTINGS, questionSet);
  if (set === undefined && questionSet !== undefined)
    return [fault('QUESTION_SET_UNKNOWN', '/data/questionSet', questionSet)];
  const around = aroundOf(world, attachments);
  return [
    ...(set === undefined ? [] : checkQuestions(set, questions, attachments)),
    ...checkSubject(area, set, subject),
    ...checkFields(set, fields, around),
    ...checkAttachments(area.attachments, attachments, []),
    ...checkKept(attachments),
    ...(deadline !== undefined && isPast(deadline, world) ? [fault('DEADLINE_PAST', '/data/deadline')] : []),
  ];
}

/** What the values of a message may name: codes of the area, authorities, and documents. */
export function aroundOf(
  { area, directory }: Pick<Circumstances, 'area' | 'directory'>,
  documents: readonly { readonly id: string }[],
): Around {
  const ids = new Set(documents.map(({ id }) => id));
  return { lists: area.codeLists, authorities: directory.authorities, documents: ids };
}

/** Whether a day is over, by the calendar of the installation. */
export function isPast(day: string, { at, calendar }: Pick<Circumstances, 'at' | 'calendar'>): boolean {
  return day < calendar.dayOf(at);
}

export const ADDRESSEE_REFUSALS = [
  'ADDRESSEE_UNKNOWN',
  'SAME_COUNTRY',
  'KEYWORD_UNKNOWN',
] as const satisfies readonly RefusalCode[];

/** Whether the authority named can be asked, and whether the criteria are of this area and lead abroad. */
export function checkAddressee(addressee: DraftAddressee, world: Circumstances): readonly Fault[] {
  const { area, actor, directory } = world;
  const home = directory.authorities.get(authorityOf(actor))?.country;
  const { authority, criteria } = addressee;
  if (authority !== undefined) {
    const named = directory.authorities.get(authority);
    if (named === undefined || !canReceive(named, area.code))
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

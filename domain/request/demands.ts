import type { QuestionSet } from '../area/area.ts';
import { setIn } from '../area/settings.ts';
import { authoritiesIn, isActiveIn, workflowAccess } from '../directory/directory.ts';
import type { FilledField } from '../exchange/content.ts';
import { isChosen } from '../exchange/fields.ts';
import { daysLater } from '../kernel/calendar.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import { workingDaysLater } from '../kernel/working-days.ts';
import type { Circumstances } from '../world.ts';
import { ACCESS } from './access.ts';
import type { WholeRequest } from './paper.ts';
import { SETTINGS } from './settings.ts';

/** What a question set demands of the request as a whole (handbook 7: case-by-case derogation). */

export const DEMAND_REFUSALS = [
  'ADDRESSEE_COUNTRY',
  'INFORMING_NOT_POSSIBLE',
  'DATE_WITHIN_WAITING',
] as const satisfies readonly RefusalCode[];

export function checkDemands(data: WholeRequest, world: Circumstances): readonly Fault[] {
  const set = setIn(world.area, SETTINGS, data.questionSet);
  if (set === undefined) return [];
  const missing = (set.informs ?? []).filter((role) => holdersOf(role, world).length === 0);
  return [
    ...checkCountry(set, data, world),
    ...checkWaiting(set, data.fields ?? [], world),
    ...missing.map((role) => fault('INFORMING_NOT_POSSIBLE', '/data/questionSet', { role })),
  ];
}

/** Nothing is notified as done from a day on that is not over the period of waiting (handbook 7.1(3)). */
export function checkWaiting(
  set: QuestionSet | undefined,
  fields: readonly FilledField[],
  world: Pick<Circumstances, 'at' | 'calendar'>,
): readonly Fault[] {
  const until = waitsUntil(set, fields, world);
  const field = set?.waiting?.from;
  const index = fields.findIndex((one) => one.field === field);
  const value = fields[index]?.value;
  if (until === undefined || field === undefined || value === undefined || !('date' in value)) return [];
  return value.date > until ? [] : [fault('DATE_WITHIN_WAITING', `/data/fields/${index}/value/date`, { field, until })];
} // prettier-ignore

/** Whether it goes to the Member State that is said of whom it is about, where the set demands that. */
export function checkCountry(
  { onlyCountry }: QuestionSet,
  { addressee, subject }: Pick<WholeRequest, 'addressee' | 'subject'>,
  { directory }: Pick<Circumstances, 'directory'>,
): readonly Fault[] {
  const field = onlyCountry?.subject;
  const wanted = subject.find(({ name }) => name === field)?.value;
  if (field === undefined || wanted === undefined) return [];
  const { authority, criteria } = addressee;
  const country = authority === undefined ? criteria.country : directory.authorities.get(authority)?.country;
  // Whom nobody knows is refused elsewhere.
  return country === undefined || country === wanted
    ? []
    : [fault('ADDRESSEE_COUNTRY', '/data/addressee', { field })];
}

/** Who is informed when the request arrives; found when it is sent, and nobody else later. */
export function informedOf({ informs = [] }: QuestionSet, world: Circumstances): readonly string[] {
  return [...new Set(informs.flatMap((role) => holdersOf(role, world)))];
}

function holdersOf(role: string, { area, directory }: Circumstances): readonly string[] {
  return authoritiesIn(directory, { country: UNION, area: area.code })
    .filter((authority) => isActiveIn(authority, area.code, ACCESS))
    .filter((authority) => workflowAccess(authority, area.code, ACCESS)?.role === role)
    .map(({ id }) => id);
}

/** Where those are that are no authorities of a Member State. */
const UNION = 'EU';

/**
 * The last day of the period in which nothing may be done yet: so many days after the one on which it goes out, by the hub's
 * calendar (directive 2006/123/EC, article 35(4) and (5)).
 */
export function waitsUntil(
  set: QuestionSet | undefined,
  fields: readonly FilledField[],
  { at, calendar }: Pick<Circumstances, 'at' | 'calendar'>,
): string | undefined {
  const waiting = set?.waiting;
  if (waiting === undefined || !isChosen(waiting.when, fields)) return undefined;
  const day = calendar.dayOf(at);
  return waiting.workingDays ? workingDaysLater(calendar, day, waiting.days) : daysLater(day, waiting.days);
}

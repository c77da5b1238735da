import type { Area } from '../area/area.ts';
import { overFrom } from '../area/retention.ts';
import { daysLater } from '../kernel/calendar.ts';
import type { Due, Instant } from '../kernel/workflow.ts';
import type { Calendar } from '../kernel/working-days.ts';
import { FORGET_DRAFT, lastSaved } from './draft.ts';
import { statusSeenFrom } from './level.ts';
import { REMIND, type Overdue } from './overdue.ts';
import { isDraft, type BegunRequest, type OpenRequest, type RequestState } from './state.ts';

/** Days within which a request should be accepted. */
const DAYS_TO_ACCEPT = 7;
/** Days that an authority has after it was reminded, before its coordinator is. */
const DAYS_TO_COORDINATOR = 7;

/** Statuses in which the first reply is still to come. */
const BEFORE_REPLY: ReadonlySet<string> = new Set([
  'accepted', 'partiallyAnswered',
]); // prettier-ignore

/** What the hub does by the clock: it reminds of what is late, and deletes drafts that nobody takes up again. */
export function requestDue(
  state: RequestState,
  { area, calendar }: { readonly area: Pick<Area, 'retention'>; readonly calendar: Calendar },
): readonly Due[] {
  if (state.status === 'new' || state.status === 'discarded') return [];
  if (!isDraft(state)) return reminders(state, calendar);
  return [{ at: overFrom(lastSaved(state), area.retention.personalDataMonths), command: FORGET_DRAFT }];
}

/** Those that have not been given yet. */
function reminders(state: OpenRequest, calendar: Calendar): readonly Due[] {
  const late = lateFrom(state, calendar);
  if (late === undefined) return [];
  const stages = [
    { of: late.of, stage: 'authority', at: late.at },
    { of: late.of, stage: 'coordinator', at: daysLater(late.at, DAYS_TO_COORDINATOR) },
  ] as const;
  return stages
    .filter(({ of, stage }) => !state.reminded.some((one) => one.of === of && one.stage === stage))
    .map(({ of, stage, at }) => ({ at, command: REMIND, data: { of, stage } }));
}

/** What the responding side is to do in time; a reply that is held is neither late nor there: what the two authorities know counts. */
export function awaited(state: BegunRequest): Overdue['of'] | undefined {
  const status = statusSeenFrom(state, 'requesting');
  if (status === 'awaitingAcceptance') return 'acceptance';
  return BEFORE_REPLY.has(status) ? 'reply' : undefined;
}

function lateFrom(
  state: OpenRequest,
  calendar: Calendar,
): { readonly of: Overdue['of']; readonly at: Instant } | undefined {
  const { waitsSince = '', proposedDeadline, deadline } = state;
  const of = awaited(state);
  if (of === 'acceptance') return { of, at: daysLater(waitsSince, DAYS_TO_ACCEPT) };
  const agreed = proposedDeadline ?? deadline;
  if (agreed === undefined || of === undefined) return undefined;
  // The whole of the last day is still in time.
  return { of, at: calendar.momentOf(daysLater(agreed, 1), '00:00') };
}

import { daysLater } from '../kernel/calendar.ts';
import type { Due, Instant } from '../kernel/workflow.ts';
import type { Calendar } from '../kernel/working-days.ts';
import { statusSeenFrom } from './level.ts';
import { REMIND, type Overdue } from './overdue.ts';
import { isDraft, type OpenRequest, type RequestState } from './state.ts';

/** Days within which a request should be accepted. */
const DAYS_TO_ACCEPT = 7;
/** Days that an authority has after it was reminded, before its coordinator is. */
const DAYS_TO_COORDINATOR = 7;

/** Statuses in which the first reply is still to come. */
export const BEFORE_REPLY: ReadonlySet<string> = new Set([
  'accepted', 'partiallyAnswered',
]); // prettier-ignore

/** The reminders of a request that have not been given yet, by the clock. */
export function overdueDue(
  state: RequestState,
  { calendar }: { readonly calendar: Calendar },
): readonly Due[] {
  if (state.status === 'new' || isDraft(state)) return [];
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

function lateFrom(
  state: OpenRequest,
  calendar: Calendar,
): { readonly of: Overdue['of']; readonly at: Instant } | undefined {
  const { waitsSince = '', proposedDeadline, deadline } = state;
  // A reply that is held is neither late nor there: what the two authorities know counts.
  const status = statusSeenFrom(state, 'requesting');
  if (status === 'awaitingAcceptance') return { of: 'acceptance', at: daysLater(waitsSince, DAYS_TO_ACCEPT) };
  const agreed = proposedDeadline ?? deadline;
  if (agreed === undefined || !BEFORE_REPLY.has(status)) return undefined;
  // The whole of the last day is still in time.
  const [next] = daysLater(`${agreed}T00:00:00Z`, 1).split('T');
  return { of: 'reply', at: calendar.momentOf(next ?? agreed, '00:00') };
}

import { overFrom } from '../area/retention.ts';
import type { Effect, Pending } from '../kernel/effects.ts';
import type { CaseState, Due, Event, Recorded } from '../kernel/workflow.ts';
import { REPORT_NEWS } from '../reports/shows.ts';
import type { World } from '../world.ts';
import { askCase } from './commands/ask-case.ts';
import { ERASE_CONTENT, eraseContent } from './commands/erase-content.ts';
import { extendReport } from './commands/extend-report.ts';
import { issueReport } from './commands/issue-report.ts';
import { orderDossier } from './commands/order-dossier.ts';
import { orderReport } from './commands/order-report.ts';
import { CASE_EVENTS, ERASED, isCaseEvent, type AskedFacts, type CaseEvent } from './events.ts';
import { asked, asking, pendingDue, withPending } from './pending.ts';
import type { Declared, Workflow } from './workflow.ts';

/** Adds to a workflow what every case can do: reports and dossiers of it, and its erasure. */
export function asCase<State extends CaseState, E extends Event, View extends object>({
  erased,
  keepsNothing = [],
  quiet = [],
  askSettled,
  ...declared
}: Declared<State, E, View>): Workflow<State, E, View> {
  const { commands, initial, reports, ended, asks } = declared;
  const begun = [...new Set(commands.flatMap(({ when }) => when))].filter(
    (status) => status !== initial.status,
  );
  const anytime = [...new Set([...begun, ...ended])];
  return {
    ...declared,
    commands: [
      ...commands,
      orderReport(reports),
      orderDossier(reports),
      issueReport(anytime),
      extendReport(anytime),
      ...(asks === undefined ? [] : [askCase(anytime)]),
      eraseContent({ ended, keepsNothing }),
    ],
    quiet: [...quiet, ...CASE_EVENTS],
    evolve(state, event) {
      if (!isCaseEvent(event)) {
        const next = declared.evolve(state, event);
        return asks === undefined ? next : asking(next, state, { event, asks: asks(event, next) });
      }
      if (event.type === 'case.asked') return asked(settled(state, event.facts, askSettled), event.facts);
      if (event.type !== ERASED) return state;
      return withPending({ ...erased(state, event), erasedAt: event.at }, []);
    },
    due: (state, world) => [
      ...pendingDue(state),
      ...(declared.due?.(state, world) ?? []),
      ...erasureOf(state, world, keepsNothing),
    ],
    setsOff: (event, state) => (isCaseEvent(event) ? caseEffects(event) : declared.setsOff(event, state)),
  };
}

/** What came of an ask, before it is forgotten. */
function settled<State extends CaseState>(
  state: State,
  { event, place, refused }: AskedFacts,
  askSettled: ((state: State, ask: Pending, isRefused: boolean) => State) | undefined,
): State {
  const ask = state.pending?.find((one) => one.event === event && one.place === place);
  return ask === undefined || askSettled === undefined
    ? state
    : askSettled(state, ask, refused !== undefined);
}

function erasureOf(
  { status, endedAt, erasedAt }: CaseState,
  { area }: Pick<World, 'area'>,
  keepsNothing: readonly string[],
): readonly Due[] {
  if (endedAt === undefined || erasedAt !== undefined) return [];
  const at = keepsNothing.includes(status) ? endedAt : overFrom(endedAt, area.retention.personalDataMonths);
  return [{ at, command: ERASE_CONTENT }];
}

function caseEffects(event: Recorded<CaseEvent>): readonly Effect[] {
  switch (event.type) {
    case 'report.ordered': {
      const { report, kind, parts = [], language, roles } = event.facts;
      return [{ do: 'make', report, kind, parts, language, roles }];
    }
    case 'report.issued':
      return [{ do: 'tell', to: event.facts.to, type: REPORT_NEWS }];
    case ERASED:
      return [{ do: 'forget' }];
    case 'report.extended':
    case 'case.asked':
      return [];
  }
}

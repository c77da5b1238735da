import type { Area } from '../area/area.ts';
import type { Directory } from '../directory/directory.ts';
import { availableCommands, handle, record, replay } from '../kernel/handle.ts';
import { faultText, type Fault } from '../kernel/refusals.ts';
import type { Effect, Tell } from '../kernel/effects.ts';
import { byOf, isRefusal, type Actor, type CaseState, type Found } from '../kernel/workflow.ts';
import type { Reader, Recorded } from '../kernel/workflow.ts';
import { request } from '../request/index.ts';
import type { RequestView } from '../request/shows.ts';
import { isDraft, type BegunRequest, type OpenRequest } from '../request/state.ts';
import type { Calendar } from '../kernel/working-days.ts';
import type { Circumstances } from '../world.ts';
import { CALENDAR } from './calendar.ts';
import { directoryWith, type Settings } from './cast.ts';
import { compareLead, compareRefusals } from './declared.ts';
import { PAPERS } from './papers.ts';

/** Where a story takes place: the law, the settings of the authorities, and the day. */
export type World = {
  readonly area: Area;
  readonly settings?: Settings;
  readonly at?: string;
  /** Another one than that without a day of rest. */
  readonly calendar?: Calendar;
};

/** A request at one point of its story, with what the last command led to. */
export type Story = {
  readonly history: readonly Recorded[];
  readonly state: CaseState;
  /** What the last command led to: the events, or every fault as `CODE /path`. */
  readonly outcome: readonly string[];
  readonly events: readonly Recorded[];
  readonly faults: readonly Fault[];
  readonly route?: Found;
  /** Who was told what by the last command, as `type > authority`. */
  readonly told: readonly string[];
  readonly deliveries: readonly Tell[];
  /** Somebody gives a command; what it carries is filled in where the test does not care. */
  when(actor: Actor, command: string, data?: unknown): Story;
  /** The same, as something that has happened before the story begins: a refusal ends the test. */
  after(actor: Actor, command: string, data?: unknown): Story;
  /** From here on other settings, or another day. */
  meanwhile(change: Partial<World>): Story;
  /** Six months later: everything that people wrote is gone. */
  erased(): Story;
  seenBy(reader: Reader): RequestView | undefined;
  offeredTo(actor: Actor): readonly string[];
  /** The request as the rules see it, once it has been sent. */
  open(): OpenRequest;
  /** The same, a draft included. */
  begun(): BegunRequest;
};

const NEW_NUMBER = 'REQ-2026-000001';
export const TODAY = '2026-11-21T09:30:00.000Z';

type Place = World & { readonly directory: Directory; readonly calendar: Calendar };
type Moment = Pick<Story, 'history' | 'state' | 'outcome' | 'events' | 'faults'> & { readonly route?: Found };

export function given(world: World, history: readonly Recorded[] = []): Story {
  return storyAt(placeOf(world), momentAfter(history));
}

function momentAfter(history: readonly Recorded[]): Moment {
  return { history, state: replay(request, history), outcome: [], events: [], faults: [] };
}

function placeOf(world: World): Place {
  return { ...world, directory: directoryWith(world.settings), calendar: world.calendar ?? CALENDAR };
}

function storyAt(world: Place, moment: Moment): Story {
  const { state } = moment;
  const deliveries = moment.events.flatMap((event) => told(event, state));
  return {
    ...moment,
    deliveries,
    told: deliveries.map(({ type, to }) => `${type} > ${to}`),
    when: (actor, command, data = PAPERS[command]) =>
      storyAt(world, next(world, { moment, actor, command, data })),
    after(actor, command, data = PAPERS[command]) {
      const happened = next(world, { moment, actor, command, data });
      if (happened.faults.length > 0)
        throw new Error(`${command} in the prologue is refused: ${happened.faults.map(faultText).join(' ')}`);
      return storyAt(world, happened);
    },
    meanwhile: (change) => storyAt(placeOf({ ...world, ...change }), moment),
    erased: () => storyAt(world, momentAfter(moment.history.map(withoutContent))),
    seenBy: (reader) => (isBegun(state) ? request.view(state, reader, world) : undefined),
    offeredTo: (actor) => availableCommands(request, state, circumstances(world, moment, actor)),
    open() {
      if (!isOpen(state)) throw new Error('the request has not been sent');
      return state;
    },
    begun() {
      if (!isBegun(state)) throw new Error('the request has not been begun');
      return state;
    },
  };
}

type Doing = {
  readonly moment: Moment;
  readonly actor: Actor;
  readonly command: string;
  readonly data: unknown;
};

function next(world: Place, { moment, actor, command: name, data }: Doing): Moment {
  const command = request.commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  const { history, state } = moment;
  const now = circumstances(world, moment, actor);
  const decision = handle(request, state, { command, data, circumstances: now });
  if (isRefusal(decision)) {
    compareRefusals(command, decision.refused);
    const outcome = decision.refused.map(({ code, path }) => (path === '' ? code : `${code} ${path}`));
    return { history, state, outcome, events: [], faults: decision.refused };
  }
  const happened = { events: decision.events, at: now.at, by: byOf(actor) };
  const { recorded, state: after } = record(request, { state, seq: history.length }, happened);
  compareLead(command, state, after);
  return {
    history: [...history, ...recorded],
    state: after,
    outcome: recorded.map(({ type }) => type),
    events: recorded,
    faults: [],
    ...(decision.route === undefined ? {} : { route: decision.route }),
  };
}

function circumstances(place: Place, { history }: Moment, actor: Actor): Circumstances {
  const { area, directory, calendar, at = TODAY } = place;
  const fresh = history.length === 0 ? NEW_NUMBER : `fresh-${history.length}`;
  return { at, actor, area, directory, calendar, fresh };
}

function told(event: Recorded, state: CaseState): readonly Tell[] {
  const { setsOff }: { setsOff(given: Recorded, now: CaseState): readonly Effect[] } = request;
  return setsOff(event, state).filter((effect) => effect.do === 'tell');
}

function withoutContent(recorded: Recorded): Recorded {
  const { content: _, ...event } = recorded;
  return event;
}

export function isBegun(state: CaseState): state is BegunRequest {
  return 'requesting' in state;
}

export function isOpen(state: CaseState): state is OpenRequest {
  return isBegun(state) && !isDraft(state);
}

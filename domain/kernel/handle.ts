import type { TSchema } from 'typebox';
import { fault, refuse, type Refusal } from './refusals.ts';
import { isRestored } from './restored.ts';
import {
  byOf,
  HUB_PARTY,
  type Actor,
  type AnyWorld,
  type By,
  type CaseState,
  type Circumstances,
  type Command,
  type Decision,
  type Event,
  type Recorded,
  type Workflow,
} from './workflow.ts';

type Of<World extends AnyWorld> = Workflow<CaseState, Event, object, World>;
type Given<World extends AnyWorld> = {
  readonly command: Command<CaseState, Event, TSchema, World>;
  readonly circumstances: Circumstances<World>;
};

/** Runs one command over one case: rights, then status, then the command's own rule. */
export function handle<World extends AnyWorld>(
  workflow: Of<World>,
  state: CaseState,
  given: Given<World> & { readonly data: unknown },
): Decision {
  const { command, data, circumstances } = given;
  const refused = objection(workflow, state, { command, circumstances });
  return refused ?? command.decide(state, data, circumstances);
}

/** The names of the commands that the actor can give now: the action list of one case (handbook 5.3.9.1). */
export function availableCommands<World extends AnyWorld>(
  workflow: Of<World>,
  state: CaseState,
  circumstances: Circumstances<World>,
): readonly string[] {
  // What the status rules out needs no objection put into words.
  return workflow.commands
    .filter(({ when }) => when.includes(state.status))
    .filter((command) => objection(workflow, state, { command, circumstances }) === undefined)
    .map((command) => command.name);
}

function objection<World extends AnyWorld>(
  workflow: Of<World>,
  state: CaseState,
  given: Given<World>,
): Refusal | undefined {
  const { command, circumstances } = given;
  const { actor, directory } = circumstances;
  const parties = actor.kind === 'hub' ? [HUB_PARTY] : workflow.parties(state, actor, directory);
  // Whoever has no part in a case does not learn that it exists.
  if (parties.length === 0) return refuse(fault('CASE_UNKNOWN', '/subject'));
  if (!isGranted(command, parties, actor)) return refuse(notAllowed(command));
  if (!command.when.includes(state.status)) {
    const status = workflow.statusFor(state, byOf(actor).by, directory);
    return refuse(fault('WRONG_STATUS', '/type', { command: command.name, status }));
  }
  return command.may?.(state, circumstances);
}

function isGranted({ by }: Pick<Command, 'by'>, parties: readonly string[], actor: Actor): boolean {
  return by.some(
    ({ party, role }) =>
      parties.includes(party) &&
      (actor.kind === 'authority' ? actor.roles.includes(role) : actor.kind === role),
  );
}

function notAllowed(command: Pick<Command, 'name' | 'by'>) {
  const by = command.by.map(({ party, role }) => `${role} of the ${party}`).join(', ');
  return fault('NOT_ALLOWED', '/type', { command: command.name, by });
}

type History = Pick<Workflow, 'evolve' | 'quiet' | 'ended'>;

/** Adds events to a case: each with its place, and the state that follows. */
export function record(
  workflow: History,
  before: { readonly state: CaseState; readonly seq: number },
  happened: { readonly events: readonly Event[]; readonly at: string; readonly by: By },
): { readonly recorded: readonly Recorded[]; readonly state: CaseState } {
  const recorded = happened.events.map((event, index) => ({
    ...event,
    seq: before.seq + index + 1,
    at: happened.at,
    ...happened.by,
  }));
  return { recorded, state: recorded.reduce((state, event) => after(workflow, state, event), before.state) };
}

/** The state that a history leads to. */
export function replay(
  workflow: History & Pick<Workflow, 'initial'>,
  history: readonly Recorded[],
): CaseState {
  return history.reduce((state, event) => after(workflow, state, event), workflow.initial);
}

/** What is the same in every workflow: the version, and when the case came to its end. */
function after(workflow: History, before: CaseState, event: Recorded): CaseState {
  if (isRestored(event)) return { ...before, version: event.facts.version, leapt: event.facts.version };
  const next = workflow.evolve(before, event);
  const version = workflow.quiet.includes(event.type) ? before.version : before.version + 1;
  if (!workflow.ended.includes(next.status)) return { ...goingOn(next), version };
  const endedAt = workflow.ended.includes(before.status) ? before.endedAt : undefined;
  return { ...next, version, endedAt: endedAt ?? event.at };
}

function goingOn(state: CaseState): CaseState {
  if (state.endedAt === undefined) return state;
  const { endedAt: _, ...rest } = state;
  return rest;
}

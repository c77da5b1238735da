import { fault, refuse, type Refusal } from './refusals.ts';
import {
  THE_HUB,
  type Actor,
  type CaseState,
  type Circumstances,
  type Command,
  type Decision,
  type Event,
  type Recorded,
  type Workflow,
} from './workflow.ts';

/** Runs one command over one case: rights, then status, then the command's own rule. */
export function handle(
  workflow: Workflow,
  state: CaseState,
  given: { readonly command: Command; readonly data: unknown; readonly circumstances: Circumstances },
): Decision {
  const { command, data, circumstances } = given;
  const refused = objection(workflow, state, { command, circumstances });
  return refused ?? command.decide(state, data, circumstances);
}

/** The names of the commands that the actor can give now: the action list of one case (handbook 5.3.9.1). */
export function availableCommands(
  workflow: Workflow,
  state: CaseState,
  circumstances: Circumstances,
): readonly string[] {
  return workflow.commands
    .filter((command) => objection(workflow, state, { command, circumstances }) === undefined)
    .map((command) => command.name);
}

function objection(
  workflow: Workflow,
  state: CaseState,
  given: { readonly command: Command; readonly circumstances: Circumstances },
): Refusal | undefined {
  const { command, circumstances } = given;
  const { actor, directory } = circumstances;
  const parties = workflow.parties(state, actor.authority, directory);
  // Whoever has no part in a case does not learn that it exists.
  if (parties.length === 0) return refuse(fault('CASE_UNKNOWN', '/subject'));
  if (!isGranted(command, parties, actor)) return refuse(notAllowed(command));
  if (!command.when.includes(state.status)) {
    const status = workflow.statusFor(state, actor.authority, directory);
    return refuse(fault('WRONG_STATUS', '/type', { command: command.name, status }));
  }
  return command.may?.(state, circumstances);
}

function isGranted(command: Command, parties: readonly string[], actor: Actor): boolean {
  return command.by.some(
    ({ party, role }) =>
      parties.includes(party) &&
      (role === 'hub' ? actor.authority === THE_HUB.authority : actor.roles.includes(role)),
  );
}

function notAllowed(command: Command) {
  const by = command.by.map(({ party, role }) => `${role} of the ${party}`).join(', ');
  return fault('NOT_ALLOWED', '/type', { command: command.name, by });
}

/** Adds events to a case: each with its place, the state that follows, and what it sets off. */
export function record(
  workflow: Workflow,
  before: { readonly state: CaseState; readonly seq: number },
  happened: { readonly events: readonly Event[]; readonly at: string; readonly by: string },
): { readonly recorded: readonly Recorded[]; readonly state: CaseState } {
  const recorded = happened.events.map((event, index) => ({
    ...event,
    seq: before.seq + index + 1,
    at: happened.at,
    by: happened.by,
  }));
  return { recorded, state: replay(workflow, recorded, before.state) };
}

/** The state that a history leads to. */
export function replay(workflow: Workflow, history: readonly Recorded[], from = workflow.initial): CaseState {
  return history.reduce((state, event) => {
    const next = workflow.evolve(state, event);
    return workflow.quiet.includes(event.type) ? next : { ...next, version: state.version + 1 };
  }, from);
}

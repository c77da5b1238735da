import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Workflow } from '../domain/case/workflow.ts';
import { record } from '../domain/kernel/says.ts';
import { REPORT_NEWS, ReportNews } from '../domain/reports/shows.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import type { Command } from '../domain/world.ts';
import { compileBook, type How, type MessageBook, type MessageType } from './message/book.ts';
import { Receipt } from './receipt.ts';

/** Everything that the hub understands and says, as its workflows make it. */
export type Catalogue = {
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** By the type of the message that gives the command, those of the hub itself included. */
  readonly commands: ReadonlyMap<string, Entry>;
  /** Every message type there is, made from the command declarations: the one source of all published schemas. */
  readonly types: readonly MessageType[];
};

/** A command by its name: the same words in every workflow that has it, each with its own rights and rules. */
export type Entry = {
  readonly name: string;
  /** What only the hub says to itself is no message. */
  readonly isForSystems: boolean;
  /** The workflow of which it can open a case; one at the most. */
  readonly opens?: Workflow;
  /** By the name of the workflow. */
  readonly in: ReadonlyMap<string, Command>;
};

const REPORT: MessageType = {
  type: REPORT_NEWS,
  direction: 'from hub',
  summary: 'A report that was ordered is ready.',
  data: ReportNews,
  subject: 'required',
};

const RECEIPT: MessageType = {
  type: 'receipt',
  direction: 'from hub',
  summary: 'The answer to one message.',
  data: Receipt,
  subject: 'optional',
};

/** Throws TypeError where two workflows contradict each other: two of a name, or two meanings of a message type. */
export function makeCatalogue(workflows: readonly Workflow[]): Catalogue {
  const commands = gather(workflows);
  const types = [
    ...[...commands.values()].filter(({ isForSystems }) => isForSystems).map(commandMessage),
    ...workflows.flatMap(toldMessages),
    REPORT,
    RECEIPT,
  ];
  for (const workflow of workflows) {
    demandOwnName(workflow);
    demandCommands(workflow);
    for (const command of workflow.commands) demandDocuments(command);
  }
  demandOneOfEach(workflows.map(({ name }) => name), 'workflows');
  demandOneOfEach(workflows.map(({ prefix }) => prefix), 'prefixes of case numbers');
  demandOneOfEach(types.map(({ type }) => type), 'message types');
  return { workflows: new Map(workflows.map((workflow) => [workflow.name, workflow])), commands, types };
} // prettier-ignore

/** What this hub understands and says. */
export const CATALOGUE = makeCatalogue(WORKFLOWS);

export function makeBook({ types }: Pick<Catalogue, 'types'> = CATALOGUE, how?: How): MessageBook {
  return compileBook(types, how);
}

function gather(workflows: readonly Workflow[]): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const workflow of workflows) {
    for (const command of workflow.commands) {
      const known = entries.get(command.name);
      const [first] = known?.in.values() ?? [];
      if (first !== undefined && first.says !== command.says)
        throw new TypeError(
          `${command.name} of ${workflow.name} says something else than in another workflow`,
        );
      const opens = command.when.includes(workflow.initial.status) ? workflow : undefined;
      if (opens !== undefined && known?.opens !== undefined)
        throw new TypeError(`${command.name} opens cases of ${known.opens.name} and of ${opens.name}`);
      entries.set(command.name, added(known, command, { workflow, opens }));
    }
  }
  return entries;
}

function added(
  known: Entry | undefined,
  command: Command,
  { workflow, opens = known?.opens }: { readonly workflow: Workflow; readonly opens: Workflow | undefined },
): Entry {
  return {
    name: command.name,
    isForSystems: known?.isForSystems === true || command.by.some(({ role }) => role !== 'hub'),
    ...(opens === undefined ? {} : { opens }),
    in: new Map([...(known?.in ?? []), [workflow.name, command]]),
  };
}

function demandOwnName({ name, inAreas }: Workflow): void {
  for (const said of [inAreas?.settings.workflow, inAreas?.access.workflow])
    if (said !== undefined && said !== name)
      throw new TypeError(`the workflow ${name} calls itself ${said} in areas`);
}

/** Everybody who is told of a case is told what can be done in it (handbook 5.3.9.1). */
function demandCommands({ name, shows }: Workflow): void {
  if (!Object.hasOwn(propertiesOf(shows), 'commands'))
    throw new TypeError(`cases of the workflow ${name} do not show their commands`);
}

/**
 * Documents come in a list `attachments`, each with its bytes as `content`: from there the hub takes them out before a rule sees
 * them (`hub/intake/detach.ts`). Anywhere else they would stay in the history for good.
 */
function demandDocuments({ name, says }: Command): void {
  const places = bytesIn(says);
  const isOdd = places.some((place) => place !== '/attachments/*/content');
  const isOther = places.length === 0 && Object.hasOwn(propertiesOf(says), 'attachments');
  if (isOdd || isOther)
    throw new TypeError(
      `${name} has its documents elsewhere than in a list of attachments: ${places.join(', ')}`,
    );
}

/** Where in such data bytes stand, as pointers with `*` for each entry of a list. */
function bytesIn(schema: TSchema): readonly string[] {
  if ('contentEncoding' in schema) return [''];
  const { items } = Object(schema);
  if (items !== undefined) return bytesIn(items).map((place) => `/*${place}`);
  return Object.entries(propertiesOf(schema)).flatMap(([name, member]) =>
    bytesIn(member).map((place) => `/${name}${place}`),
  );
}

function propertiesOf(schema: TSchema): Readonly<Record<string, TSchema>> {
  const { properties = {} } = Object(schema);
  return properties;
}

function demandOneOfEach(names: readonly string[], what: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TypeError(`two ${what} are called ${twice}`);
}

function commandMessage({ name, opens, in: commands }: Entry): MessageType {
  const [command] = commands.values();
  if (command === undefined) throw new TypeError(`nobody has the command ${name}`);
  const continues = [...commands].some(([, { when }]) => when.some((status) => status !== opens?.initial.status));
  return {
    type: name,
    direction: 'to hub',
    summary: `${command.summary} (${command.source})`,
    data: command.says,
    subject: opens === undefined ? 'required' : continues ? 'optional' : 'forbidden',
  };
} // prettier-ignore

function toldMessages(workflow: Workflow): readonly MessageType[] {
  const data = record({ case: workflow.shows });
  const tells = {
    ...workflow.tells,
    [caseMessage(workflow)]: 'A case as it stands; attached to its reports.',
  };
  return Object.entries(tells).map(([type, summary]) => ({
    type,
    direction: 'from hub',
    summary,
    data,
    subject: 'required',
  }));
}

/** Whether the data is what the command says. Messages have been held against it when they were read. */
export function isSaid({ says }: Pick<Command, 'says'>, data: unknown): boolean {
  return Value.Check(says, data);
}

/** Type of the message that only shows a case. */
export function caseMessage(workflow: Pick<Workflow, 'name'>): string {
  return `${workflow.name}.case`;
}

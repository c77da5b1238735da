import type { Command, Workflow } from '../domain/kernel/workflow.ts';
import { record } from '../domain/kernel/says.ts';
import { ReportNews } from '../domain/reports/shows.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { compileBook, type MessageBook, type MessageType } from './message/book.ts';
import { Receipt } from './receipt.ts';

/** A command with the workflow that it belongs to. */
export type Entry = { readonly workflow: Workflow; readonly command: Command };

/** Every command by its name, those of the hub itself included. */
export const COMMANDS: ReadonlyMap<string, Entry> = new Map(
  WORKFLOWS.flatMap((workflow) =>
    workflow.commands.map((command) => [command.name, { workflow, command }] as const),
  ),
);

/** Every message type there is, made from the command declarations: the one source of all published schemas. */
export const MESSAGE_TYPES: readonly MessageType[] = [
  ...WORKFLOWS.flatMap((workflow) => workflow.commands.filter(isForSystems).map(commandMessage)),
  ...WORKFLOWS.flatMap(toldMessages),
  {
    type: 'report.issued',
    direction: 'from hub',
    summary: 'A report that was ordered is ready.',
    data: ReportNews,
    subject: 'required',
  },
  {
    type: 'receipt',
    direction: 'from hub',
    summary: 'The answer to one message.',
    data: Receipt,
    subject: 'optional',
  },
];

export function makeBook(): MessageBook {
  return compileBook(MESSAGE_TYPES);
}

/** What only the hub says to itself is no message. */
function isForSystems(command: Command): boolean {
  return command.by.some(({ role }) => role !== 'hub');
}

function commandMessage(command: Command): MessageType {
  const opens = command.when.includes('new');
  const continues = command.when.some((status) => status !== 'new');
  return {
    type: command.name,
    direction: 'to hub',
    summary: `${command.summary} (${command.source})`,
    data: command.says,
    subject: opens ? (continues ? 'optional' : 'forbidden') : 'required',
  };
}

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

/** Type of the message that only shows a case. */
export function caseMessage(workflow: Pick<Workflow, 'name'>): string {
  return `${workflow.name}.case`;
}

import { EVERY_COMMAND_REFUSES, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import { statusesAfter, type CaseState } from '../kernel/workflow.ts';
import type { Workflow } from '../case/workflow.ts';
import type { Command } from '../world.ts';

/** What commands declare of where they lead and what they refuse with, compared with what the stories see. */

type Declared = Pick<Command, 'name' | 'leadsTo' | 'refuses' | 'when'>;

const ALWAYS: ReadonlySet<RefusalCode> = new Set(EVERY_COMMAND_REFUSES);

/** All that has been seen since the program began, in the words of `declarationsOf`. */
const seen = new Set<string>();

/** A status that the command does not declare ends the test. */
export function compareLead(command: Declared, before: CaseState, after: CaseState): void {
  if (!statusesAfter(command, before.status).includes(after.status))
    throw new Error(
      `${command.name} does not declare that it leads from ${before.status} to ${after.status}`,
    );
  seen.add(lead(command, before.status, after.status));
}

/** So does a refusal that is neither declared nor every command's. */
export function compareRefusals(command: Declared, faults: readonly Fault[]): void {
  for (const { code } of faults) {
    if (!command.refuses.includes(code) && !ALWAYS.has(code))
      throw new Error(`${command.name} does not declare that it refuses with ${code}`);
    seen.add(refusal(command, code));
  }
}

export function forgetAll(): void {
  seen.clear();
}

/** What the commands of a workflow declare and no story has shown so far. */
export function neverSeen(workflow: Pick<Workflow, 'commands'>): readonly string[] {
  return workflow.commands.flatMap(declarationsOf).filter((one) => !seen.has(one));
}

function declarationsOf(command: Declared): readonly string[] {
  const leads = command.when.flatMap((before) =>
    statusesAfter(command, before).map((after) => lead(command, before, after)),
  );
  return [...leads, ...command.refuses.map((code) => refusal(command, code))];
}

function lead({ name }: Declared, before: string, after: string): string {
  return `${name}: ${before} > ${after}`;
}

function refusal({ name }: Declared, code: RefusalCode): string {
  return `${name}: ${code}`;
}

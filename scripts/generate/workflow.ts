import type { Command, Grant, Workflow } from '../../domain/kernel/workflow.ts';
import { code, codes, page, table } from './markdown.ts';
import { refusalsOf, type Sources } from './sources.ts';

/** The page of one workflow: who can do what, when, and what may be refused. */
export function workflowPage(workflow: Workflow, sources: Sources): string {
  return page(`Workflow: ${workflow.name}`, `domain/${workflow.name}/`, [
    `Case numbers begin with ${code(workflow.prefix)}.`,
    '## Who can do what',
    grantTable(workflow),
    '## What is possible when',
    statusTable(workflow),
    '## Commands',
    'Besides its own refusals every command can meet those of reading the message, of its schema, and of the case: `CASE_UNKNOWN`, `CASE_VERSION_STALE`, `NOT_ALLOWED`, `WRONG_STATUS` ([errors.md](../../errors.md)).',
    ...workflow.commands.map((command) => commandPart(command, workflow, sources)),
    '## Who is told',
    table(
      ['message', 'meaning'],
      Object.entries(workflow.tells).map(([type, about]) => [code(type), about]),
    ),
  ]);
}

function grantTable(workflow: Workflow): string {
  const parties = distinct(workflow.commands.flatMap(({ by }) => by.map(({ party }) => party)));
  const rows = workflow.commands.map(({ name, by }) => [
    code(name),
    ...parties.map((party) => rolesOf(by, party)),
  ]);
  return table(['command', ...parties], rows);
}

function rolesOf(by: readonly Grant[], party: string): string {
  return by.filter((grant) => grant.party === party).map(({ role }) => role).join(', '); // prettier-ignore
}

function statusTable(workflow: Workflow): string {
  const rows = statusesOf(workflow).map((status) => {
    const possible = workflow.commands.filter(({ when }) => when.includes(status));
    return [code(status), codes(possible.map(({ name }) => name))];
  });
  return table(['status', 'commands'], rows);
}

/** In the order in which the declarations name them, which is that of the way of a case. */
function statusesOf(workflow: Workflow): readonly string[] {
  return distinct([...workflow.commands].flatMap(({ when }) => when));
}

function commandPart(command: Command, workflow: Workflow, sources: Sources): string {
  const { name, summary, source, by, when } = command;
  const own = refusalsOf(sources, name).filter((refusal) => refusal !== 'SCHEMA');
  const isAlways = statusesOf(workflow).every((status) => status === 'new' || when.includes(status));
  return [
    `### ${code(name)}`,
    `${summary} (${source})`,
    '',
    `- who: ${by.map(({ party, role }) => (role === 'hub' ? 'the hub itself' : `${role} of the ${party}`)).join('; ')}`,
    `- when: ${isAlways ? 'in every status' : codes(when)}`,
    `- refused with: ${own.length === 0 ? 'nothing of its own' : codes(own)}`,
    ...(by.every(({ role }) => role === 'hub') ? [] : [`- data: [${name}](../schemas/${name}.schema.json)`]),
  ].join('\n');
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}

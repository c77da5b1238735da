import { readFileSync } from 'node:fs';
import type { Workflow } from '../../domain/case/workflow.ts';
import { REFUSALS } from '../../domain/kernel/refusal-catalogue.ts';
import { EVERY_COMMAND_REFUSES } from '../../domain/kernel/refusals.ts';
import type { Grant } from '../../domain/kernel/workflow.ts';
import type { Command } from '../../domain/world.ts';
import { stateDiagram } from './diagram.ts';
import { code, codes, page, table } from './markdown.ts';

/** The page of one workflow: its way, who can do what, when, and what may be refused. */
export function workflowPage(workflow: Workflow): string {
  return page(`Workflow: ${workflow.name}`, `domain/${workflow.name}/`, [
    `Case numbers begin with ${code(workflow.prefix)}.`,
    '## The way of a case',
    'An arrow bears the commands that lead along it; those that leave the status as it was are not drawn.',
    ['```mermaid', stateDiagram(workflow), '```'].join('\n'),
    '## Who can do what',
    grantTable(workflow),
    '## What is possible when',
    statusTable(workflow),
    ...wordsPart(workflow),
    '## Commands',
    `Besides its own refusals every command can meet those of reading the message, of its sender, of its schema, and of the case: ${inOrder(EVERY_COMMAND_REFUSES)} ([errors.md](../../errors.md)).`,
    ...workflow.commands.map((command) => commandPart(command, workflow)),
    ...reportsPart(workflow),
    '## Who is told',
    table(
      ['message', 'meaning'],
      Object.entries(workflow.tells).map(([type, about]) => [code(type), about]),
    ),
    '## Who gets an e-mail',
    'That there is something to do or to know, and nothing of the case.',
    table(
      ['template', 'meaning'],
      Object.entries(workflow.writes).map(([template, about]) => [code(template), about]),
    ),
  ]);
}

/** What `report.order` names, whose schema is one for all workflows. */
function reportsPart({ reports: { kinds, parts } }: Workflow): readonly string[] {
  return [
    '## Reports',
    `Kinds: ${codes(kinds)}.`,
    ...(parts.length === 0 ? [] : [`Parts of a customised one, in the order of its pages: ${codes(parts)}.`]),
  ];
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

/** What people and systems read as the status, in the words that the hub has for it: more than there are statuses to act in. */
function wordsPart({ name }: Workflow): readonly string[] {
  const words = wordsOf(`status.${name}.`);
  if (words.length === 0) return [];
  return [
    '## What a status is called',
    'Everything that `status` can be in receipts, lists, searches and views. What stands in no row above is told to those who have passed a case on, or of what has ended.',
    table(['status', 'in English'], words.map(([status, text]) => [code(status), text])),
  ];
} // prettier-ignore

/** In the order of the hub's own texts. */
function wordsOf(prefix: string): readonly (readonly [string, string])[] {
  const texts: object = JSON.parse(readFileSync('schemas/texts/en.json', 'utf8'));
  return Object.entries(texts)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]) => [key.slice(prefix.length), String(text)] as const);
}

/** In the order in which the declarations name them, which is that of the way of a case. */
function statusesOf(workflow: Workflow): readonly string[] {
  return distinct([...workflow.commands].flatMap(({ when }) => when));
}

function commandPart(command: Command, workflow: Workflow): string {
  const { name, summary, source, by, when, leadsTo, refuses } = command;
  const isAlways = statusesOf(workflow).every((status) => status === 'new' || when.includes(status));
  return [
    `### ${code(name)}`,
    `${summary} (${source})`,
    '',
    `- who: ${by.map(({ party, role }) => (role === 'hub' ? 'the hub itself' : `${role} of the ${party}`)).join('; ')}`,
    `- when: ${isAlways ? 'in every status' : codes(when)}`,
    `- leads to: ${leadsTo === 'same' ? 'the status that it was' : codes(leadsTo)}`,
    `- refused with: ${refuses.length === 0 ? 'nothing of its own' : inOrder(refuses)}`,
    ...(by.every(({ role }) => role === 'hub') ? [] : [`- data: [${name}](../schemas/${name}.schema.json)`]),
  ].join('\n');
}

/** Codes in the order of the catalogue. */
function inOrder(some: readonly string[]): string {
  return codes(Object.keys(REFUSALS).filter((known) => some.includes(known)));
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}

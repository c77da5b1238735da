import type { Workflow } from '../../domain/case/workflow.ts';
import { statusesAfter, type Command } from '../../domain/kernel/workflow.ts';

type Drawn = Pick<Workflow, 'initial' | 'ended'> & { readonly commands: readonly Leading[] };
type Leading = Pick<Command, 'name' | 'by' | 'when' | 'leadsTo'>;

/**
 * The way of a case as the text of a Mermaid diagram: one arrow from a status to another, with all commands that lead along
 * it. What leaves the status as it was is not drawn.
 */
export function stateDiagram({ initial, ended, commands }: Drawn): string {
  const statuses = [...new Set(commands.flatMap(({ when }) => when))];
  const arrows = statuses.flatMap((from) => {
    const name = from === initial.status ? '[*]' : from;
    return [...labelsFrom(from, commands)].map(
      ([to, labels]) => `${name} --> ${to} : ${labels.join('<br>')}`,
    );
  });
  const ends = ended.map((status) => `${status} --> [*]`);
  return ['stateDiagram-v2', ...[...arrows, ...ends].map((line) => `  ${line}`)].join('\n');
}

/** By the status that they lead to. */
function labelsFrom(from: string, commands: readonly Leading[]): ReadonlyMap<string, readonly string[]> {
  const labels = new Map<string, readonly string[]>();
  for (const command of commands.filter(({ when }) => when.includes(from)))
    for (const to of statusesAfter(command, from))
      if (to !== from) labels.set(to, [...(labels.get(to) ?? []), labelOf(command)]);
  return labels;
}

function labelOf({ name, by }: Leading): string {
  return by.every(({ role }) => role === 'hub') ? `${name} (the hub)` : name;
}

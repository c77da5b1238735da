import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import type { Mermaid } from 'mermaid';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WORKFLOWS } from '../../domain/workflows.ts';
import type { Workflow } from '../../domain/case/workflow.ts';

/** Mermaid cleans the words of a diagram in a page, so it is given an empty one; nothing is drawn. */
let mermaid: Mermaid;
beforeAll(async () => {
  const { window, document } = parseHTML('<html><body></body></html>');
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  ({ default: mermaid } = await import('mermaid'));
});
afterAll(() => vi.unstubAllGlobals());

test.each(WORKFLOWS.map((one) => [one.name, one] as const))(
  'Mermaid reads the diagram of the workflow %s as it lies there, and finds in it what the commands declare',
  async (name, workflow) => {
    const page = readFileSync(`docs/generated/workflows/${name}.md`, 'utf8');
    const text = /```mermaid\n([^`]*)```/.exec(page)?.[1] ?? '';
    expect(await arrowsIn(text)).toEqual(declaredBy(workflow));
  },
);

test('Mermaid would find what is no diagram', async () => {
  await expect(arrowsIn('stateDiagram-v2\n  draft --> : request.send')).rejects.toThrow(/Parse error/);
});

async function arrowsIn(text: string): Promise<readonly string[]> {
  await mermaid.parse(text);
  const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  expect(type).toBe('stateDiagram');
  if (!hasRelations(db)) throw new Error('Mermaid has another way to tell its arrows');
  return db
    .getRelations()
    .flatMap(({ id1, id2, relationTitle = '' }) => relationTitle.split('<br>').map((label) => `${id1} > ${id2}: ${label}`))
    .toSorted();
} // prettier-ignore

type Relation = { readonly id1: string; readonly id2: string; readonly relationTitle?: string };

function hasRelations(db: object): db is { getRelations(): readonly Relation[] } {
  return 'getRelations' in db;
}

function declaredBy({ commands, initial, ended }: Workflow): readonly string[] {
  const moves = commands.flatMap(({ name, by, when, leadsTo }) =>
    leadsTo === 'same'
      ? []
      : when.flatMap((from) => leadsTo.map((to) => ({ from, to, name: named(name, by) }))),
  );
  const arrows = moves
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, name }) => `${from === initial.status ? 'root_start' : from} > ${to}: ${name}`);
  return [...arrows, ...ended.map((status) => `${status} > root_end: `)].toSorted();
}

/** What the hub alone does is marked. */
function named(name: string, by: Workflow['commands'][number]['by']): string {
  return by.every(({ role }) => role === 'hub') ? `${name} (the hub)` : name;
}

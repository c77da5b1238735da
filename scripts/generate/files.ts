import { schemaFolder } from '../../gateway/schema-folder.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { MESSAGE_TYPES } from '../../schemas/catalogue.ts';
import { asyncapi } from './asyncapi.ts';
import { configuration } from './configuration.ts';
import { errors } from './errors.ts';
import { messageTypes } from './message-types.ts';
import { openapi } from './openapi.ts';
import { readSources } from './sources.ts';
import { workflowPage } from './workflow.ts';

export const GENERATED = 'docs/generated';

/** Every generated file by its path, with its whole text. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const sources = await readSources(['domain']);
  const schemas = [...schemaFolder(MESSAGE_TYPES)].map(
    ([name, file]) => [`schemas/${name}`, file.text()] as const,
  );
  const pages = WORKFLOWS.map(
    (workflow) => [`workflows/${workflow.name}.md`, workflowPage(workflow, sources)] as const,
  );
  const inside = [
    ['openapi.json', json(await openapi())] as const,
    ['asyncapi.json', json(asyncapi())] as const,
    ['message-types.md', messageTypes()] as const,
    ['configuration.md', configuration()] as const,
    ...schemas,
    ...pages,
  ];
  return new Map([
    ...inside.map(([name, text]) => [`${GENERATED}/${name}`, text] as const),
    ['docs/errors.md', errors()] as const,
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

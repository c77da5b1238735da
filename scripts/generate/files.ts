import { schemaFolder } from '../../gateway/schema-folder.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { CATALOGUE } from '../../schemas/catalogue.ts';
import { asciiJson } from '../../schemas/message/ascii-json.ts';
import { asyncapi } from './asyncapi.ts';
import { configuration } from './configuration.ts';
import { errors } from './errors.ts';
import { exampleFiles } from './examples.ts';
import { faults } from './faults.ts';
import { messageTypes } from './message-types.ts';
import { openapi } from './openapi.ts';
import { workflowPage } from './workflow.ts';

export const GENERATED = 'docs/generated';

/** Every generated file by its path, with its whole text. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const schemas = [...schemaFolder(CATALOGUE.types)].map(
    ([name, file]) => [`schemas/${name}`, file.text()] as const,
  );
  const pages = WORKFLOWS.map(
    (workflow) => [`workflows/${workflow.name}.md`, workflowPage(workflow)] as const,
  );
  const inside = [
    ['openapi.json', asciiJson(await openapi())] as const,
    ['asyncapi.json', asciiJson(asyncapi())] as const,
    ['faults.md', faults()] as const,
    ['message-types.md', messageTypes()] as const,
    ['configuration.md', configuration()] as const,
    ...schemas,
    ...exampleFiles().map(([name, text]) => [`examples/${name}`, text] as const),
    ...pages,
  ];
  return new Map([
    ...inside.map(([name, text]) => [`${GENERATED}/${name}`, text] as const),
    ['docs/errors.md', errors()] as const,
  ]);
}

import { CATALOGUE } from '../../schemas/catalogue.ts';
import { code, page, table } from './markdown.ts';

const SUBJECT = {
  required: 'names its case',
  forbidden: 'opens a case',
  optional: 'may name a case',
} as const;

/** Every message type with its two schemas and its examples. */
export function messageTypes(): string {
  return page('Message types', 'the command declarations in domain/', [
    'How a message is built and sent is in [messages.md](../messages.md).',
    'Each example that is wrong is refused with the code, and for the place, that [index.json](examples/index.json) names.',
    '## Towards the hub',
    listed('to hub'),
    '## From the hub',
    listed('from hub'),
  ]);
}

function listed(direction: string): string {
  const rows = CATALOGUE.types
    .filter((type) => type.direction === direction)
    .map(({ type, summary, subject }) => [
      code(type),
      summary,
      SUBJECT[subject],
      `[JSON Schema](schemas/${type}.schema.json), [XSD](schemas/${type}.xsd)`,
      `right: [JSON](examples/${type}.valid.json), [XML](examples/${type}.valid.xml); wrong: [JSON](examples/${type}.invalid.json), [XML](examples/${type}.invalid.xml)`,
    ]);
  return table(['type', 'meaning', 'case', 'schemas', 'examples'], rows);
}

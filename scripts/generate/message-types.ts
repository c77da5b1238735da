import { MESSAGE_TYPES } from '../../schemas/catalogue.ts';
import { code, page, table } from './markdown.ts';

const SUBJECT = {
  required: 'names its case',
  forbidden: 'opens a case',
  optional: 'may name a case',
} as const;

/** Every message type with its two schemas. */
export function messageTypes(): string {
  return page('Message types', 'the command declarations in domain/', [
    'How a message is built and sent is in [messages.md](../messages.md).',
    '## Towards the hub',
    listed('to hub'),
    '## From the hub',
    listed('from hub'),
  ]);
}

function listed(direction: string): string {
  const rows = MESSAGE_TYPES.filter((type) => type.direction === direction).map(
    ({ type, summary, subject }) => [
      code(type),
      summary,
      SUBJECT[subject],
      `[JSON Schema](schemas/${type}.schema.json), [XSD](schemas/${type}.xsd)`,
    ],
  );
  return table(['type', 'meaning', 'case', 'schemas'], rows);
}

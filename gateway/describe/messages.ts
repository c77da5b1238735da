import type { MessageBook, MessageType } from '../../schemas/message/book.ts';
import { REFUSALS } from '../../domain/kernel/refusal-catalogue.ts';
import { jsonSchema } from '../../schemas/message/json-schema.ts';
import { componentsOf } from './components.ts';
import { PROBLEM_TYPE } from '../problems.ts';
import { CONTENT_TYPES, MEDIA_TYPES } from '../formats.ts';

/** How OpenAPI speaks of messages: one component a type; the XML form is described by the published XSD. */
export function messageComponents(book: MessageBook): Readonly<Record<string, object>> {
  const { messages, shared } = componentsOf([...book.types.values()].map(({ type }) => type));
  return { ...messages, ...shared };
}

/** What is shown of a case, by the workflow that it is of. */
export function caseComponents(book: MessageBook): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    caseTypes(book).map(({ workflow, type }) => {
      const { data }: { readonly data?: { readonly properties?: { readonly case?: unknown } } } = Object(
        jsonSchema(type)['properties'],
      );
      return [viewName(workflow), data?.properties?.case];
    }),
  );
}

/** One workflow has one shape of its cases. */
export function caseBodies(book: MessageBook) {
  const shown = caseTypes(book).map(({ workflow }) => ({
    type: 'object',
    required: ['authority', 'workflow', 'case'],
    properties: {
      authority: { type: 'string', description: 'Which of yours sees it so.' },
      workflow: { type: 'string', enum: [workflow] },
      case: { $ref: `#/components/schemas/${viewName(workflow)}` },
    },
  }));
  const description = 'As in the messages that tell of it, with the commands that you can give now.';
  return { 200: { description, content: { 'application/json': { schema: { oneOf: shown } } } } };
}

/** Every workflow has a message that only shows a case. */
function caseTypes({ types }: MessageBook) {
  return [...types.values()].flatMap(({ type }) =>
    type.type.endsWith('.case') ? [{ workflow: type.type.slice(0, -'.case'.length), type }] : [],
  );
}

function viewName(workflow: string): string {
  return `${workflow}.view`;
}

const XML = { type: 'string', description: 'A Standard Business Document; see /schemas/1.0/messages.xsd.' };

/** Every form in which a command can be submitted. */
export function commandBodies(book: MessageBook) {
  const json = { oneOf: referencesTo(book, 'to hub') };
  const bodies = Object.entries(MEDIA_TYPES).map(([name, format]) => [
    name,
    { schema: format === 'xml' ? XML : json },
  ]);
  return { description: 'One message, at most 4 MiB.', content: Object.fromEntries(bodies) };
}

/** The receipt says why; the status says the same in the terms of HTTP. */
export function receiptBodies() {
  const content = inBothForms({ $ref: '#/components/schemas/receipt' });
  const problem = { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };
  const refused = [...new Set(Object.values(REFUSALS).map(({ status }) => status))].map((status) => [
    status,
    { description: 'Refused: the receipt names all faults.', content: { ...content, ...problem } },
  ]);
  return {
    200: { description: 'Accepted: validated, durable, its effect done.', content },
    ...Object.fromEntries(refused),
  };
}

export function deliveryBodies(book: MessageBook) {
  const content = inBothForms({ oneOf: referencesTo(book, 'from hub') });
  return { 200: { description: 'The message, in your format or as `Accept` says.', content } };
}

function inBothForms(json: object) {
  return {
    [bare(CONTENT_TYPES.json)]: { schema: json },
    [bare(CONTENT_TYPES.xml)]: { schema: XML },
  };
}

function bare(contentType: string): string {
  return contentType.replace(/;.*$/, '');
}

function referencesTo(book: MessageBook, direction: MessageType['direction']) {
  return [...book.types.values()]
    .filter(({ type }) => type.direction === direction)
    .map(({ type }) => ({ $ref: `#/components/schemas/${type.type}` }));
}

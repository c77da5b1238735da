import { ANSWER_HEADERS, HEADERS, SPEAKS_TUS, type HeaderName } from './headers.ts';

type Response = {
  readonly description?: string;
  readonly content?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
};
type Parameter = {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: object;
};
type Operation = {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly responses?: Readonly<Record<string, Response>>;
};
type PathItem = Readonly<Record<string, Operation>>;
type Described = { readonly paths?: Readonly<Record<string, PathItem>> };

/** The document with what no schema of a route says: headers of answers, and that some answers have no body. */
export function completed<D extends object>(document: D): D {
  const { paths = {} }: Described = document;
  return { ...document, paths: mapped(paths, (item) => pathItem(item)) };
}

/** HEAD that Fastify adds to every GET is left out: whoever knows HTTP knows it. */
function pathItem(item: PathItem): PathItem {
  const named = Object.entries(item).map(([method, operation]) => [method, unsuffixed(operation)] as const);
  const own = named.filter(
    ([method, { operationId }]) => method !== 'head' || operationId !== item['get']?.operationId,
  );
  return Object.fromEntries(own.map(([method, operation]) => [method, completeOperation(method, operation)]));
}

/** As its route calls it, and not as it would have to be called beside a GET of the same name. */
function unsuffixed(operation: Operation): Operation {
  const { operationId } = operation;
  return operationId === undefined
    ? operation
    : { ...operation, operationId: operationId.replace(/-head$/, '') };
}

function completeOperation(method: string, operation: Operation): Operation {
  const { operationId = '', responses = {} } = operation;
  const headers = ANSWER_HEADERS[operationId] ?? {};
  const parameters = parametersOf(operation);
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    responses: mapped(responses, (response, status) =>
      withHeaders(withoutBody(response, { method, status }), headers[status] ?? []),
    ),
  };
}

const TUS: Parameter = {
  name: 'tus-resumable',
  in: 'header',
  required: true,
  description: 'Always 1.0.0.',
  schema: { type: 'string' },
};

/** Fastify is not to refuse who speaks no tus: that has an answer of its own. So no schema of a route demands it. */
function parametersOf({ operationId = '', parameters = [] }: Operation): readonly Parameter[] {
  const others = parameters.filter(({ name }) => name !== TUS.name);
  return SPEAKS_TUS.has(operationId) ? [...others, TUS] : parameters;
}

const EMPTY = new Set(['201', '204', '304']);

function withoutBody(
  response: Response,
  { method, status }: { readonly method: string; readonly status: string },
) {
  if (!EMPTY.has(status) && method !== 'head') return response;
  const { content: _, ...rest } = response;
  return rest;
}

function withHeaders(response: Response, names: readonly HeaderName[]): Response {
  if (names.length === 0) return response;
  return { ...response, headers: Object.fromEntries(names.map((name) => [name, HEADERS[name]])) };
}

function mapped<V>(values: Readonly<Record<string, V>>, change: (value: V, name: string) => V) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

import fp from 'fastify-plugin';
import type { FastifyRequest } from 'fastify';
import type { GatewayPlugin } from '../deps.ts';
import { sendProblem, type Problem } from '../problems.ts';

/**
 * What every request is held to before anything is done with it. Where a header may stand once, two of it are two opinions:
 * a proxy in front may have gone by the other one.
 */
const demands: GatewayPlugin = (app, _deps, done) => {
  app.addHook('onRequest', async (request, reply) => {
    const problem = problemIn(request);
    if (problem?.code === 'MESSAGE_CODED') reply.header('accept-encoding', 'identity');
    return problem === undefined ? undefined : sendProblem(reply, problem);
  });
  // Where parameters are declared at all: a search that passes over a misspelt one answers another question.
  app.addHook('preValidation', async ({ query, routeOptions }, reply) => {
    const { querystring } = routeOptions.schema ?? {};
    if (querystring === undefined) return undefined;
    const known = parametersOf(querystring);
    const unknown = namesIn(query).find((name) => !known.includes(name));
    if (unknown === undefined) return undefined;
    const named = /^[\w-]{1,40}$/.test(unknown) ? unknown : 'of that name';
    return sendProblem(reply, invalid(`there is no parameter ${named}`));
  });
  // Else other ways to write numbers, such as 0x10 and 1e3, would be read as well.
  app.addHook('preValidation', async ({ query, headers, routeOptions: { schema } }, reply) => {
    const odd = oddNumber(schema?.headers, headers) ?? oddNumber(schema?.querystring, query);
    return odd === undefined
      ? undefined
      : sendProblem(reply, invalid(`${odd} must be written in decimal digits`));
  });
  done();
};

function namesIn(query: unknown): readonly string[] {
  return Object.keys(Object(query));
}

function parametersOf(schema: unknown): readonly string[] {
  return Object.keys(propertiesOf(schema));
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> {
  const { properties = {} }: { readonly properties?: Readonly<Record<string, unknown>> } = Object(schema);
  return properties;
}

/** Name of what is declared as a number and is not written as one. */
function oddNumber(schema: unknown, values: unknown): string | undefined {
  const given = new Map<string, unknown>(Object.entries(Object(values)));
  const numbers = Object.entries(propertiesOf(schema)).filter(([, one]) => Object(one).type === 'integer');
  return numbers
    .map(([name]) => name)
    .find((name) => given.has(name) && !/^[0-9]+$/.test(String(given.get(name))));
}

export const demandsPlugin = fp(demands, { name: 'demands', fastify: '5.x', dependencies: ['faults'] });

const ONCE = ['host', 'authorization', 'content-type', 'content-length', 'content-encoding', 'if-none-match'];

/** A name, an IPv4 or IPv6 address, and a port (RFC 9110, 7.2). */
const HOST = /^(?:[A-Za-z0-9._~%-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?$/;

function problemIn({ raw, headers }: FastifyRequest): Problem | undefined {
  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = ONCE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) return invalid(`the header ${twice} stands twice`);
  // Older versions have none (RFC 9112, 3.2).
  if (headers.host === undefined && raw.httpVersion === '1.1') return invalid('the header host is missing');
  if (!HOST.test(headers.host ?? '')) return invalid('the header host names no host');
  const coding = headers['content-encoding'] ?? 'identity';
  return coding.toLowerCase() === 'identity' ? undefined : { code: 'MESSAGE_CODED' };
}

function invalid(problem: string): Problem {
  return { code: 'REQUEST_INVALID', facts: { problem } };
}

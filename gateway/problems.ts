import type { FastifyReply } from 'fastify';
import { REFUSALS, type RefusalCode } from '../domain/kernel/refusals.ts';

/**
 * What can go wrong with a request before a message is read, besides the refusals of the hub. `docs/errors.md` mirrors
 * both tables.
 */
export const PROBLEMS = {
  REQUEST_INVALID: { status: 400, text: 'The request is not well-formed: {problem}.' },
  UNAUTHENTICATED: { status: 401, text: 'The system and its secret are needed (HTTP Basic, RFC 7617).' },
  NOT_FOUND: { status: 404, text: 'There is nothing at this address for you.' },
  REQUEST_TIMEOUT: { status: 408, text: 'The request did not arrive in time.' },
  NOT_VERIFIABLE: {
    status: 415,
    text: 'What can be verified here is a report (PDF), a dossier (ASiC-E) or a message (XML, JSON).',
  },
  TOO_MANY_FAILURES: { status: 429, text: 'Too many failed attempts; try again in {seconds} seconds.' },
  TOO_MANY_REQUESTS: { status: 429, text: 'Too many requests; try again in {seconds} seconds.' },
  HEADERS_TOO_LARGE: { status: 431, text: 'The headers of the request are too large.' },
  INTERNAL: { status: 500, text: 'Internal error.' },
  SIGNING_UNAVAILABLE: {
    status: 503,
    text: 'The hub cannot sign just now. The message may have been processed all the same: ask again with the same id.',
  },
  UNAVAILABLE: { status: 503, text: 'The hub cannot answer just now; send the same message again later.' },
} as const satisfies Record<string, { status: number; text: string }>;

export type ProblemCode = keyof typeof PROBLEMS | RefusalCode;

export type Problem = { readonly code: ProblemCode; readonly facts?: Readonly<Record<string, string>> };

export const PROBLEM_TYPE = 'application/problem+json';

const CATALOGUE = { ...REFUSALS, ...PROBLEMS };

/** RFC 9457 problem details; all an outsider learns of a fault is a trace id. */
export function problemDetails({ code, facts = {} }: Problem, trace: string) {
  const { status, text } = CATALOGUE[code];
  const title = text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
  return { type: `urn:imi-hub:problem:${code}`, title, status, code, trace };
}

/** Answers with a problem. Callable for any route, whatever its schemas. */
export function sendProblem(reply: Pick<FastifyReply, 'code' | 'request'>, problem: Problem): FastifyReply {
  const details = problemDetails(problem, reply.request.id);
  return reply.code(details.status).type(PROBLEM_TYPE).send(JSON.stringify(details));
}

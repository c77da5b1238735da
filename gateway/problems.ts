import type { FastifyReply } from 'fastify';
import { REFUSALS } from '../domain/kernel/refusal-catalogue.ts';
import type { RefusalCode } from '../domain/kernel/refusals.ts';

/**
 * What can go wrong with a request before a message is read, besides the refusals of the hub. `docs/errors.md` mirrors
 * both tables.
 */
export const PROBLEMS = {
  REQUEST_INVALID: { status: 400, text: 'The request is not well-formed: {problem}.' },
  UPLOAD_PIECE: {
    status: 400,
    text: 'A request says how many bytes it has: {least} or more, or as many as end the document, and none beyond.',
  },
  UNAUTHENTICATED: { status: 401, text: 'The system and its secret are needed (HTTP Basic, RFC 7617).' },
  NOT_FOUND: { status: 404, text: 'There is nothing at this address for you.' },
  METHOD_NOT_ALLOWED: { status: 405, text: 'At this address there is {allow}.' },
  UPLOAD_OFFSET: {
    status: 409,
    text: 'The upload is not at that place; ask by HEAD where it is.',
  },
  TUS_VERSION: { status: 412, text: 'Uploads speak tus 1.0.0: the header tus-resumable says so.' },
  UPLOAD_TYPE: { status: 422, text: 'No legislative area takes documents of this type.' },
  UPLOADS_TOO_MANY: {
    status: 429,
    text: 'The system has as many uploads, or bytes in them, as it may that no message has claimed.',
  },
  UPLOAD_CHECKSUM: {
    status: 460,
    text: 'The bytes are not those of the checksum; nothing of them is kept.',
  },
  REQUEST_TIMEOUT: { status: 408, text: 'The request did not arrive in time.' },
  NOT_VERIFIABLE: {
    status: 415,
    text: 'What can be verified here is a report (PDF), a dossier (ASiC-E) or a message (XML, JSON).',
  },
  UPLOAD_FORMAT: { status: 415, text: 'Bytes of an upload come as application/offset+octet-stream.' },
  RANGE_OUTSIDE: { status: 416, text: 'The document has no such bytes.' },
  EXPECTATION_UNKNOWN: { status: 417, text: 'Of expectations only 100-continue is known.' },
  TOO_MANY_FAILURES: { status: 429, text: 'Too many failed attempts; try again in {seconds} seconds.' },
  TOO_MANY_REQUESTS: { status: 429, text: 'Too many requests; try again in {seconds} seconds.' },
  HEADERS_TOO_LARGE: { status: 431, text: 'The headers of the request are too large.' },
  INTERNAL: { status: 500, text: 'Internal error.' },
  SIGNING_UNAVAILABLE: {
    status: 503,
    text: 'The hub cannot sign just now. The message may have been processed all the same: ask again with the same id.',
  },
  TRANSFERS_BUSY: { status: 503, text: 'Too many documents are on their way; try again in a moment.' },
  VERIFIER_BUSY: {
    status: 503,
    text: 'Too many files are being verified; try again in {seconds} seconds.',
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

/** What is away now is seldom back sooner, and a fail-over takes half a minute. */
const RETRY_AFTER_SECONDS = 5;

/** Answers with a problem. Callable for any route, whatever its schemas. */
export function sendProblem(reply: Pick<FastifyReply, 'code' | 'request'>, problem: Problem): FastifyReply {
  const details = problemDetails(problem, reply.request.id);
  if (details.status === 503) void reply.code(503).header('retry-after', RETRY_AFTER_SECONDS);
  return reply.code(details.status).type(PROBLEM_TYPE).send(JSON.stringify(details));
}

/** Long enough for the worst file to be judged, or given up. */
const BUSY_SECONDS = '10';

export function sendBusy(reply: Pick<FastifyReply, 'code' | 'request' | 'header'>): FastifyReply {
  reply.header('retry-after', BUSY_SECONDS);
  return sendProblem(reply, { code: 'VERIFIER_BUSY', facts: { seconds: BUSY_SECONDS } });
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemDetails, type Problem, type ProblemCode } from './problems.ts';

/** Codes of Node's HTTP parser; whatever else it dislikes is simply not HTTP. */
const PROBLEM_OF: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
};

/** Answers what never became a request, on the bare socket. */
export function refuseConnection(
  error: Error & { readonly code?: string },
  socket: Socket,
  trace: string,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const known = PROBLEM_OF[error.code ?? ''];
  if (socket.writable) socket.write(answerWith(known === undefined ? notHttp() : { code: known }, trace));
  socket.destroy(error);
}

/** What Node would answer in its own words, or not at all. */
export function refuseOddities(server: Server, newTrace: () => string): void {
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.end(answerWith({ code: 'NOT_FOUND' }, newTrace()));
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const details = problemDetails({ code: 'EXPECTATION_UNKNOWN' }, newTrace());
    const body = JSON.stringify(details);
    const headers = {
      'content-type': PROBLEM_TYPE,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    response.writeHead(details.status, headers).end(body);
  });
}

function answerWith(problem: Problem, trace: string): string {
  const details = problemDetails(problem, trace);
  const body = JSON.stringify(details);
  const head = [
    `HTTP/1.1 ${details.status} ${details.code}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function notHttp() {
  return { code: 'REQUEST_INVALID' as const, facts: { problem: 'it is not HTTP' } };
}

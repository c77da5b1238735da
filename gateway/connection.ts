import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemDetails, type ProblemCode } from './problems.ts';

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
  if (socket.writable) socket.write(answerTo(error.code, trace));
  socket.destroy(error);
}

function answerTo(code: string | undefined, trace: string): string {
  const known = PROBLEM_OF[code ?? ''];
  const problem = known === undefined ? notHttp() : { code: known };
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

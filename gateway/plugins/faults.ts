import fp from 'fastify-plugin';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isHubFault, isOutage } from '../../hub/faults.ts';
import type { Log } from '../../hub/ports/surroundings.ts';
import { problemDetails, sendBusy, sendProblem, type Problem } from '../problems.ts';
import type { GatewayPlugin } from '../deps.ts';
import { openMethods } from '../methods.ts';

/** The one place where the gateway catches: every fault becomes a problem for the client and a line for us. */
const faults: GatewayPlugin = (app, { hub }, done) => {
  const methods = openMethods(app);
  app.setNotFoundHandler((request, reply) => {
    const allow = methods.at(request.url);
    if (allow === '') return sendProblem(reply, { code: 'NOT_FOUND' });
    return sendProblem(reply.header('allow', allow), { code: 'METHOD_NOT_ALLOWED', facts: { allow } });
  });
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    answerFault(hub.log, { error, request, reply }),
  );
  done();
};

export const faultsPlugin = fp(faults, { name: 'faults', fastify: '5.x' });

type Failure = {
  readonly error: FastifyError;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

/** Also for what fails before there is a route, such as a broken address. */
export function answerFault(log: Log, { error, request, reply }: Failure): FastifyReply {
  if (isHubFault(error, 'VERIFIER_BUSY')) return sendBusy(reply);
  const problem = problemOf(error, request.routeOptions.bodyLimit);
  if (problemDetails(problem, '').status >= 500)
    log.error({ trace: request.id, ...factsOf(error) }, 'request failed');
  return sendProblem(reply, problem);
}

function problemOf(error: FastifyError, limit: number): Problem {
  if (error.validation !== undefined) return invalid(error);
  if (isHubFault(error, 'SIGNING_UNAVAILABLE')) return { code: 'SIGNING_UNAVAILABLE' };
  if (isHubFault(error, 'RECORD_UNSOUND')) return { code: 'RECORD_UNSOUND' };
  if (isOutage(error) || isHubFault(error, 'DELIVERY_IMPOSSIBLE')) return { code: 'UNAVAILABLE' };
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return { code: 'MESSAGE_TOO_LARGE', facts: { limit: String(limit) } };
  const known = KNOWN[error.code];
  if (known !== undefined) return known;
  const isTheirs = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return isTheirs ? { code: 'REQUEST_INVALID', facts: { problem: error.code } } : { code: 'INTERNAL' };
}

const KNOWN: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'MESSAGE_FORMAT_UNKNOWN' },
  FST_ERR_HANDLER_TIMEOUT: { code: 'UNAVAILABLE' },
};

/** An address that no thing can have is an address where there is nothing. */
function invalid({ validation = [], validationContext }: FastifyError): Problem {
  if (validationContext === 'params') return { code: 'NOT_FOUND' };
  const [first] = validation;
  const place = `${validationContext ?? 'request'}${first?.instancePath ?? ''}`;
  return { code: 'REQUEST_INVALID', facts: { problem: `${place} ${sentenceOf(first)}` } };
}

type Fault = NonNullable<FastifyError['validation']>[number];

/** Nobody has to read a regular expression, or to guess which words there are. */
function sentenceOf(fault: Fault | undefined): string {
  const { keyword, message = 'is not valid', params = {} } = fault ?? {};
  const { allowedValues } = params;
  if (keyword === 'enum' && Array.isArray(allowedValues)) return `is none of ${allowedValues.join(', ')}`;
  if (keyword !== 'pattern' && keyword !== 'format') return message;
  const form = String(params['format'] ?? params['pattern']);
  if (form === 'date-time' || /^\^\[12].*T/.test(form)) return 'is no date-time such as 2026-01-31T00:00:00Z';
  return form === 'date' || form.startsWith('^[12]')
    ? 'is no date such as 2026-01-31'
    : 'is not of the form expected here';
}

/**
 * What we log of a fault. Messages of foreign errors may quote values (PostgreSQL quotes keys, JSON.parse the text), so
 * only those of our own faults are kept, and of the others the name, the code and where it happened.
 */
function factsOf(error: FastifyError): Readonly<Record<string, unknown>> {
  const { name, code } = error;
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return isHubFault(error) ? { name, reason: error.message, facts: error.facts, at } : { name, code, at };
}

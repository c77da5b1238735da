import fp from 'fastify-plugin';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NationalSystem } from '../../domain/directory/authority.ts';
import { countAttempts } from '../attempts.ts';
import { basicOf } from '../basic.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { sendProblem } from '../problems.ts';

const SYSTEM = 'system';

/** Prepares requests to carry who has sent them. */
const identity: GatewayPlugin = (app, _deps, done) => {
  app.decorateRequest(SYSTEM);
  done();
};

export const identityPlugin = fp(identity, { name: 'identity', fastify: '5.x' });

/** The system that has proved itself: only behind `authentication`. */
export function systemOf(request: FastifyRequest): NationalSystem {
  return request.getDecorator<NationalSystem>(SYSTEM);
}

export function systemNameOf(request: FastifyRequest): string | undefined {
  return request.getDecorator<NationalSystem | undefined>(SYSTEM)?.id;
}

/** Lets in registered systems only. Before the body is read: a stranger's bytes cost nothing. */
export function authentication(deps: GatewayDeps) {
  const attempts = countAttempts();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const given = basicOf(request.headers.authorization);
    if (given === undefined) return challenge(reply);
    const known = deps.hub.directory.current().systems.get(given.system);
    // Invented names share one count for each address, so that inventing names does not help.
    const key = `${request.ip} ${known?.id ?? ''}`;
    const now = Date.parse(deps.hub.clock.now());
    const seconds = attempts.wait(key, now);
    if (seconds > 0) return tooMany(reply, seconds);
    const isProved = await deps.credentials.verify(given.system, given.secret);
    if (isProved && known !== undefined) {
      request.setDecorator(SYSTEM, known);
      return undefined;
    }
    attempts.failed(key, now);
    return challenge(reply);
  };
}

function challenge(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'Basic realm="imi-hub", charset="UTF-8"');
  return sendProblem(reply, { code: 'UNAUTHENTICATED' });
}

function tooMany(reply: FastifyReply, seconds: number): FastifyReply {
  reply.header('retry-after', seconds);
  return sendProblem(reply, { code: 'TOO_MANY_FAILURES', facts: { seconds: String(seconds) } });
}

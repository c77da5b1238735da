import fp from 'fastify-plugin';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NationalSystem } from '../../domain/directory/authority.ts';
import { basicOf } from '../basic.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { openDoor } from '../door.ts';
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
export function authentication({ hub, credentials }: GatewayDeps) {
  const door = openDoor(credentials);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const given = basicOf(request.headers.authorization);
    if (given === undefined) return challenge(reply);
    const known = hub.directory.current().systems.get(given.system);
    const who = { ...given, isKnown: known !== undefined, address: request.ip };
    const answered = await door.knock(who, Date.parse(hub.clock.now()));
    if (answered === 'crowded') return tooMany(reply);
    if (answered === 'wrong' || known === undefined) return challenge(reply);
    request.setDecorator(SYSTEM, known);
    return undefined;
  };
}

function challenge(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'Basic realm="imi-hub", charset="UTF-8"');
  return sendProblem(reply, { code: 'UNAUTHENTICATED' });
}

function tooMany(reply: FastifyReply): FastifyReply {
  reply.header('retry-after', 1);
  return sendProblem(reply, { code: 'TOO_MANY_FAILURES', facts: { seconds: '1' } });
}

import fp from 'fastify-plugin';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { systemNameOf } from './identity.ts';

/**
 * Nothing we send is a page: no browser is to guess its type, run it, frame it, or tell others where it was. Answers are
 * kept by nobody, except where a route says otherwise.
 */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What every answer carries, and what we note of it. */
const traffic: GatewayPlugin = (app, deps, done) => {
  app.addHook('onRequest', (request, reply, next) => {
    reply.headers({ ...HEADERS, 'x-request-id': request.id });
    next();
  });
  app.addHook('onResponse', (request, reply, next) => {
    note(deps, request, reply);
    next();
  });
  done();
};

export const trafficPlugin = fp(traffic, { name: 'traffic', fastify: '5.x', dependencies: ['identity'] });

/** Patterns of routes only: an address could name a case. No bodies, no headers. */
function note({ hub, metrics }: GatewayDeps, request: FastifyRequest, reply: FastifyReply): void {
  const { method, id } = request;
  const route = request.routeOptions.url ?? 'unknown';
  const { statusCode: status, elapsedTime } = reply;
  metrics.http({ method, route, status, seconds: elapsedTime / 1000 });
  if (request.routeOptions.config.quiet === true) return;
  const facts = {
    trace: id,
    method,
    route,
    status,
    ms: Math.round(elapsedTime),
    system: systemNameOf(request),
  };
  hub.log.info(facts, 'request answered');
}

import fastify, { type FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { SCHEMA_VERSION } from '../domain/kernel/message.ts';
import type { GatewayDeps, GatewayPlugin } from './deps.ts';
import { openapiPlugin } from './describe/openapi.ts';
import { HTTP_SETTINGS, LARGEST_MESSAGE, timeouts } from './limits.ts';
import { demandsPlugin } from './plugins/demands.ts';
import { answerFault, faultsPlugin } from './plugins/faults.ts';
import { authentication, identityPlugin } from './plugins/identity.ts';
import { trafficPlugin } from './plugins/traffic.ts';
import { areaRoutes } from './routes/areas.ts';
import { caseRoute } from './routes/case.ts';
import { caseRoutes } from './routes/cases.ts';
import { statisticsRoutes } from './routes/statistics.ts';
import { certificateRoutes } from './routes/certificates.ts';
import { descriptionRoutes } from './routes/descriptions.ts';
import { documentRoutes } from './routes/documents.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { messageRoutes } from './routes/messages.ts';
import { operationsRoutes } from './routes/operations.ts';
import { reportRoutes } from './routes/reports.ts';
import { schemaRoutes } from './routes/schemas.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { verifyRoutes } from './routes/verify.ts';
import { refuseConnection, refuseOddities } from './connection.ts';

export type { GatewayDeps } from './deps.ts';

/**
 * The hub over HTTP. What is public stands apart from what is for systems: the second room has its own door, and no
 * route in it can forget to lock.
 */
export function buildGateway(deps: GatewayDeps): FastifyInstance {
  const { log, ids } = deps.hub;
  const { http = HTTP_SETTINGS } = deps;
  const app = fastify({
    ...timeouts(http),
    // Who is not trusted here cannot make itself another address by a header.
    trustProxy: http.trustedProxies.length > 0 && [...http.trustedProxies],
    // Held against by ourselves, so that it is answered as everything else.
    http: { requireHostHeader: false },
    // Whoever may ask a proxy for the whole address may ask us (RFC 9112, 3.2.2).
    rewriteUrl: ({ url = '/' }) => url.replace(/^https?:\/\/[^/?#]*(?=$|[/?#])/i, '') || '/',
    // Else its numbers that are none, such as Infinity, pass every limit once they are read from text.
    ajv: { customOptions: { strictNumbers: false } },
    logger: false,
    bodyLimit: LARGEST_MESSAGE,
    // Ids of requests are ours: what a client sends could be anything.
    requestIdHeader: false,
    genReqId: () => ids.uuid(),
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, ids.uuid()),
    frameworkErrors: (error, request, reply) => void answerFault(log, { error, request, reply }),
  });
  // Not shorter than an idle connection may be kept: some versions of Node count that time, too.
  app.server.headersTimeout = (http.keepAliveSeconds + 1) * 1000;
  refuseOddities(app.server, () => ids.uuid());
  app.register(identityPlugin, deps);
  app.register(faultsPlugin, deps);
  app.register(trafficPlugin, deps);
  app.register(demandsPlugin, deps);
  app.register(openapiPlugin, deps);
  app.register(publicRoutes, deps);
  app.register(systemRoutes, deps);
  return app;
}

const API = '/api/v1';

const ROOM = {
  fastify: '5.x',
  encapsulate: true,
  dependencies: ['identity', 'faults', 'traffic', 'demands', 'openapi'],
};

const openRoom: GatewayPlugin = (app, deps, done) => {
  app.register(operationsRoutes, deps);
  app.register(descriptionRoutes, deps);
  app.register(verifyRoutes, deps);
  app.register(schemaRoutes, { ...deps, prefix: `/schemas/${SCHEMA_VERSION}` });
  app.register(areaRoutes, { ...deps, prefix: API });
  app.register(certificateRoutes, { ...deps, prefix: API });
  done();
};
const publicRoutes = fp(openRoom, { ...ROOM, name: 'public-routes' });

const lockedRoom: GatewayPlugin = (app, deps, done) => {
  app.addHook('onRequest', authentication(deps));
  app.register(messageRoutes, { ...deps, prefix: API });
  app.register(inboxRoutes, { ...deps, prefix: API });
  app.register(caseRoutes, { ...deps, prefix: API });
  app.register(caseRoute, { ...deps, prefix: API });
  app.register(statisticsRoutes, { ...deps, prefix: API });
  app.register(uploadRoutes, { ...deps, prefix: API });
  app.register(documentRoutes, { ...deps, prefix: API });
  app.register(reportRoutes, { ...deps, prefix: API });
  done();
};
const systemRoutes = fp(lockedRoom, { ...ROOM, name: 'system-routes' });

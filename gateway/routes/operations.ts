import Type from 'typebox';
import { sealTroubles } from '../../hub/seals.ts';
import type { GatewayPlugin } from '../deps.ts';

const Seals = Type.Array(Type.Object({ seal: Type.String(), why: Type.String() }), {
  description:
    'Seals that cannot be used now: what is to be sealed waits, messages go on unless theirs is among them.',
});
const Health = Type.Object({
  status: Type.Union([Type.Literal('up'), Type.Literal('unavailable')]),
  seals: Type.Optional(Seals),
});

/** For load balancers, which need no more. The reasons and the metrics are told elsewhere (`OPERATIONS_PORT`). */
export const operationsRoutes: GatewayPlugin = (app, { ready, hub, seals = [] }, done) => {
  app.get('/health/live', {
    schema: { ...about('isAlive', 'Whether the program runs.'), response: { 200: Health } },
    config: { quiet: true },
    handler: () => ({ status: 'up' as const }),
  });
  app.get('/health/ready', {
    schema: {
      ...about('isReady', 'Whether requests can be answered.'),
      response: { 200: Health, 503: Health },
    },
    config: { quiet: true },
    handler: async (_request, reply) => {
      const troubles = sealTroubles(seals, hub.clock.now());
      const told = troubles.length > 0 ? { seals: troubles } : {};
      if (await ready()) return { status: 'up' as const, ...told };
      return reply.code(503).send({ status: 'unavailable', ...told });
    },
  });
  done();
};

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['operations'], security: [] };
}

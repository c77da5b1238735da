import Type from 'typebox';
import type { GatewayPlugin } from '../deps.ts';

const Health = Type.Object({ status: Type.Union([Type.Literal('up'), Type.Literal('unavailable')]) });

const METRICS = {
  200: { description: 'Prometheus text.', content: { 'text/plain': { schema: { type: 'string' } } } },
};

/** For whoever runs the hub; a proxy in front keeps these addresses inside. */
export const operationsRoutes: GatewayPlugin = (app, { ready, metrics }, done) => {
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
    handler: async (_request, reply) =>
      (await ready()) ? { status: 'up' as const } : reply.code(503).send({ status: 'unavailable' }),
  });
  app.get('/metrics', {
    schema: about('readMetrics', 'Counts and times, for Prometheus.'),
    config: { quiet: true, documented: { response: METRICS } },
    handler: async (_request, reply) => {
      const { contentType, text } = await metrics.expose();
      return reply.type(contentType).send(text);
    },
  });
  done();
};

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['operations'], security: [] };
}

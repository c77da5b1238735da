import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { countAttempts } from '../attempts.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { Issued, Verified } from '../describe/verification.ts';
import { LARGEST_REPORT, VERIFICATIONS } from '../limits.ts';
import { sendProblem } from '../problems.ts';

const ReportId = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9-]+$' }),
});

const Demand = Type.Object({
  level: Type.Optional(
    Type.Union([Type.Literal('B-B'), Type.Literal('B-T'), Type.Literal('B-LT'), Type.Literal('B-LTA')], {
      description: 'The least level that will do (EN 319 142-1).',
    }),
  ),
});

const PDF = {
  content: { 'application/pdf': { schema: { type: 'string', contentMediaType: 'application/pdf' } } },
};

/** Whoever holds a report may ask whether it is the hub's and unchanged: no account, nothing of the case in the answer. */
export const verifyRoutes: GatewayPlugin = (app, deps, done) => {
  const { hub, verifier } = deps;
  app.addHook('onRequest', limited(deps));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
    parsed(null, body);
  });
  app.get('/verify/:id', {
    schema: {
      ...about('readIssuedReport', 'Whether the hub has issued this report.'),
      params: ReportId,
      response: { 200: Issued },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const issued = await hub.store.issued(id);
      if (issued === undefined) return sendProblem(reply, { code: 'NOT_FOUND' });
      const { sha256, issuedAt, extended } = issued;
      return { report: id, sha256, issuedAt, ...(extended.length > 0 && { extended: [...extended] }) };
    },
  });
  if (verifier !== undefined) {
    app.post('/verify', {
      bodyLimit: LARGEST_REPORT,
      schema: {
        ...about('verifyReport', 'Verify a signed report.'),
        querystring: Demand,
        response: { 200: Verified },
      },
      config: { documented: { body: PDF } },
      handler: async (request, reply) => {
        if (!isPdf(request.headers['content-type']) || !Buffer.isBuffer(request.body))
          return sendProblem(reply, { code: 'PDF_EXPECTED' });
        const found = verifier.verify(request.body, request.query.level);
        return { ...found, signatures: [...found.signatures], timeStamps: [...found.timeStamps] };
      },
    });
  }
  done();
};

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['verification'], security: [] };
}

function isPdf(contentType = ''): boolean {
  return /^application\/pdf\s*(;|$)/i.test(contentType);
}

/** Before the body is read; every question counts, whatever its answer. */
function limited({ hub }: GatewayDeps) {
  const attempts = countAttempts(VERIFICATIONS);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const now = Date.parse(hub.clock.now());
    const seconds = attempts.wait(request.ip, now);
    attempts.failed(request.ip, now);
    if (seconds === 0) return undefined;
    reply.header('retry-after', seconds);
    return sendProblem(reply, { code: 'TOO_MANY_REQUESTS', facts: { seconds: String(seconds) } });
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { code } from '../../domain/kernel/says.ts';
import { countAttempts } from '../attempts.ts';
import { DOSSIER_TYPE } from '../../schemas/dossier.ts';
import type { Verification } from '../../hub/verification.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { Issued, Verified } from '../describe/verification.ts';
import { BODIES_AT_ONCE, LARGEST_REPORT, VERIFICATIONS } from '../limits.ts';
import { sendBusy, sendProblem } from '../problems.ts';

const ReportId = Type.Object({ id: code(60) });

const Demand = Type.Object({
  level: Type.Optional(
    Type.Union([Type.Literal('B-B'), Type.Literal('B-T'), Type.Literal('B-LT'), Type.Literal('B-LTA')], {
      description: 'The least level that will do (EN 319 142-1).',
    }),
  ),
});

const SIGNED = [
  'application/pdf',
  DOSSIER_TYPE,
  'application/xml',
  'application/json',
  'application/cloudevents+json',
];

const BODIES = {
  content: Object.fromEntries(
    SIGNED.map((type) => [type, { schema: { type: 'string', contentMediaType: type } }]),
  ),
};

/**
 * Whoever holds a signed file may ask whether it is the hub's and unchanged: no account, and nothing of the case in the
 * answer that does not stand in the file itself.
 */
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
        ...about('verifyFile', 'Verify a signed report, receipt, message or dossier.'),
        querystring: Demand,
        response: { 200: Verified },
      },
      config: { documented: { body: BODIES } },
      onRequest: admission(),
      handler: async (request, reply) => {
        if (!mayBeSigned(request.headers['content-type']) || !Buffer.isBuffer(request.body))
          return sendProblem(reply, { code: 'NOT_VERIFIABLE' });
        return answered(await verifier.verify(request.body, request.query.level));
      },
    });
  }
  done();
};

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['verification'], security: [] };
}

/** Fastify's types have no readonly lists. */
function answered({ contents, signatures, timeStamps, ...found }: Verification) {
  const lists = { signatures: [...signatures], timeStamps: [...timeStamps] };
  return { ...found, ...lists, ...(contents && { contents: [...contents] }) };
}

/** What the file really is, its content says. */
function mayBeSigned(contentType = ''): boolean {
  const [name = ''] = contentType.split(';');
  return [...SIGNED, 'text/xml'].includes(name.trim().toLowerCase());
}

/** Before the body is read, which takes memory of this process for as long as its sender likes to be slow. */
function admission() {
  const inHand = new Map<string, number>();
  return async ({ ip }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const own = inHand.get(ip) ?? 0;
    const all = [...inHand.values()].reduce((sum, count) => sum + count, 0);
    if (all >= BODIES_AT_ONCE.all || own >= BODIES_AT_ONCE.ofOneAddress) return sendBusy(reply);
    inHand.set(ip, own + 1);
    reply.raw.once('close', () => {
      const left = (inHand.get(ip) ?? 1) - 1;
      if (left > 0) inHand.set(ip, left);
      else inHand.delete(ip);
    });
    return undefined;
  };
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

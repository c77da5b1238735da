import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { mayNamePerson } from '../../domain/case/report-kinds.ts';
import { defined } from '../../domain/kernel/optional.ts';
import { code } from '../../domain/kernel/says.ts';
import { DOSSIER_TYPE, endingOf, mediaTypeOf } from '../../schemas/dossier.ts';
import { SCALARS } from '../../schemas/message/envelope.ts';
import { REPORT_PROGRESS, type ReportFile, type ReportStatus } from '../../hub/reports/report-records.ts';
import { openNotes } from '../../hub/case/accesses.ts';
import { sealTroubles } from '../../hub/seals.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { isKnown } from '../documents.ts';
import { systemOf } from '../plugins/identity.ts';
import { sendProblem } from '../problems.ts';

const ReportId = Type.Object({ id: code(60) });

const Status = Type.Object({
  id: Type.String(),
  case: Type.String({ description: 'Case number.' }),
  authority: Type.String({ description: 'For which it was ordered.' }),
  kind: Type.String(),
  language: Type.String(),
  orderedAt: Type.String({ format: 'date-time' }),
  progress: Type.Enum([...REPORT_PROGRESS], {
    description: 'A failed one has been tried ten times and is left for people.',
  }),
  waitsFor: Type.Optional(
    Type.String({
      description: 'Why it is not made now, where that is the hub: it comes once that is mended.',
    }),
  ),
  expiresAt: Type.String({ format: 'date-time', description: 'When its file is deleted.' }),
  issuedAt: Type.Optional(Type.String({ format: 'date-time' })),
  size: Type.Optional(Type.Integer({ description: 'Bytes.' })),
  sha256: Type.Optional(Type.String({ description: 'Of the file, hexadecimal.' })),
});
const Orders = Type.Object({ reports: Type.Array(Status, { description: 'The newest first.' }) });

const Wanted = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
  case: Type.Optional({ ...SCALARS.subject, description: 'Only those of this case.' }),
});

const FILES = Object.fromEntries(
  ['application/pdf', DOSSIER_TYPE].map((type) => [
    type,
    { schema: { type: 'string', contentMediaType: type } },
  ]),
);
const ANSWERS = {
  200: {
    description:
      'The sealed report or dossier, with all its time stamps. Its entity tag is its SHA-256: that of `report.issued`, or a later one of `GET /verify/{id}`.',
    content: FILES,
  },
  202: {
    description: 'Ordered and not ready yet: how far it is. Ask again.',
    content: { 'application/json': { schema: Status } },
  },
  304: { description: 'The report that you have.' },
};

/** Certified reports and dossiers, for the system that speaks for who ordered them and for nobody else. */
export const reportRoutes: GatewayPlugin = (app, deps, done) => {
  const { hub } = deps;
  const note = openNotes(hub);
  app.get('/reports', {
    schema: {
      operationId: 'listReports',
      tags: ['reports'],
      summary: 'List the reports and dossiers that were ordered, and how far they are.',
      querystring: Wanted,
      response: { 200: Orders },
    },
    handler: async (request) => {
      const { limit, case: caseNumber } = request.query;
      const wanted = { limit, ...defined('caseNumber', caseNumber) };
      const reports = await hub.store.orderedReports(systemOf(request).authorities, wanted);
      return { reports: reports.map((report) => shown(report, deps)) };
    },
  });
  app.get('/reports/:id', {
    schema: {
      operationId: 'fetchReport',
      tags: ['reports'],
      summary: 'Fetch a report or a dossier that was ordered.',
      params: ReportId,
    },
    config: { documented: { response: ANSWERS } },
    handler: async (request, reply) => {
      const file = await hub.store.report(request.params.id);
      if (file === undefined || !systemOf(request).authorities.includes(file.authority))
        return answerUnfinished(deps, request, reply);
      const etag = `"${file.sha256}"`;
      // May be kept by the system itself only, and only if it asks each time: reports end after 30 days.
      reply.headers({ etag, 'cache-control': 'private, no-cache' });
      if (isKnown(request, etag)) return reply.code(304).send();
      // A customised one may name the person or not: a record too many hides nobody.
      const { caseNumber, authority, kind } = file;
      if (mayNamePerson(kind))
        await note({ caseNumber, authority, system: systemOf(request).id, way: 'report' });
      reply.header('content-disposition', disposition(file));
      return reply.type(mediaTypeOf(file.kind)).send(file.bytes);
    },
  });
  done();
};

/** An order that is still worked on is no fault of who asks for it; the order of another system is unknown. */
async function answerUnfinished(
  deps: GatewayDeps,
  request: FastifyRequest<{ Params: Static<typeof ReportId> }>,
  reply: Pick<FastifyReply, 'code' | 'header' | 'send' | 'type' | 'request'>,
): Promise<FastifyReply> {
  const { authorities } = systemOf(request);
  const [order] = await deps.hub.store.orderedReports(authorities, { limit: 1, id: request.params.id });
  if (order?.progress !== 'waiting' && order?.progress !== 'being made')
    return sendProblem(reply, { code: 'REPORT_UNKNOWN' });
  return reply.code(202).header('retry-after', '1').type('application/json').send(shown(order, deps));
}

function shown(
  { caseNumber, ...status }: ReportStatus,
  { hub, seals = [] }: GatewayDeps,
): Static<typeof Status> {
  const isOpen = status.progress === 'waiting' || status.progress === 'being made';
  const trouble = sealTroubles(seals, hub.clock.now()).find(({ seal }) => seal === 'reports');
  return { ...status, case: caseNumber, ...(isOpen && trouble && { waitsFor: trouble.why }) };
}

/** Names of cases are of harmless characters; should one ever not be, the header is none the worse (RFC 6266). */
function disposition({ caseNumber, kind, language }: ReportFile): string {
  const name = `${caseNumber}-${kind}-${language}`.replace(/[^A-Za-z0-9._-]/g, '_');
  return `attachment; filename="${name}.${endingOf(kind)}"`;
}

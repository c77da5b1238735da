import Type from 'typebox';
import { DOSSIER_TYPE, endingOf, mediaTypeOf } from '../../schemas/dossier.ts';
import type { ReportFile } from '../../hub/ports.ts';
import type { GatewayPlugin } from '../deps.ts';
import { isKnown } from '../documents.ts';
import { systemOf } from '../plugins/identity.ts';
import { sendProblem } from '../problems.ts';

const ReportId = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9-]+$' }),
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
  304: { description: 'The report that you have.' },
};

/** Certified reports and dossiers, for the system that ordered them and for nobody else. */
export const reportRoutes: GatewayPlugin = (app, { hub }, done) => {
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
      if (file === undefined || file.system !== systemOf(request).id)
        return sendProblem(reply, { code: 'REPORT_UNKNOWN' });
      const etag = `"${file.sha256}"`;
      // May be kept by the system itself only, and only if it asks each time: reports end after 30 days.
      reply.headers({ etag, 'cache-control': 'private, no-cache' });
      if (isKnown(request, etag)) return reply.code(304).send();
      reply.header('content-disposition', disposition(file));
      return reply.type(mediaTypeOf(file.kind)).send(file.bytes);
    },
  });
  done();
};

/** Names of cases are of harmless characters; should one ever not be, the header is none the worse (RFC 6266). */
function disposition({ caseNumber, kind, language }: ReportFile): string {
  const name = `${caseNumber}-${kind}-${language}`.replace(/[^A-Za-z0-9._-]/g, '_');
  return `attachment; filename="${name}.${endingOf(kind)}"`;
}

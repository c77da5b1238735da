import Type from 'typebox';
import { WAYS_IN } from '../../domain/kernel/access.ts';
import { caseNumber } from '../../schemas/message/envelope.ts';
import { accessesTo, openNotes } from '../../hub/case/accesses.ts';
import { lookAt } from '../../hub/case/look.ts';
import type { GatewayPlugin } from '../deps.ts';
import { caseBodies } from '../describe/messages.ts';
import { systemOf } from '../plugins/identity.ts';
import { sendProblem } from '../problems.ts';

const Named = Type.Object({ number: caseNumber() });

const Detail = Type.Object({
  authority: Type.String({ description: 'Which of yours sees it so.' }),
  workflow: Type.String(),
  case: Type.Unsafe<object>({
    type: 'object',
    additionalProperties: true,
    description: 'As in the messages that tell of it, with the commands that you can give now.',
  }),
});
const Accesses = Type.Object({
  accesses: Type.Array(
    Type.Object({
      at: Type.String({ format: 'date-time' }),
      authority: Type.String(),
      system: Type.String(),
      way: Type.Enum([...WAYS_IN], { description: 'A message, the case over HTTP, or a report, a dossier or a document that was fetched.' }),
    }),
    { description: 'The newest first, 1000 at the most.' },
  ),
}); // prettier-ignore
const MOST = 1000;

/** One case, and who of the own side has looked at personal data in it. */
export const caseRoute: GatewayPlugin = (app, { hub, book }, done) => {
  const note = openNotes(hub);
  app.get('/cases/:number', {
    schema: {
      operationId: 'readCase',
      tags: ['cases'],
      summary: 'Read a case as you may see it now. That you have is recorded where it shows personal data.',
      params: Named,
      response: { 200: Detail },
    },
    config: { documented: { response: caseBodies(book) } },
    handler: async (request, reply) => {
      const system = systemOf(request);
      const { number } = request.params;
      const look = await lookAt(hub, system, number);
      if (look === undefined) return sendProblem(reply, { code: 'CASE_UNKNOWN' });
      const { authority, workflow, view, isFull } = look;
      // Of what has been erased nobody sees anything any more.
      if (isFull && !('erased' in view)) await note({ caseNumber: number, authority, system: system.id, way: 'detail' });
      // Whoever keeps it would be shown it again without a record.
      reply.header('cache-control', 'no-store');
      return { authority, workflow, case: view };
    },
  });
  app.get('/cases/:number/accesses', {
    schema: {
      operationId: 'listAccesses',
      tags: ['cases'],
      summary: 'List who of your authority has been shown personal data of a case.',
      params: Named,
      response: { 200: Accesses },
    },
    handler: async (request, reply) => {
      const system = systemOf(request);
      const { number } = request.params;
      const look = await lookAt(hub, system, number);
      if (look === undefined) return sendProblem(reply, { code: 'CASE_UNKNOWN' });
      if (!look.isFull) return sendProblem(reply, { code: 'NOT_ALLOWED', facts: { command: 'The list of accesses', by: 'those who may see personal data' } });
      const found = await accessesTo(hub, look.record);
      return { accesses: found.filter(({ authority }) => authority === look.authority).slice(0, MOST) };
    },
  });
  done();
}; // prettier-ignore

import Type, { type TSchema } from 'typebox';
import type { GatewayPlugin } from '../deps.ts';
import { AreaListView, AreaView, Language, QuestionSetView } from '../area/shows.ts';
import { areaName, areaView, questionSetView } from '../area/view.ts';
import { jsonDocument, sendDocument } from '../documents.ts';
import { sendProblem } from '../problems.ts';

const Code = Type.String({ minLength: 1, maxLength: 60 });
const AreaCode = Type.Object({ code: Code });
const SetName = Type.Object({ code: Code, id: Code, version: Code });

/** The published legislative areas. Law is public: no credentials are asked for. */
export const areaRoutes: GatewayPlugin = (app, { hub }, done) => {
  app.get('/areas', {
    schema: { ...about('listAreas', 'List the legislative areas.'), querystring: Language },
    config: answers(AreaListView),
    handler: (request, reply) => {
      const areas = [...hub.areas.current().values()].map((area) => areaName(area, request.query.language));
      return sendDocument(request, reply, jsonDocument({ areas }));
    },
  });
  app.get('/areas/:code', {
    schema: { ...about('readArea', 'Read one legislative area.'), params: AreaCode, querystring: Language },
    config: answers(AreaView),
    handler: (request, reply) => {
      const area = hub.areas.current().get(request.params.code);
      if (area === undefined) return sendProblem(reply, { code: 'NOT_FOUND' });
      return sendDocument(request, reply, jsonDocument(areaView(area, request.query.language)));
    },
  });
  app.get('/areas/:code/question-sets/:id/:version', {
    schema: { ...about('readQuestionSet', 'Read one question set.'), params: SetName, querystring: Language },
    config: answers(QuestionSetView),
    handler: (request, reply) => {
      const { code, id, version } = request.params;
      const area = hub.areas.current().get(code);
      const set = area?.questionSets.get(`${id}@${version}`);
      if (area === undefined || set === undefined) return sendProblem(reply, { code: 'NOT_FOUND' });
      return sendDocument(request, reply, jsonDocument(questionSetView(area, set, request.query.language)));
    },
  });
  done();
};

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['areas'], security: [] };
}

/** Sent as a document with an entity tag, so it is described here and not serialised by its schema. */
function answers(schema: TSchema) {
  const content = { 'application/json': { schema } };
  return { documented: { response: { 200: { description: 'As published now.', content } } } };
}

import type { GatewayPlugin } from '../deps.ts';
import { documentOf, jsonDocument, sendDocument, type Document } from '../documents.ts';

/** The interfaces described by themselves: OpenAPI for HTTP, AsyncAPI for the broker. */
export const descriptionRoutes: GatewayPlugin = (app, { asyncapi }, done) => {
  let openapi: Document | undefined;
  const broker = documentOf('application/json; charset=utf-8', asyncapi);
  app.get('/openapi.json', {
    schema: { hide: true },
    handler(request, reply) {
      openapi ??= jsonDocument(app.swagger());
      return sendDocument(request, reply, openapi);
    },
  });
  app.get('/asyncapi.json', {
    schema: { hide: true },
    handler: (request, reply) => sendDocument(request, reply, broker),
  });
  done();
};

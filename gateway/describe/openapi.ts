import swagger from '@fastify/swagger';
import fp from 'fastify-plugin';
import type { FastifySchema, RouteOptions } from 'fastify';
import Type from 'typebox';
import { SCHEMA_VERSION } from '../../domain/kernel/message.ts';
import type { GatewayPlugin } from '../deps.ts';
import { PROBLEM_TYPE } from '../problems.ts';
import { completed } from './completed.ts';
import { HEADERS } from './headers.ts';
import { caseComponents, messageComponents } from './messages.ts';

const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable code.' }),
    trace: Type.String({ description: 'Name it when you ask the operators of the hub.' }),
  },
  { description: 'RFC 9457 problem details. The codes are in docs/errors.md.' },
);

const PROBLEM = {
  description: 'What is wrong.',
  // Of refusals by status: seconds to wait with 429 and 503, what is possible with 405, the size with 416.
  headers: {
    'Retry-After': HEADERS['Retry-After'],
    Allow: HEADERS.Allow,
    'Content-Range': HEADERS['Content-Range'],
  },
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The OpenAPI document, collected from the routes as they are registered. */
const openapi: GatewayPlugin = (app, { book }, done) => {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'imi-hub',
        version: SCHEMA_VERSION,
        description: 'Messages between the national authorities of the European Economic Area, over HTTP.',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      servers: [{ url: '/' }],
      tags: [
        'messages',
        'inbox',
        'cases',
        'documents',
        'reports',
        'statistics',
        'verification',
        'areas',
        'schemas',
        'operations',
      ].map((name) => ({ name })),
      components: {
        schemas: { Problem, ...messageComponents(book), ...caseComponents(book) },
        securitySchemes: {
          system: { type: 'http', scheme: 'basic', description: "The system's name and its broker secret." },
        },
      },
      security: [{ system: [] }],
    },
    exposeHeadRoutes: true,
    transformObject: (made) => completed('openapiObject' in made ? made.openapiObject : made.swaggerObject),
    transform: ({ schema, url, route }) => ({ url, schema: documented(schema, route) }),
  });
  done();
};

export const openapiPlugin = fp(openapi, { name: 'openapi', fastify: '5.x' });

/** Adds what the route's own schema does not say, because it reads and writes bytes. */
function documented(schema: FastifySchema | undefined, { config }: RouteOptions): FastifySchema {
  const { body, response } = config?.documented ?? {};
  const own = schema?.response;
  return {
    ...schema,
    ...(schema?.querystring === undefined ? {} : { querystring: asSent(schema.querystring) }),
    ...(body === undefined ? {} : { body }),
    response: { ...(typeof own === 'object' ? own : {}), ...response, default: PROBLEM },
  };
}

/** What has a default may be left out: that it is there is true only once a request has been read. */
function asSent(schema: unknown): unknown {
  if (!isObjectSchema(schema)) return schema;
  const { required = [], properties } = schema;
  return { ...schema, required: required.filter((name) => !hasDefault(properties[name])) };
}

type ObjectSchema = {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
};

function isObjectSchema(schema: unknown): schema is ObjectSchema {
  return typeof schema === 'object' && schema !== null && 'properties' in schema;
}

function hasDefault(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'default' in schema;
}

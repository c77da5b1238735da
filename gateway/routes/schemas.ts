import Type from 'typebox';
import type { Area } from '../../domain/area/area.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { vocabulariesOf } from '../area/vocabularies.ts';
import { documentOf, jsonDocument, sendDocument, type Document } from '../documents.ts';
import { sendProblem } from '../problems.ts';
import { schemaFolder, type SchemaFile } from '../schema-folder.ts';
import { SCHEMA_VERSION } from '../../domain/kernel/message.ts';

const File = Type.String({
  maxLength: 100,
  description: '{type}.schema.json, {type}.xsd, types.xsd, sbdh.xsd, messages.xsd or directory.schema.json',
});
const FileName = Type.Object({ file: File });
const ProfileName = Type.Object({ area: Type.String(), version: Type.String(), file: File });

/** The published schemas, and for each area the same narrowed to its words. Public: they are the contract. */
export const schemaRoutes: GatewayPlugin = (app, deps, done) => {
  const general = openFolder(schemaFolder(typesOf(deps)));
  const profiles = profileFolders(deps);
  app.get('/', {
    prefixTrailingSlash: 'slash',
    schema: about('listSchemas', 'List the message types and where their schemas are.'),
    config: answers('application/json', { type: 'object' }),
    handler: (request, reply) => sendDocument(request, reply, jsonDocument(index(deps))),
  });
  app.get('/:file', {
    schema: { ...about('readSchema', 'Read a schema.'), params: FileName },
    config: answers('application/schema+json', { type: 'object' }),
    handler(request, reply) {
      const found = general(request.params.file);
      return found === undefined
        ? sendProblem(reply, { code: 'NOT_FOUND' })
        : sendDocument(request, reply, found);
    },
  });
  app.get('/areas/:area/:version/:file', {
    schema: { ...about('readProfile', 'Read a schema narrowed to an area.'), params: ProfileName },
    config: answers('application/schema+json', { type: 'object' }),
    handler(request, reply) {
      const { area: code, version, file } = request.params;
      const area = deps.hub.areas.current().get(code);
      const found = area?.version === version ? profiles(area)(file) : undefined;
      return found === undefined
        ? sendProblem(reply, { code: 'NOT_FOUND' })
        : sendDocument(request, reply, found);
    },
  });
  done();
};

type Folder = (file: string) => Document | undefined;

/** Each file is made once, when it is first asked for. */
function openFolder(files: ReadonlyMap<string, SchemaFile>): Folder {
  const made = new Map<string, Document>();
  return (name) => {
    const file = files.get(name);
    if (file === undefined) return undefined;
    const document = made.get(name) ?? documentOf(`${file.type}; charset=utf-8`, file.text());
    made.set(name, document);
    return document;
  };
}

/** A folder lives as long as the area it was made for: one that is published anew is another value. */
function profileFolders(deps: GatewayDeps): (area: Area) => Folder {
  const folders = new WeakMap<Area, Folder>();
  return (area) => {
    const folder = folders.get(area) ?? openFolder(schemaFolder(typesOf(deps), vocabulariesOf(area)));
    folders.set(area, folder);
    return folder;
  };
}

function typesOf({ book }: GatewayDeps) {
  return [...book.types.values()].map(({ type }) => type);
}

function index(deps: GatewayDeps) {
  const types = typesOf(deps).map(({ type, direction, summary, subject }) => ({
    type,
    direction,
    summary,
    subject,
    jsonSchema: `${type}.schema.json`,
    xsd: `${type}.xsd`,
  }));
  const areas = [...deps.hub.areas.current().values()].map(({ code, version }) => ({
    area: code,
    version,
    folder: `areas/${code}/${version}/`,
  }));
  return {
    version: SCHEMA_VERSION,
    header: 'sbdh.xsd',
    sharedTypes: 'types.xsd',
    allTypes: 'messages.xsd',
    directory: 'directory.schema.json',
    types,
    areas,
  };
}

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['schemas'], security: [] };
}

function answers(mediaType: string, schema: object) {
  const xml = mediaType === 'application/json' ? {} : { 'application/xml': { schema: { type: 'string' } } };
  const content = { [mediaType]: { schema }, ...xml };
  return { documented: { response: { 200: { description: 'As published now.', content } } } };
}

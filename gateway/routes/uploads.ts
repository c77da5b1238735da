import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { receive } from '../../hub/documents/receive.ts';
import { instantLater } from '../../hub/instant.ts';
import type { Pieces, Upload } from '../../hub/ports/documents.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { LEAST_PIECE, UPLOAD_HOURS, UPLOAD_QUOTA, UPLOADING_WITHIN_MS } from '../limits.ts';
import { systemOf } from '../plugins/identity.ts';
import { sendProblem, type Problem } from '../problems.ts';
import { openTransfers } from '../transfers.ts';
import {
  ABLE,
  checksumIn,
  Creation,
  metadataIn,
  metadataOf,
  Patching,
  standingOf,
  TUS_VERSION,
} from '../tus.ts';

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const UploadId = Type.Object({ id: Type.String({ pattern: UUID, description: 'Id of the upload.' }) });
type UploadId = Static<typeof UploadId>;

const Standing = Type.Object({
  id: Type.String(),
  authority: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer({ description: 'Bytes.' }),
  sha256: Type.String(),
  received: Type.Integer({ description: 'Bytes that have come.' }),
  state: Type.Enum(['open', 'checking', 'ready', 'refused'], {
    description: 'A message can claim what is ready; the bytes of what is refused are gone.',
  }),
  trouble: Type.Optional(Type.String({ description: 'Why it is refused, as a code of docs/errors.md.' })),
  case: Type.Optional(Type.String({ description: 'Case that has claimed it.' })),
  expiresAt: Type.String({ format: 'date-time', description: 'When it ends, unless a case has claimed it.' }),
});

const OFFSET_STREAM = 'application/offset+octet-stream';
const BODY = { content: { [OFFSET_STREAM]: { schema: { type: 'string', format: 'binary' } } } };

type Reply = Pick<FastifyReply, 'code' | 'request' | 'header' | 'headers'>;

/** Documents too large for a message are handed in here first, by tus 1.0.0 with creation, expiration, checksum and termination. */
export const uploadRoutes: GatewayPlugin = (app, deps, done) => {
  const { store } = deps.hub;
  const transfers = openTransfers();
  app.addHook('onRequest', spoken);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
  app.options('/documents', {
    schema: about('describeUploads', 'Tell what of tus is spoken here, and how large a document may be.'),
    config: documented(204, 'In the headers.'),
    handler: (_request, reply) =>
      reply.headers({ ...ABLE, 'tus-max-size': String(admitted(deps).size) }).code(204).send(),
  });
  app.post('/documents', {
    schema: { ...about('createUpload', 'Begin to hand in a document.'), headers: Creation },
    config: documented(201, 'Its address stands in `location`; it ends at `upload-expires` if no message claims it.'),
    handler: (request, reply) => create(deps, { request, headers: request.headers }, reply),
  });
  app.head('/documents/:id', {
    schema: { ...about('askUpload', 'Ask how much of a document has come.'), params: UploadId },
    config: documented(200, 'In `upload-offset`.'),
    handler: async (request, reply) => {
      const upload = await own(deps, request);
      if (upload === undefined) return sendProblem(reply, { code: 'NOT_FOUND' });
      const headers = { 'upload-length': String(upload.size), 'upload-metadata': metadataOf(upload) };
      return reply.headers({ ...standingOf(upload), ...headers }).send();
    },
  });
  app.get('/documents/:id', {
    exposeHeadRoute: false,
    schema: { ...about('readUpload', 'Read how far an upload is.'), params: UploadId, response: { 200: Standing } },
    handler: async (request, reply) => {
      const upload = await own(deps, request);
      return upload === undefined ? sendProblem(reply, { code: 'NOT_FOUND' }) : shown(upload);
    },
  });
  app.patch('/documents/:id', {
    handlerTimeout: UPLOADING_WITHIN_MS,
    schema: { ...about('continueUpload', 'Hand in the next bytes of a document.'), params: UploadId, headers: Patching },
    config: { documented: { body: BODY, ...documented(204, 'Kept, up to `upload-offset`.').documented } },
    handler: async (request, reply) => {
      const system = systemOf(request).id;
      if (!transfers.begin(system)) return refused(reply, { code: 'TRANSFERS_BUSY' });
      try {
        return await proceed(deps, { request, headers: request.headers }, reply);
      } finally {
        transfers.end(system);
      }
    },
  });
  app.delete('/documents/:id', {
    schema: { ...about('endUpload', 'Give up an upload that no message has claimed.'), params: UploadId },
    config: documented(204, 'Its bytes are gone.'),
    handler: async (request, reply) => {
      const upload = await own(deps, request);
      if (upload === undefined) return sendProblem(reply, { code: 'NOT_FOUND' });
      if (await store.dropUpload(upload.id)) return reply.code(204).send();
      const isThere = (await own(deps, request)) !== undefined;
      return sendProblem(reply, { code: isThere ? 'UPLOAD_CLAIMED' : 'NOT_FOUND' });
    },
  });
  done();
}; // prettier-ignore

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['documents'] };
}

function documented(status: number, description: string) {
  return { documented: { response: { [status]: { description } } } };
}

/** Who asks what is spoken here, or looks at an upload as JSON, need not speak it. */
async function spoken(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  reply.header('tus-resumable', TUS_VERSION);
  if (['OPTIONS', 'GET'].includes(request.method)) return undefined;
  if (request.headers['tus-resumable'] === TUS_VERSION) return undefined;
  reply.header('tus-version', TUS_VERSION);
  return sendProblem(reply, { code: 'TUS_VERSION' });
}

/** What any area takes: which one the document is for, nobody knows before a message claims it. */
function admitted({ hub }: GatewayDeps) {
  const rules = [...hub.areas.current().values()].map(({ attachments }) => attachments);
  return {
    size: Math.max(0, ...rules.map(({ maxBytes }) => maxBytes)),
    mediaTypes: new Set(rules.flatMap(({ mediaTypes }) => mediaTypes)),
  };
}

/** What was asked, with its headers as they have been read. */
type Asked<R, H> = { readonly request: R; readonly headers: H };
type OfUpload = FastifyRequest<{ Params: UploadId }>;
type Continued = Static<typeof Patching> & Pick<FastifyRequest['headers'], 'content-type' | 'content-length'>;

async function create(
  deps: GatewayDeps,
  { request, headers }: Asked<FastifyRequest, Static<typeof Creation>>,
  reply: Reply,
): Promise<FastifyReply> {
  const { hub } = deps;
  const { authorities, id: owner } = systemOf(request);
  const { 'upload-length': size, 'upload-metadata': header } = headers;
  const said = metadataIn(header);
  const { size: limit, mediaTypes } = admitted(deps);
  if ('problem' in said) return sendProblem(reply, invalid(said.problem));
  const { authority, mediaType } = said;
  if (!authorities.includes(authority)) return sendProblem(reply, { code: 'NOT_YOUR_AUTHORITY', facts: { authority: 'named' } });
  if (size > limit) return sendProblem(reply, { code: 'ATTACHMENT_TOO_LARGE', facts: { limit: String(limit) } });
  if (!mediaTypes.has(mediaType)) return sendProblem(reply, { code: 'UPLOAD_TYPE' });
  const id = hub.ids.uuid();
  const expiresAt = instantLater(hub.clock.now(), UPLOAD_HOURS * 3_600_000);
  const upload = { ...said, id, owner, size, expiresAt };
  if (!(await hub.store.openUpload(upload, UPLOAD_QUOTA))) return sendProblem(reply, { code: 'UPLOADS_TOO_MANY' });
  const standing = standingOf({ ...upload, received: 0, state: 'open' });
  return reply.code(201).headers({ ...standing, location: `${request.url}/${id}` }).send();
} // prettier-ignore

function invalid(problem: string): Problem {
  return { code: 'REQUEST_INVALID', facts: { problem } };
}

/** An upload of another system, or for an authority for which this one no longer speaks, is as unknown as none. */
async function own({ hub }: GatewayDeps, request: OfUpload): Promise<Upload | undefined> {
  const { id, authorities } = systemOf(request);
  const upload = await hub.store.upload(request.params.id);
  return upload?.owner === id && authorities.includes(upload.authority) ? upload : undefined;
} // prettier-ignore

function shown({ owner: _owner, caseNumber, ...upload }: Upload): Static<typeof Standing> {
  return { ...upload, ...(caseNumber === undefined ? {} : { case: caseNumber }) };
}

async function proceed(
  deps: GatewayDeps,
  { request, headers }: Asked<OfUpload, Continued>,
  reply: Reply,
): Promise<FastifyReply> {
  const upload = await own(deps, request);
  if (upload === undefined) return refused(reply, { code: 'NOT_FOUND' });
  const problem = unfit(headers, upload);
  if (problem !== undefined) return refused(reply.headers(standingOf(upload)), problem);
  const checksum = checksumIn(headers['upload-checksum']);
  const bytes = request.body;
  if (!isStream(bytes)) return refused(reply, { code: 'UPLOAD_FORMAT' });
  const outcome = await receive(deps.hub.store, upload, { bytes, ...(checksum && { checksum }) });
  if ('failed' in outcome)
    return refused(reply, { code: outcome.failed === 'taken' ? 'UPLOAD_OFFSET' : 'UPLOAD_CHECKSUM' });
  return reply.headers(standingOf({ ...upload, ...outcome })).code(204).send();
} // prettier-ignore

function isStream(body: unknown): body is Pieces {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** What is wrong with a piece before a byte of it is read. */
function unfit(headers: Continued, upload: Upload): Problem | undefined {
  const { received, size, state } = upload;
  if (headers['content-type'] !== OFFSET_STREAM) return { code: 'UPLOAD_FORMAT' };
  if (headers['upload-offset'] !== received || state !== 'open') return { code: 'UPLOAD_OFFSET' };
  const length = Number(headers['content-length'] ?? 0);
  const isEnough = length >= LEAST_PIECE || received + length === size;
  if (isEnough && received + length <= size) return undefined;
  return { code: 'UPLOAD_PIECE', facts: { least: String(LEAST_PIECE) } };
}

/** What still comes of the body is not waited for. */
function refused(reply: Pick<FastifyReply, 'code' | 'request' | 'header'>, problem: Problem): FastifyReply {
  reply.header('connection', 'close');
  return sendProblem(reply, problem);
}

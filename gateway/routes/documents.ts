import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { documentId } from '../../domain/kernel/says.ts';
import { caseNumber } from '../../schemas/message/envelope.ts';
import { fetchDocument, type Fetched } from '../../hub/documents/fetch.ts';
import { openNotes, type Notes } from '../../hub/case/accesses.ts';
import type { Pieces } from '../../hub/ports/documents.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { isKnown } from '../documents.ts';
import { FETCHING_WITHIN_MS } from '../limits.ts';
import { systemOf } from '../plugins/identity.ts';
import { sendProblem } from '../problems.ts';
import { rangeIn, type Range } from '../ranges.ts';
import { openTransfers, type Transfers } from '../transfers.ts';

const Place = Type.Object({
  number: caseNumber(),
  id: documentId('Id of the document in its case.'),
});

const Conditions = Type.Object({
  range: Type.Optional(Type.String({ description: 'One range of bytes; several are answered by all.' })),
  'if-range': Type.Optional(Type.String()),
});

type Asked = FastifyRequest<{ Params: Static<typeof Place>; Headers: Static<typeof Conditions> }>;

const BYTES = { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };
const ANSWERS = {
  200: { description: 'The document. Its entity tag is its SHA-256, and so says `repr-digest`.', ...BYTES },
  206: { description: 'The bytes that were asked for.', ...BYTES },
  304: { description: 'The document that you have.' },
};

const DESCRIBED = { 200: { description: 'There is such a document.' }, 304: ANSWERS[304] };

/** Documents of cases, however they came, for whoever sees the case in full and for nobody else. */
export const documentRoutes: GatewayPlugin = (app, deps, done) => {
  const desk = { deps, transfers: openTransfers(), note: openNotes(deps.hub) };
  app.get('/cases/:number/documents/:id', {
    // Fastify would answer HEAD by reading all of it.
    exposeHeadRoute: false,
    handlerTimeout: FETCHING_WITHIN_MS,
    schema: {
      operationId: 'fetchDocument',
      tags: ['documents'],
      summary: 'Fetch a document of a case, or a range of its bytes.',
      params: Place,
      headers: Conditions,
    },
    config: { documented: { response: ANSWERS } },
    handler: (request, reply) => answered(desk, request, reply),
  });
  app.head('/cases/:number/documents/:id', {
    schema: {
      operationId: 'askDocument',
      tags: ['documents'],
      summary: 'Ask for size, type and digest of a document of a case.',
      params: Place,
    },
    config: { documented: { response: DESCRIBED } },
    handler: (request, reply) => described(deps, request, reply),
  });
  done();
};

/**
 * As GET would answer, by headers alone (RFC 9110, 9.3.2). The name, which may be a person's, is not said: so nothing is shown
 * of which a record would have to be kept.
 */
async function described(
  { hub }: GatewayDeps,
  request: FastifyRequest<{ Params: Static<typeof Place> }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { number, id } = request.params;
  const document = await fetchDocument(hub, systemOf(request), { caseNumber: number, id });
  if (document === undefined) return sendProblem(reply, { code: 'NOT_FOUND' });
  const { etag, ...headers } = headersOf(document);
  reply.headers({ etag, ...headers });
  if (isKnown(request, etag)) return reply.code(304).send();
  return reply.header('content-length', String(document.size)).type(document.mediaType).send();
}

function headersOf({ sha256 }: Fetched) {
  const digest = Buffer.from(sha256, 'hex').toString('base64');
  return {
    etag: `"${sha256}"`,
    'repr-digest': `sha-256=:${digest}:`,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
  };
}

type Desk = { readonly deps: GatewayDeps; readonly transfers: Transfers; readonly note: Notes };

async function answered({ deps, transfers, note }: Desk, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const system = systemOf(request);
  const { number, id } = request.params;
  const document = await fetchDocument(deps.hub, system, { caseNumber: number, id });
  if (document === undefined) return sendProblem(reply, { code: 'NOT_FOUND' });
  const { etag, ...headers } = headersOf(document);
  reply.headers({ etag, ...headers });
  if (isKnown(request, etag)) return reply.code(304).send();
  const condition = request.headers['if-range'];
  const range = condition === undefined || condition === etag ? rangeIn(request.headers.range, document.size) : 'none';
  if (range === 'outside')
    return sendProblem(reply.header('content-range', `bytes */${document.size}`), { code: 'RANGE_OUTSIDE' });
  if (!transfers.begin(system.id)) return sendProblem(reply, { code: 'TRANSFERS_BUSY' });
  reply.raw.once('close', () => transfers.end(system.id));
  await note({ caseNumber: number, authority: document.authority, system: system.id, way: 'document' });
  return sent(reply, document, range);
} // prettier-ignore

function sent(reply: FastifyReply, document: Fetched, range: Range | 'none'): FastifyReply {
  const { size, mediaType, name } = document;
  const { first, last } = range === 'none' ? { first: 0, last: size - 1 } : range;
  const length = last - first + 1;
  if (range !== 'none') reply.code(206).header('content-range', `bytes ${first}-${last}/${size}`);
  reply.headers({ 'content-length': String(length), 'content-disposition': disposition(name) });
  return reply.type(mediaType).send(Readable.from(upTo(document.bytes(first), length)));
}

async function* upTo(pieces: Pieces, length: number): AsyncGenerator<Uint8Array> {
  let left = length;
  for await (const piece of pieces) {
    yield piece.subarray(0, left);
    left -= Math.min(left, piece.length);
    if (left === 0) return;
  }
}

/** The name as its sender gave it, in the one form that carries any (RFC 6266, RFC 8187). */
function disposition(name: string): string {
  const coded = encodeURIComponent(name).replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename*=UTF-8''${coded}`;
} // prettier-ignore

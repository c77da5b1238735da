import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Something published that clients may keep: its entity tag is the digest of its content (RFC 9110, 8.8.3). */
export type Document = { readonly type: string; readonly body: string; readonly etag: string };

/** Asked for again at the latest after ten minutes, as a new version of an area goes live without a restart. */
const PUBLIC = 'public, max-age=600';

export function documentOf(type: string, body: string): Document {
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}

export function jsonDocument(value: unknown, type = 'application/json; charset=utf-8'): Document {
  return documentOf(type, JSON.stringify(value));
}

type Reply = Pick<FastifyReply, 'header' | 'code'>;

/** The document, or 304 where the client has it already. */
export function sendDocument(
  request: Pick<FastifyRequest, 'headers'>,
  reply: Reply,
  { type, body, etag }: Document,
): FastifyReply {
  const answer = reply.header('etag', etag).header('cache-control', PUBLIC);
  return isKnown(request, etag) ? answer.code(304).send() : answer.type(type).send(body);
}

/** Weak comparison, as `If-None-Match` asks for (RFC 9110, 13.1.2). */
export function isKnown({ headers }: Pick<FastifyRequest, 'headers'>, etag: string): boolean {
  const given = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return given.some((tag) => tag === '*' || tag === etag);
}

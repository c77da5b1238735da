import type { Format } from '../domain/directory/authority.ts';

/** The two forms of a message on HTTP, and what they are called there. */
export const MEDIA_TYPES: Readonly<Record<string, Format>> = {
  'application/xml': 'xml',
  'text/xml': 'xml',
  'application/cloudevents+json': 'json',
  'application/json': 'json',
};

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  xml: 'application/xml; charset=utf-8',
  json: 'application/cloudevents+json; charset=utf-8',
};

/** The format that a content type names. */
export function formatOfType(contentType: string | undefined): Format | undefined {
  const [name = ''] = (contentType ?? '').split(';');
  const known = name.trim().toLowerCase();
  return Object.hasOwn(MEDIA_TYPES, known) ? MEDIA_TYPES[known] : undefined;
}

/**
 * The format that the client prefers (RFC 9110, 12.5.1); nothing when it names neither: then the format it is known for
 * is a better answer than none.
 */
export function formatAccepted(accept: string | undefined): Format | undefined {
  const wishes = (accept ?? '')
    .split(',')
    .map(wish)
    .filter(({ weight }) => weight > 0);
  return wishes.sort((one, other) => other.weight - one.weight).find(({ format }) => format !== undefined)
    ?.format;
}

function wish(range: string): { readonly format: Format | undefined; readonly weight: number } {
  const weight = /;\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)/i.exec(range)?.[1];
  return { format: formatOfType(range), weight: weight === undefined ? 1 : Number(weight) };
}

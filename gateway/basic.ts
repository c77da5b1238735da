export type Basic = { readonly system: string; readonly secret: string };

/** No name of a system holds a control character, and no database would take one. */
const NAME = /^[^:\p{Cc}]{1,100}$/u;

/** System and secret of an `Authorization: Basic` header (RFC 7617, UTF-8); nothing when there are none. */
export function basicOf(header: string | undefined): Basic | undefined {
  const token = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '')?.[1];
  if (token === undefined || token.length > 1024) return undefined;
  const text = Buffer.from(token, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const system = text.slice(0, Math.max(colon, 0));
  return NAME.test(system) ? { system, secret: text.slice(colon + 1) } : undefined;
}

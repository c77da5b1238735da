type Resolved = { readonly url: string };
type Next = (specifier: string, context: unknown) => Promise<Resolved>;

const SEALED = '/adapters/store/vault.js';
const PLAIN = new URL('./plain-vault.js', import.meta.url).href;

/**
 * For Node's loader: encryption has no port of the hub that could be filled otherwise, so the module itself is another one, in this
 * process alone.
 */
export async function resolve(
  specifier: string,
  context: { readonly parentURL?: string },
  next: Next,
): Promise<Resolved> {
  const found = await next(specifier, context);
  return found.url.endsWith(SEALED) && context.parentURL !== PLAIN ? { ...found, url: PLAIN } : found;
}

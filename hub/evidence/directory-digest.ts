import { createHash } from 'node:crypto';
import type { Codec } from '../ports/messages.ts';

/**
 * Gathers a directory entry by entry, in whatever order: one may be too large to be held twice, and databases differ in how
 * they order ids. The digest is that of the digests of its entries, in their own order.
 */
export function gatherDirectory({ canonical }: Pick<Codec, 'canonical'>) {
  const entries: string[] = [];
  return {
    add: (kind: 'authority' | 'system', body: unknown) =>
      void entries.push(sha256(`${kind} ${canonical(body)}`)),
    digest: () => sha256(entries.toSorted().join('\n')),
  };
}

/** What evidence says of a directory that was published. */
export function directoryDigest(
  codec: Pick<Codec, 'canonical'>,
  {
    authorities,
    systems,
  }: { readonly authorities: readonly unknown[]; readonly systems: readonly unknown[] },
): string {
  const gathered = gatherDirectory(codec);
  for (const body of authorities) gathered.add('authority', body);
  for (const body of systems) gathered.add('system', body);
  return gathered.digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

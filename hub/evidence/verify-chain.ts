import { hash } from 'node:crypto';
import { isNext } from './places.ts';
import { CHAIN_START } from './record.ts';

/** A record as it is shown to somebody: without its body where that is not for them. */
export type ShownRecord = {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  readonly content: string;
  readonly body?: string | undefined;
};

/**
 * Follows a chain from its first record. Answers which record, counted from 1, is the first that is not what the ones around
 * it and its body say; nothing when all of them are.
 */
export function brokenAt(
  chain: string,
  records: readonly ShownRecord[],
  canonical: (value: unknown) => string,
): number | undefined {
  let [prev, place] = [CHAIN_START, 0];
  for (const [index, record] of records.entries()) {
    const { seq, content, body } = record;
    const own = linkHash({ chain, seq, prev, content }, canonical);
    const isLinked = isNext(place, seq) && record.prev === prev && record.hash === own;
    if (!isLinked || (body !== undefined && sha256(body) !== content)) return index + 1;
    [prev, place] = [own, seq];
  }
  return undefined;
}

/** The hash of a record: over its place, the hash of the record before, and the digest of its body. */
export function linkHash(
  link: Pick<ShownRecord, 'seq' | 'prev' | 'content'> & { readonly chain: string },
  canonical: (value: unknown) => string,
): string {
  const { chain, seq, prev, content } = link;
  return sha256(canonical({ chain, seq, prev, content }));
}

export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

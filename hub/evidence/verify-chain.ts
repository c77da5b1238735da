import { hash } from 'node:crypto';
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
 * Follows a chain from its first record. Answers the place of the first record that is not what the ones around it and its
 * body say; nothing when all of them are.
 */
export function brokenAt(
  chain: string,
  records: readonly ShownRecord[],
  canonical: (value: unknown) => string,
): number | undefined {
  let prev = CHAIN_START;
  for (const [index, record] of records.entries()) {
    const { seq, content, body } = record;
    const own = sha256(canonical({ chain, seq, prev, content }));
    const isLinked = seq === index + 1 && record.prev === prev && record.hash === own;
    if (!isLinked || (body !== undefined && sha256(body) !== content)) return index + 1;
    prev = own;
  }
  return undefined;
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

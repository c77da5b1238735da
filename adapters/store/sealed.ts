import type { Keys } from './keys.ts';
import { seal } from './vault.ts';

/** Sealed under the key of the case; a case whose key is not at hand is a mistake of ours. */
export function sealed(
  keys: Keys,
  caseNumber: string,
  { plain, place }: { readonly plain: Uint8Array; readonly place: string },
): Buffer {
  const key = keys.get(caseNumber);
  if (key === undefined) throw new TypeError(`no key at hand for the case ${caseNumber}`);
  return seal(key, plain, place);
}

/** One value of all, and for each where it starts (from 1) and how long it is. */
export function packed(parts: readonly Buffer[]): readonly [Buffer, readonly number[], readonly number[]] {
  let start = 1;
  const starts = parts.map(({ length }) => {
    const own = start;
    start += length;
    return own;
  });
  return [Buffer.concat(parts), starts, parts.map(({ length }) => length)];
}

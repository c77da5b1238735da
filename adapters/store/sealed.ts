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

import type { Leaf } from '../revocation/validation-data.ts';
import { readTimeStamp } from '../timestamp/token.ts';
import type { TimeStamp } from '../timestamp/token.ts';
import { signedOf } from '../verify/signed.ts';
import { signedDataIn } from './container.ts';
import { roleOf } from './names.ts';
import type { Entry } from './write-zip.ts';

/** The time stamps on a signature, or the one that an archive's file is. */
export function stampsIn(entry: Entry): readonly TimeStamp[] {
  const isStamp = roleOf(entry.name) === 'stamp';
  const tokens = isStamp ? [entry.bytes] : (signedDataIn(entry)?.timeStamps ?? []);
  return tokens.flatMap((token) => readTimeStamp(token) ?? []);
}

/** The authorities behind these time stamps, whose certificates have to be proved. */
export function stampLeavesIn(entry: Entry): readonly Leaf[] {
  return stampsIn(entry).flatMap(({ signed: { signer, certificates } }) =>
    signer ? [{ certificate: signer, known: certificates }] : [],
  );
}

export function signerLeafIn(entry: Entry): readonly Leaf[] {
  const cms = signedDataIn(entry);
  const { signer, certificates: known = [] } = (cms && signedOf(cms, [])) ?? {};
  return signer ? [{ certificate: signer, known }] : [];
}

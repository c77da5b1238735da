import type { Leaf } from '../revocation/validation-data.ts';
import { readTimeStamp } from '../timestamp/token.ts';
import type { TimeStamp } from '../timestamp/token.ts';
import { isTimeStamp, locateSignatures } from '../verify/locate.ts';
import { readSignedData } from '../verify/signed-data.ts';

/** Every time stamp of a sealed file: those on signatures, then those on the document, in the order of its fields. */
export function stampsOf(pdf: Uint8Array): readonly TimeStamp[] {
  const located = locateSignatures(pdf);
  const tokens = [
    ...located
      .filter((signature) => !isTimeStamp(signature))
      .flatMap(({ contents }) => readSignedData(contents)?.timeStamps ?? []),
    ...located.filter(isTimeStamp).map(({ contents }) => contents),
  ];
  return tokens.flatMap((token) => readTimeStamp(token) ?? []);
}

/** The authorities behind these stamps, whose certificates have to be proved. */
export function stampLeaves(pdf: Uint8Array): readonly Leaf[] {
  return stampsOf(pdf).flatMap(({ signed: { signer, certificates } }) =>
    signer ? [{ certificate: signer, known: certificates }] : [],
  );
}

import { openRevocation } from '../revocation/open-revocation.ts';
import type { RevocationOptions } from '../revocation/open-revocation.ts';
import { openTsa } from '../timestamp/open-tsa.ts';
import type { TsaOptions } from '../timestamp/open-tsa.ts';
import { openSeal } from './open-seal.ts';
import type { Pkcs12Source } from './open-seal.ts';
import { openSealPkcs11 } from './open-seal-pkcs11.ts';
import type { Pkcs11Source } from './open-seal-pkcs11.ts';
import type { Seal } from './seal.ts';
import type { Grade, SealLevel } from './seal-report.ts';

/** Where the key is. All of these are plain values, which a worker thread can be given. */
export type KeySource = Pkcs12Source | Pkcs11Source;

/** The level, and whom it takes. */
export type GradeSource =
  | { readonly level: 'B-B' }
  | {
      readonly level: Exclude<SealLevel, 'B-B'>;
      readonly tsa: Omit<TsaOptions, 'clock'>;
      readonly revocation?: Omit<RevocationOptions, 'clock'> | undefined;
    };

export function openKey(source: KeySource): Promise<Seal> {
  return 'p12' in source ? openSeal(source) : openSealPkcs11(source);
}

export function openGrade(source: GradeSource): Grade {
  const { level } = source;
  if (level === 'B-B') return { level };
  const tsa = openTsa(source.tsa);
  return level === 'B-T' ? { level, tsa } : { level, tsa, revocation: openRevocation(source.revocation) };
}

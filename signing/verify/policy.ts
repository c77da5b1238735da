import { readCertificate } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import type { ValidationData } from '../revocation/validation-data.ts';
import type { SealLevel } from '../seal/seal-report.ts';

/** What the verifier is told. */
export type VerificationOptions = {
  /** Certificates (DER) that a chain may end in: of seals and of time stamps. */
  readonly trust: readonly Uint8Array[];
  /** For which moment to judge, by default now. */
  readonly at?: Date;
  /** The least level that will do. Without it a file that was cut back to an earlier revision passes as what is left. */
  readonly demand?: SealLevel;
  /** Validation data beside that of the file: of a dossier, or fetched for the occasion. */
  readonly more?: ValidationData;
  /** From when an algorithm is no longer trusted: `rsa`, `ec`, `sha256`, `sha384`, `sha512`. None is retired by default. */
  readonly retired?: Readonly<Record<string, Date>>;
};

export type Policy = {
  readonly trust: readonly Certificate[];
  readonly at: Date;
  readonly demand: SealLevel | undefined;
  readonly more: ValidationData | undefined;
  readonly retired: Readonly<Record<string, Date>>;
};

export function policyFrom(options: VerificationOptions): Policy {
  return {
    trust: options.trust.map(readCertificate),
    at: options.at ?? new Date(),
    demand: options.demand,
    more: options.more,
    retired: options.retired ?? {},
  };
}

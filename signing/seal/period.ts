import { sealTrouble, type SealPeriod } from '../../hub/seals.ts';
import { readCertificate } from '../asn1/certificate.ts';
import { signingFault } from '../fault.ts';
import type { Seal } from './seal.ts';

type Certified = Pick<Seal, 'certificate' | 'chain'>;

export function periodOf({ certificate, chain }: Certified): SealPeriod {
  return periodIn([certificate, ...chain]);
}

/** A seal is good for as long as all of its certificates (DER) are: verifiers ask each of them (RFC 5280, 6.1.3). */
export function periodIn(certificates: readonly Uint8Array[]): SealPeriod {
  const all = certificates.map(readCertificate);
  const from = Math.max(...all.map(({ notBefore }) => notBefore.getTime()));
  const until = Math.min(...all.map(({ notAfter }) => notAfter.getTime()));
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

/** Throws `SEAL_NOT_VALID`: what would be sealed at that moment nobody could verify. */
export function demandValid(seal: Certified, at: string): void {
  const why = sealTrouble(periodOf(seal), at);
  if (why !== undefined) throw signingFault('SEAL_NOT_VALID', why);
}

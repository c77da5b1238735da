import { isIssuedBy } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';

type Path = readonly Certificate[];

/** From the certificate up to, and with, a trust anchor; undefined where no way leads to one. */
export function findChain(certificate: Certificate, known: Path, trusted: Path): Path | undefined {
  return search([certificate], known, trusted);
}

function search(path: Path, known: Path, trusted: Path): Path | undefined {
  const last = path.at(-1);
  if (last === undefined || path.length > DEEPEST) return undefined;
  if (isAmong(trusted, last)) return path;
  const anchor = trusted.find((candidate) => isIssuedBy(last, candidate));
  if (anchor) return [...path, anchor];
  for (const issuer of known) {
    const isNew = !isAmong(path, issuer);
    const found = isNew && isIssuedBy(last, issuer) ? search([...path, issuer], known, trusted) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Real chains have three or four members; a hostile web of cross-certificates must not be walked without end. */
const DEEPEST = 8;

export function isAmong(certificates: Path, { raw }: Certificate): boolean {
  return certificates.some((member) => member.raw.equals(raw));
}

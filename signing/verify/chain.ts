import type { X509Certificate } from 'node:crypto';

/** From the signer's certificate up to, and with, a trust anchor; undefined where no way leads to one. */
export function findChain(
  signer: X509Certificate,
  known: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): readonly X509Certificate[] | undefined {
  return search([signer], known, trusted);
}

type Path = readonly X509Certificate[];

function search(path: Path, known: Path, trusted: Path): Path | undefined {
  const last = path.at(-1);
  if (last === undefined || path.length > known.length + 2) return undefined;
  if (trusted.some((anchor) => anchor.raw.equals(last.raw))) return path;
  const anchor = trusted.find((candidate) => isIssuedBy(last, candidate));
  if (anchor) return [...path, anchor];
  for (const issuer of known) {
    const isNew = !path.some((member) => member.raw.equals(issuer.raw));
    const found = isNew && isIssuedBy(last, issuer) ? search([...path, issuer], known, trusted) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Names, key identifiers and the issuer's key usage (checkIssued), and the signature itself. */
export function isIssuedBy(subject: X509Certificate, issuer: X509Certificate): boolean {
  return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

import { issuersAmong } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { LIMITS } from '../limits.ts';

type Path = readonly Certificate[];

/**
 * The shortest way from the certificate up to, and with, a trust anchor; undefined where none leads to one. Step by step
 * and each certificate once: a web of cross-certificates has more ways through it than can be walked.
 */
export function findChain(certificate: Certificate, known: Path, trusted: Path): Path | undefined {
  const seen = new Set([nameOf(certificate)]);
  let paths: readonly Path[] = [[certificate]];
  for (let length = 1; length <= LIMITS.chain && paths.length > 0; length += 1) {
    const anchored = paths.map((path) => toAnchor(path, trusted)).find((path) => path !== undefined);
    if (anchored) return anchored;
    paths = paths.flatMap((path) => nextSteps(path, known, seen));
  }
  return undefined;
}

function toAnchor(path: Path, trusted: Path): Path | undefined {
  const last = path.at(-1);
  if (last === undefined || isAmong(trusted, last)) return path;
  const [anchor] = issuersAmong(last, trusted);
  return anchor && [...path, anchor];
}

function nextSteps(path: Path, known: Path, seen: Set<string>): readonly Path[] {
  const last = path.at(-1);
  const fresh = known.filter((one) => !seen.has(nameOf(one)));
  return (last === undefined ? [] : issuersAmong(last, fresh)).flatMap((issuer) => {
    if (seen.has(nameOf(issuer))) return [];
    seen.add(nameOf(issuer));
    return [[...path, issuer]];
  });
}

function nameOf({ raw }: Certificate): string {
  return raw.toString('latin1');
}

export function isAmong(certificates: Path, { raw }: Certificate): boolean {
  return certificates.some((member) => member.raw.equals(raw));
}

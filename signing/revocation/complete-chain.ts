import { isIssuedBy, isSelfIssued, readCertificate } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { OID } from '../asn1/oids.ts';
import { oidOf, readDer } from '../asn1/tree.ts';

/** Longer chains are a circle or a hoax. */
const LONGEST = 8;

/** The certificate with its issuers up to a self-issued one, or as far as known certificates and AIA addresses lead. */
export async function completeChain(
  certificate: Certificate,
  known: readonly Certificate[],
  fetchFrom: (url: string) => Promise<Uint8Array>,
): Promise<readonly Certificate[]> {
  const chain = [certificate];
  for (let last = certificate; !isSelfIssued(last) && chain.length < LONGEST;) {
    const subject = last;
    const issuer =
      known.find((candidate) => isIssuedBy(subject, candidate)) ?? (await fetchIssuer(subject, fetchFrom));
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

async function fetchIssuer(
  subject: Certificate,
  fetchFrom: (url: string) => Promise<Uint8Array>,
): Promise<Certificate | undefined> {
  for (const url of subject.issuerUrls.filter((one) => one.startsWith('http'))) {
    const found = await fetchFrom(url).then(certificatesIn, () => []);
    const issuer = found.find((candidate) => isIssuedBy(subject, candidate));
    if (issuer) return issuer;
  }
  return undefined;
}

/** A certificate, or several in a CMS without signatures (RFC 5280, 4.2.2.1). */
function certificatesIn(encoding: Uint8Array): readonly Certificate[] {
  try {
    const [type, content] = readDer(encoding).children;
    if (oidOf(type) !== OID.signedData) return [readCertificate(encoding)];
    const set = content?.children[0]?.children.find(({ tag }) => tag === 0xa0);
    return (set?.children ?? []).map((member) => readCertificate(member.encoding));
  } catch {
    return [];
  }
}

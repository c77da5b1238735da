import { isIssuedBy } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';

/** Upwards from the certificate; a root ends the way, and so does an issuer that is not there. */
export function issuersOf(certificate: Certificate, all: readonly Certificate[]): readonly Certificate[] {
  const chain: Certificate[] = [];
  let child = certificate;
  while (chain.length < all.length) {
    const subject = child;
    const issuer = all.find((candidate) => candidate !== subject && isIssuedBy(subject, candidate));
    if (issuer === undefined || chain.includes(issuer)) break;
    chain.push(issuer);
    child = issuer;
  }
  return chain;
}

import { fingerprint, isSelfIssued } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { signingFault } from '../fault.ts';
import type { RevocationSource } from './source.ts';

/** What a verifier needs offline; a document security store keeps it (EN 319 142-1, 5.4.2). */
export type ValidationData = {
  readonly certificates: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
};

/** A certificate whose whole chain has to be proved, and what came along with it. */
export type Leaf = { readonly certificate: Certificate; readonly known: readonly Certificate[] };

/**
 * Chain and revocation data of every certificate but the roots, each once: for a seal at level B-LT that is signer and
 * time-stamp authority. A revoked certificate is `SEAL_REVOKED`: what it signs today is worthless.
 */
export async function gatherValidationData(
  leaves: readonly Leaf[],
  source: RevocationSource,
): Promise<ValidationData> {
  const chains = await Promise.all(leaves.map((leaf) => completed(leaf, source)));
  const links = chains.flatMap((chain) =>
    chain.map((certificate, at) => ({ certificate, issuer: chain[at + 1] })),
  );
  const each = [...new Map(links.map((link) => [fingerprint(link.certificate), link])).values()];
  const subjects = each.flatMap(({ certificate, issuer }) => (issuer ? [{ certificate, issuer }] : []));
  const proofs = await Promise.all(subjects.map((subject) => source.proofFor(subject)));
  for (const { status } of proofs) {
    if (typeof status === 'object')
      throw signingFault('SEAL_REVOKED', `since ${status.revokedAt.toISOString()}`);
  }
  return {
    certificates: each.map(({ certificate }) => certificate.raw),
    ocsps: distinct(proofs.filter(({ kind }) => kind === 'ocsp').map(({ encoding }) => encoding)),
    crls: distinct(proofs.filter(({ kind }) => kind === 'crl').map(({ encoding }) => encoding)),
  };
}

async function completed({ certificate, known }: Leaf, source: RevocationSource) {
  const chain = await source.complete(certificate, known);
  const root = chain.at(-1);
  if (root && isSelfIssued(root)) return chain;
  throw signingFault('REVOCATION_DATA_UNAVAILABLE', 'an issuer is missing and its address does not help');
}

/** One list answers for several certificates. */
function distinct(encodings: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(encodings.map((raw) => [fingerprint({ raw }), raw])).values()];
}

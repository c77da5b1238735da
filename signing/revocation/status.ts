import { verify } from 'node:crypto';
import { isIssuedBy, readCertificate, triedOnce } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { OID } from '../asn1/oids.ts';
import { readDer } from '../asn1/tree.ts';
import { readable } from '../fault.ts';
import { SIGNATURES } from '../verify/algorithms.ts';
import { serialOf, speaksOf } from './crl.ts';
import type { Crl } from './crl.ts';
import { isAbout } from './ocsp.ts';
import type { OcspResponse } from './ocsp.ts';

/** What a believed answer says of one certificate. */
export type Statement = {
  readonly status: 'good' | 'unknown' | { readonly revokedAt: Date };
  readonly thisUpdate: Date;
  /** The end of its reliability; where none is given, newer information is always to be had (RFC 6960, 4.2.2.1). */
  readonly nextUpdate: Date;
  /** The end of the certificate that the answer is signed with, where that is not the issuer's own. */
  readonly signerEnds: Date | undefined;
};

export type Subject = { readonly certificate: Certificate; readonly issuer: Certificate };

/** Undefined where the answer is not about the certificate, or by nobody who may answer (RFC 6960, 3.2 and 4.2.2.2). */
export function ocspStatement(response: OcspResponse, subject: Subject): Statement | undefined {
  const { certificate, issuer } = subject;
  const status = response.statuses.find((one) => isAbout(one, certificate, issuer));
  const responder = status && authorisedResponder(response, issuer);
  if (!status || !responder) return undefined;
  const { thisUpdate, nextUpdate = thisUpdate } = status;
  const signerEnds = responder === issuer ? undefined : responder.notAfter;
  return { status: status.status, thisUpdate, nextUpdate, signerEnds };
}

/** Undefined where the list is not about the certificate or not by its issuer (RFC 5280, 6.3.3). */
export function crlStatement(crl: Crl, { certificate, issuer }: Subject): Statement | undefined {
  const mayRevoke = issuer.keyUsage?.includes('cRLSign') ?? true;
  if (!mayRevoke || !speaksOf(crl, certificate) || !isSignedBy(crl, issuer)) return undefined;
  const revokedAt = crl.revoked.get(serialOf(readDer(certificate.serial)));
  const { thisUpdate, nextUpdate = thisUpdate } = crl;
  return { status: revokedAt ? { revokedAt } : 'good', thisUpdate, nextUpdate, signerEnds: undefined };
}

/**
 * The issuer itself, or whom it has charged with nothing but this and need not be checked in turn (`ocsp-nocheck`,
 * RFC 6960, 4.2.2.2.1), while that charge lasted. Other responders are not believed.
 */
function authorisedResponder(response: OcspResponse, issuer: Certificate): Certificate | undefined {
  if (isSignedBy(response, issuer)) return issuer;
  return response.certificates
    .flatMap(certificateIn)
    .find((candidate) => isCharged(candidate, issuer, response) && isSignedBy(response, candidate));
}

function isCharged(candidate: Certificate, issuer: Certificate, { producedAt }: OcspResponse): boolean {
  return (
    candidate.extendedKeyUsage?.includes(OID.ocspSigning) === true &&
    candidate.extensions.has(OID.ocspNoCheck) &&
    producedAt >= candidate.notBefore &&
    producedAt <= candidate.notAfter &&
    isIssuedBy(candidate, issuer)
  );
}

type SignedAnswer = {
  readonly toBeSigned: Uint8Array;
  readonly algorithm: string;
  readonly signature: Uint8Array;
};

const isSignedBy = triedOnce(({ toBeSigned, algorithm, signature }: SignedAnswer, { x509 }) => {
  const known = SIGNATURES[algorithm];
  const key = x509.publicKey;
  const isSameKind = known?.digest !== undefined && known.key === key.asymmetricKeyType;
  return isSameKind && verify(known.digest, toBeSigned, key, signature);
});

function certificateIn(encoding: Uint8Array): readonly Certificate[] {
  return readable(() => [readCertificate(encoding)]) ?? [];
}

import { readDer } from './tree.ts';
import { signingFault } from '../fault.ts';

/** What a CMS says of a certificate, in the very bytes that the certificate has. */
export type CertificateParts = { readonly serial: Uint8Array; readonly issuer: Uint8Array };

const INTEGER = 0x02;

/** Serial number (an INTEGER) and issuer (a Name), DER as received: encoded anew they might differ (RFC 5035, 5). */
export function certificateParts(certificate: Uint8Array): CertificateParts {
  const fields = readDer(certificate).children[0]?.children ?? [];
  const [serial, , issuer] = fields.slice(fields.findIndex(({ tag }) => tag === INTEGER));
  if (serial?.tag !== INTEGER || !issuer) throw signingFault('ASN1_UNREADABLE', 'not an X.509 certificate');
  return { serial: serial.encoding, issuer: issuer.encoding };
}

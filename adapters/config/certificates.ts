import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hubFault } from '../../hub/faults.ts';

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a PEM file (or the one of a DER file), as DER; a file without any stops the start. */
export function readCertificates(file: string): readonly Uint8Array[] {
  try {
    const bytes = readFileSync(file);
    const found = bytes.toString('latin1').match(PEM) ?? [bytes];
    return found.map((one) => new X509Certificate(one).raw);
  } catch {
    throw hubFault('CONFIGURATION', `There are no readable certificates in ${file}.`, { file });
  }
}

/** The same where a variable may be absent. */
export function certificatesIn(file: string | undefined): readonly Uint8Array[] | undefined {
  return file === undefined ? undefined : readCertificates(file);
}

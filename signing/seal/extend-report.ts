import { signingFault } from '../fault.ts';
import { securityStoreOf } from '../pdf/catalog.ts';
import { openPdf } from '../pdf/read.ts';
import type { RevocationSource } from '../revocation/source.ts';
import { gatherValidationData } from '../revocation/validation-data.ts';
import type { Leaf } from '../revocation/validation-data.ts';
import type { TimeStamper } from '../timestamp/stamper.ts';
import { isContinuable } from '../verify/changes.ts';
import { isTimeStamp, locateSignatures } from '../verify/locate.ts';
import { readSignedData } from '../verify/signed-data.ts';
import { signedOf } from '../verify/signed.ts';
import { verifyPdf } from '../verify/verify-pdf.ts';
import { archive } from './seal-report.ts';
import { appendValidationData } from './security-store.ts';
import { stampLeaves, stampsOf } from './stamps.ts';

export type Extension = {
  readonly tsa: TimeStamper;
  readonly revocation: RevocationSource;
  /** Certificates (DER) that the file's chains may end in. */
  readonly trust: readonly Uint8Array[];
  readonly at?: Date;
};

/**
 * Carries a report over the end of its last time stamp: validation data for that, as it is today, and a new document time
 * stamp over everything (EN 319 142-1, 5.4.3; levels below B-LTA are lifted to it). What does not verify today is
 * `SEAL_NOT_EXTENDABLE`: a new stamp would only preserve the doubt.
 */
export async function extendReport(pdf: Uint8Array, extension: Extension): Promise<Uint8Array> {
  const { trust, at, revocation } = extension;
  const { indication, reason } = verifyPdf(pdf, { trust, ...(at && { at }) });
  if (indication !== 'TOTAL-PASSED') throw signingFault('SEAL_NOT_EXTENDABLE', reason ?? indication);
  const reader = openPdf(pdf);
  // What would be appended is believed only behind what our own writer has written.
  if (!isContinuable(pdf, reader)) throw signingFault('SEAL_NOT_EXTENDABLE', 'FORM_NOT_READ');
  const stamps = stampLeaves(pdf);
  const hasStore = securityStoreOf(reader) !== undefined;
  const leaves = hasStore ? stamps.slice(-1) : [...sealLeaves(pdf), ...stamps];
  const data = await gatherValidationData(leaves, revocation);
  return archive(appendValidationData(pdf, data), leaves, extension);
}

/** When the certificate of the newest time stamp ends: before that the report has to be extended. */
export function stampsEndAt(pdf: Uint8Array): Date | undefined {
  const stamps = stampsOf(pdf).toSorted((one, other) => one.at.getTime() - other.at.getTime());
  return stamps.at(-1)?.signed.signer?.notAfter;
}

function sealLeaves(pdf: Uint8Array): readonly Leaf[] {
  return locateSignatures(pdf)
    .filter((signature) => !isTimeStamp(signature))
    .flatMap(({ contents }) => {
      const cms = readSignedData(contents);
      const { signer, certificates: known = [] } = (cms && signedOf(cms, [])) ?? {};
      return signer ? [{ certificate: signer, known }] : [];
    });
}

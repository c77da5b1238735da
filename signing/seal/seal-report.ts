import { readCertificate } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { isAmong } from '../verify/chain.ts';
import type { RevocationSource } from '../revocation/source.ts';
import { gatherValidationData } from '../revocation/validation-data.ts';
import type { Leaf } from '../revocation/validation-data.ts';
import type { TimeStamper } from '../timestamp/stamper.ts';
import { appendTimeStamp } from './document-time-stamp.ts';
import type { Seal, Sealing } from './seal.ts';
import { sealPdf } from './seal-pdf.ts';
import { appendValidationData } from './security-store.ts';
import { stampLeaves } from './stamps.ts';

/** The levels of EN 319 142-1, clause 6: each is the one before with more that makes it last. */
export const LEVELS = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const;
export type SealLevel = (typeof LEVELS)[number];

/** A level together with whom it takes. */
export type Grade =
  | { readonly level: 'B-B' }
  | { readonly level: 'B-T'; readonly tsa: TimeStamper }
  | {
      readonly level: 'B-LT' | 'B-LTA';
      readonly tsa: TimeStamper;
      readonly revocation: RevocationSource;
    };

export type SealOrder = Grade & { readonly seal: Seal; readonly sealing: Sealing };

/**
 * Seals a report at exactly the level that is ordered. Where a time stamp or revocation data is not to be had it throws
 * `TIME_STAMP_UNAVAILABLE` or `REVOCATION_DATA_UNAVAILABLE`: the caller waits, nothing leaves at a lower level.
 */
export async function sealReport(pdf: Uint8Array, order: SealOrder): Promise<Uint8Array> {
  if (order.level === 'B-B') return sealPdf(pdf, order.seal, order.sealing);
  const stamped = await sealPdf(pdf, order.seal, { ...order.sealing, tsa: order.tsa });
  if (order.level === 'B-T') return stamped;
  const leaves = [leafOf(order.seal), ...stampLeaves(stamped)];
  const lasting = appendValidationData(stamped, await gatherValidationData(leaves, order.revocation));
  return order.level === 'B-LT' ? lasting : archive(lasting, leaves, order);
}

/** Authorities have several units, each with a certificate; but some day one must come twice. */
const MOST_UNITS = 4;

/**
 * The document time stamp comes last and covers the data that proves its own certificate. An authority that stamps with
 * a certificate other than before gets its data added, and stamps again.
 */
export async function archive(
  pdf: Uint8Array,
  leaves: readonly Leaf[],
  { tsa, revocation }: { readonly tsa: TimeStamper; readonly revocation: RevocationSource },
): Promise<Uint8Array> {
  let [proven, base] = [leaves, pdf];
  for (let unit = 0; ; unit += 1) {
    const archived = await appendTimeStamp(base, tsa);
    const missing = stampLeaves(archived).filter(
      ({ certificate }) => !isAmong(certificatesOf(proven), certificate),
    );
    if (missing.length === 0 || unit === MOST_UNITS) return archived;
    proven = [...proven, ...missing];
    base = appendValidationData(base, await gatherValidationData(missing, revocation));
  }
}

function certificatesOf(leaves: readonly Leaf[]): readonly Certificate[] {
  return leaves.map(({ certificate }) => certificate);
}

function leafOf({ certificate, chain }: Seal): Leaf {
  return { certificate: readCertificate(certificate), known: chain.map(readCertificate) };
}

import { createHash } from 'node:crypto';
import { signingFault } from '../fault.ts';
import { gatherValidationData } from '../revocation/validation-data.ts';
import type { Leaf } from '../revocation/validation-data.ts';
import { embedTimeStamp } from '../seal/embed.ts';
import type { Extension } from '../seal/extend-report.ts';
import type { TimeStamper } from '../timestamp/stamper.ts';
import { archive, newestStamp, withValidationData } from './archive-container.ts';
import { openContainer, signedDataIn } from './container.ts';
import type { Container } from './container.ts';
import { signerLeafIn, stampLeavesIn, stampsIn } from './leaves.ts';
import { pack } from './make-container.ts';
import { roleOf } from './names.ts';
import { verifyContainer } from './verify-container.ts';
import type { Entry } from './write-zip.ts';

/**
 * Carries a container over the end of its last time stamp: validation data for that, as it is today, and a new archive time
 * stamp over everything (EN 319 162-1, A.7, item 2; levels below B-LTA are lifted to it). What does not verify today is
 * `SEAL_NOT_EXTENDABLE`: a new stamp would only preserve the doubt.
 */
export async function extendContainer(file: Uint8Array, extension: Extension): Promise<Uint8Array> {
  const { trust, at, tsa, revocation } = extension;
  const { indication, reason } = verifyContainer(file, { trust, ...(at && { at }) });
  if (indication !== 'TOTAL-PASSED') throw signingFault('SEAL_NOT_EXTENDABLE', reason ?? indication);
  const container = opened(file);
  const unarchived = unarchivedIn(container);
  const entries = await Promise.all(
    container.entries.map(async (entry) => (unarchived.includes(entry) ? stamped(entry, tsa) : entry)),
  );
  const newest = newestStamp(entries);
  const signatures = entries.filter((_, place) => unarchived.includes(container.entries[place]));
  const leaves = [...(newest ? stampLeavesIn(newest) : []), ...signatures.flatMap(unprovenLeaves)];
  const data = await gatherValidationData(leaves, revocation);
  return pack(await archive(withValidationData(entries, data), leaves, extension));
}

/** When the certificate of the newest time stamp ends: before that the container has to be extended. */
export function containerStampsEndAt(file: Uint8Array): Date | undefined {
  const stamps = opened(file)
    .entries.filter(({ name }) => ['signature', 'stamp'].includes(roleOf(name)))
    .flatMap(stampsIn)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  return stamps.at(-1)?.signed.signer?.notAfter;
}

/** A signature that has no time stamp of its own gets one; a time stamp over it would not make it B-T. */
async function stamped(entry: Entry, tsa: TimeStamper): Promise<Entry> {
  const cms = signedDataIn(entry);
  if (cms === undefined || cms.timeStamps.length > 0) return entry;
  const token = await tsa.stamp(createHash('sha256').update(cms.signature).digest());
  return { ...entry, bytes: embedTimeStamp(entry.bytes, token) };
}

function opened(file: Uint8Array): Container {
  const container = openContainer(file);
  if ('refused' in container) throw signingFault('CONTAINER_UNREADABLE', container.refused);
  return container;
}

/** Signatures that no archive time stamp is over; the others must stay as they are. */
function unarchivedIn({ entries, archives }: Container): readonly (Entry | undefined)[] {
  const archived = new Set(archives.flatMap(({ manifest }) => manifest.references.map(({ name }) => name)));
  return entries.filter(({ name }) => roleOf(name) === 'signature' && !archived.has(name));
}

/** A signature that carries validation data needs it once more for its newest time stamp only. */
function unprovenLeaves(entry: Entry): readonly Leaf[] {
  const stamps = stampLeavesIn(entry);
  const isProven = signedDataIn(entry)?.revocationInfo !== undefined;
  return isProven && stamps.length > 0 ? stamps.slice(-1) : [...signerLeafIn(entry), ...stamps];
}

import { createHash } from 'node:crypto';
import type { RevocationSource } from '../revocation/source.ts';
import { gatherValidationData } from '../revocation/validation-data.ts';
import type { Leaf, ValidationData } from '../revocation/validation-data.ts';
import { embedValidationData } from '../seal/embed.ts';
import type { TimeStamper } from '../timestamp/stamper.ts';
import { isAmong } from '../verify/chain.ts';
import { stampLeavesIn } from './leaves.ts';
import { SIGNATURE_TYPE, STAMP_TYPE, writeManifest } from './manifest.ts';
import type { Listed } from './manifest.ts';
import { ARCHIVE_MANIFEST, numberedArchiveManifest, numberedStamp, roleOf } from './names.ts';
import { readManifest } from './read-manifest.ts';
import type { Entry } from './write-zip.ts';

/** Authorities have several units, each with a certificate; but some day one must come twice. */
const MOST_UNITS = 4;

/**
 * An archive time stamp over everything, the data that proves its own certificate included, so that the container needs
 * nothing from outside until the next one. An authority that stamps with a certificate other than before gets its data
 * added, and stamps again.
 */
export async function archive(
  entries: readonly Entry[],
  leaves: readonly Leaf[],
  { tsa, revocation }: { readonly tsa: TimeStamper; readonly revocation: RevocationSource },
): Promise<readonly Entry[]> {
  let [proven, base] = [leaves, entries];
  for (let unit = 0; ; unit += 1) {
    const archived = await appendArchive(base, tsa);
    const known = proven.map(({ certificate }) => certificate);
    const missing = archived
      .slice(-1)
      .flatMap(stampLeavesIn)
      .filter(({ certificate }) => !isAmong(known, certificate));
    if (missing.length === 0 || unit === MOST_UNITS) return archived;
    proven = [...proven, ...missing];
    base = withValidationData(base, await gatherValidationData(missing, revocation));
  }
}

/**
 * Into the newest archive time stamp, which no other covers yet, or without one into every signature (EN 319 162-1, A.7,
 * items 1 b and 2).
 */
export function withValidationData(entries: readonly Entry[], data: ValidationData): readonly Entry[] {
  const newest = newestStamp(entries);
  return entries.map((entry) => {
    const isHolder = newest === undefined ? roleOf(entry.name) === 'signature' : entry === newest;
    return isHolder ? { ...entry, bytes: embedValidationData(entry.bytes, data) } : entry;
  });
}

/** The time stamp over the archive manifest with the fixed name. */
export function newestStamp(entries: readonly Entry[]): Entry | undefined {
  const manifest = entries.find(({ name }) => name === ARCHIVE_MANIFEST);
  const stamp = manifest && readManifest(manifest.bytes)?.signature;
  return entries.find(({ name }) => name === stamp);
}

/** The new manifest takes the fixed name; the one that had it gets a number and is marked as what is continued (A.7, item 2). */
async function appendArchive(entries: readonly Entry[], tsa: TimeStamper): Promise<readonly Entry[]> {
  const former = freeName(entries, numberedArchiveManifest);
  const kept = entries.map((entry) => (entry.name === ARCHIVE_MANIFEST ? { ...entry, name: former } : entry));
  const stampName = freeName(entries, numberedStamp);
  const listed = kept.flatMap((entry) => listing(entry, former));
  const manifest = writeManifest({ name: stampName, mediaType: STAMP_TYPE }, listed);
  const token = await tsa.stamp(createHash('sha256').update(manifest).digest());
  return [...kept, { name: ARCHIVE_MANIFEST, bytes: manifest }, { name: stampName, bytes: token }];
}

function freeName(entries: readonly Entry[], numbered: (number: number) => string): string {
  const taken = new Set(entries.map(({ name }) => name));
  let number = 1;
  while (taken.has(numbered(number))) number += 1;
  return numbered(number);
}

/** Everything but the container's type, with the media types of what belongs to the envelope. */
function listing(entry: Entry, former: string): readonly Listed[] {
  const { name, bytes } = entry;
  const role = roleOf(name);
  if (role === 'type') return [];
  return [{ name, bytes, mediaType: MEDIA_TYPES[role], isRoot: name === former }];
}

const MEDIA_TYPES = {
  manifest: 'application/xml',
  archiveManifest: 'application/xml',
  signature: SIGNATURE_TYPE,
  stamp: STAMP_TYPE,
  content: undefined,
} as const;

import { readCertificate } from '../asn1/certificate.ts';
import { gatherValidationData } from '../revocation/validation-data.ts';
import { sealDetached } from '../seal/detached.ts';
import { embedValidationData } from '../seal/embed.ts';
import type { Seal } from '../seal/seal.ts';
import type { Grade } from '../seal/seal-report.ts';
import { signingFault } from '../fault.ts';
import { archive } from './archive-container.ts';
import { isTooMuch } from './container.ts';
import { stampLeavesIn } from './leaves.ts';
import { SIGNATURE_TYPE, writeManifest } from './manifest.ts';
import { collide, CONTAINER_TYPE, isContentName, MANIFEST, SIGNATURE, TYPE_FILE } from './names.ts';
import { writeZip } from './write-zip.ts';
import type { Entry } from './write-zip.ts';

/** A file to put into a container, or that was found in one. */
export type ContainedFile = {
  /** A relative path with `/`, such as `report.pdf` or `messages/0001.xml`. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
};

export type ContainerOrder = Grade & {
  readonly seal: Seal;
  /** RFC 3339 instant, the signer's claim. */
  readonly signedAt: string;
};

/**
 * Puts the files into an ASiC-E container under one CAdES signature, at exactly the level that is ordered (EN 319 162-1,
 * 4.4.4 and clause 5). Where a time stamp or revocation data is not to be had it throws as `sealReport` does. Unsafe or
 * equal names and odd media types are the caller's bug.
 */
export async function makeContainer(
  files: readonly ContainedFile[],
  order: ContainerOrder,
): Promise<Uint8Array> {
  refuseOdd(files);
  const manifest = writeManifest({ name: SIGNATURE, mediaType: SIGNATURE_TYPE }, files);
  const { seal, signedAt } = order;
  const sealing = { seal, signedAt, ...(order.level === 'B-B' ? {} : { tsa: order.tsa }) };
  const signature = await sealDetached(manifest, sealing);
  if (order.level === 'B-B' || order.level === 'B-T') return pack(entriesOf(files, manifest, signature));
  const signer = { certificate: readCertificate(seal.certificate), known: seal.chain.map(readCertificate) };
  const leaves = [signer, ...stampLeavesIn({ name: SIGNATURE, bytes: signature })];
  const lasting = embedValidationData(signature, await gatherValidationData(leaves, order.revocation));
  const entries = entriesOf(files, manifest, lasting);
  return pack(order.level === 'B-LT' ? entries : await archive(entries, leaves, order));
}

/** Lists of revoked certificates can be larger than any reader takes: nothing is written that does not verify. */
export function pack(entries: readonly Entry[]): Uint8Array {
  if (isTooMuch(entries))
    throw signingFault('SIGNATURE_TOO_LARGE', 'more validation data than a container may have');
  return writeZip(entries);
}

function entriesOf(
  files: readonly ContainedFile[],
  manifest: Uint8Array,
  signature: Uint8Array,
): readonly Entry[] {
  return [
    { name: TYPE_FILE, bytes: Buffer.from(CONTAINER_TYPE) },
    ...files,
    { name: MANIFEST, bytes: manifest },
    { name: SIGNATURE, bytes: signature },
  ];
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w.+-]+)*$/;

function refuseOdd(files: readonly ContainedFile[]): void {
  const names = files.map(({ name }) => name);
  if (files.length === 0) throw new TypeError('a container without files');
  if (!names.every(isContentName) || collide(names))
    throw new TypeError('a file name that no container may have');
  if (!files.every(({ mediaType }) => MEDIA_TYPE.test(mediaType))) throw new TypeError('an odd media type');
}

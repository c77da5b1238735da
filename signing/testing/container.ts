import { makeContainer } from '../asic/make-container.ts';
import type { ContainedFile } from '../asic/make-container.ts';
import { SIGNATURE_TYPE, writeManifest } from '../asic/manifest.ts';
import { CONTAINER_TYPE, MANIFEST, SIGNATURE, TYPE_FILE } from '../asic/names.ts';
import { readZip } from '../asic/read-zip.ts';
import { writeZip } from '../asic/write-zip.ts';
import type { Entry } from '../asic/write-zip.ts';
import { sealDetached } from '../seal/detached.ts';
import type { SealLevel } from '../seal/seal-report.ts';
import { NOW } from './pki.ts';
import type { Name, TestPki } from './pki.ts';
import { gradeOf } from './seal.ts';

/** A small dossier: something that packs well, something that does not, names in other scripts, and an empty file. */
export const DOSSIER: readonly ContainedFile[] = [
  {
    name: 'case.json',
    mediaType: 'application/json',
    bytes: Buffer.from(`{"case":"${'12345 '.repeat(50)}"}`),
  },
  {
    name: 'messages/0001.xml',
    mediaType: 'application/xml',
    bytes: Buffer.from('<message>α &amp; ω</message>'),
  },
  { name: 'συνημμένα/Ausweis Ö & 1+1.txt', mediaType: 'text/plain', bytes: Buffer.from('Grüße, 100 %') },
  { name: 'empty.txt', mediaType: 'text/plain', bytes: new Uint8Array() },
];

/** The dossier in a container sealed at NOW. */
export async function sealedContainer(
  test: TestPki,
  level: SealLevel,
  by: { readonly signer?: Name; readonly tsa?: Name; readonly files?: readonly ContainedFile[] } = {},
): Promise<Buffer> {
  const { signer = 'signer', tsa = 'tsa', files = DOSSIER } = by;
  const order = { seal: test.seal(signer), signedAt: NOW.toISOString(), ...gradeOf(test, level, tsa) };
  return Buffer.from(await makeContainer(files, order));
}

export function entriesOf(container: Uint8Array): readonly Entry[] {
  const entries = readZip(container);
  if ('refused' in entries) throw new TypeError(entries.refused);
  return entries;
}

/** The container with other entries, as anybody with a ZIP program could make it. */
export function repacked(
  container: Uint8Array,
  change: (entries: readonly Entry[]) => readonly Entry[],
): Buffer {
  return writeZip(change(entriesOf(container)));
}

/** With other bytes in one of its files. */
export function withFile(container: Uint8Array, name: string, alter: (bytes: Buffer) => Uint8Array): Buffer {
  return repacked(container, (entries) =>
    entries.map((entry) => (entry.name === name ? { name, bytes: alter(Buffer.from(entry.bytes)) } : entry)),
  );
}

export function fileIn(container: Uint8Array, wanted: string): Uint8Array {
  const entry = entriesOf(container).find(({ name }) => name === wanted);
  if (entry === undefined) throw new TypeError(`no ${wanted}`);
  return entry.bytes;
}

/** Signed by somebody who does not keep to the standard: his manifest, or his list of files, and whatever else he packs. */
export async function signedOddly(
  test: TestPki,
  odd: {
    readonly manifest?: Uint8Array;
    readonly files?: readonly ContainedFile[];
    readonly packed?: readonly Entry[];
  },
): Promise<Buffer> {
  const { files = DOSSIER, packed = files } = odd;
  const manifest = odd.manifest ?? writeManifest({ name: SIGNATURE, mediaType: SIGNATURE_TYPE }, files);
  const sealing = { seal: test.seal('signer'), signedAt: NOW.toISOString() };
  return writeZip([
    { name: TYPE_FILE, bytes: Buffer.from(CONTAINER_TYPE) },
    ...packed,
    { name: MANIFEST, bytes: manifest },
    { name: SIGNATURE, bytes: await sealDetached(manifest, sealing) },
  ]);
}

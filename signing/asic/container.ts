import type { Reason } from '../verify/indication.ts';
import { readSignedData } from '../verify/signed-data.ts';
import type { SignedData } from '../verify/signed-data.ts';
import { LIMITS } from '../limits.ts';
import { ARCHIVE_MANIFEST, collide, CONTAINER_TYPE, isContentName, isPlainPath, roleOf, TYPE_FILE } from './names.ts'; // prettier-ignore
import type { Role } from './names.ts';
import { readManifest } from './read-manifest.ts';
import type { Manifest } from './read-manifest.ts';
import { readZip } from './read-zip.ts';
import type { Refused, ZipEntry } from './read-zip.ts';
import type { Entry } from './write-zip.ts';

/** A manifest, and the name of the file with the signature or time stamp over it. */
export type Signing = Entry & { readonly manifest: Manifest };

/** A container whose parts fit together; whether its digests and signatures are right is another matter. */
export type Container = {
  /** Everything in it, in its order. */
  readonly entries: readonly Entry[];
  readonly content: readonly Entry[];
  /** Manifests of signatures. */
  readonly signings: readonly Signing[];
  /** Manifests of archive time stamps, the newest first. */
  readonly archives: readonly Signing[];
  /** The signatures and time stamps that can be read, by the names of their files. */
  readonly signed: ReadonlyMap<string, SignedData>;
};

/**
 * Reads a container (EN 319 162-1, 4.4.4 and A.7): its type as first file, plain names, and manifests of which each leads to
 * one signature or time stamp and the other way round, so that nothing in it is left without an owner.
 */
export function openContainer(file: Uint8Array): Container | Refused {
  const entries = readZip(file);
  if ('refused' in entries) return entries;
  const refused = typeTrouble(entries) ?? nameTrouble(entries.map(({ name }) => name));
  if (refused) return { refused };
  if (isTooMuch(entries)) return { refused: 'CONTAINER_TOO_LARGE' };
  const signings = manifestsOf(entries, 'manifest');
  const archives = manifestsOf(entries, 'archiveManifest');
  if (!signings || !archives) return { refused: 'MANIFEST_UNREADABLE' };
  const chain = chainOf(archives);
  const odd = linkTrouble(entries, signings, 'signature') ?? linkTrouble(entries, archives, 'stamp');
  if (odd) return { refused: odd };
  const isSound = chain && signings.every(listsContent) && archives.every(listsFiles);
  if (!isSound) return { refused: 'MANIFEST_ODD' };
  const content = ofRole(entries, 'content');
  return { entries, content, signings, archives: chain, signed: new Map(entries.flatMap(signedEntry)) };
}

/** A signature or time stamp as it lies in a container, with nothing behind it. */
export function signedDataIn({ name, bytes }: Entry): SignedData | undefined {
  const role = roleOf(name);
  if (role !== 'signature' && role !== 'stamp') return undefined;
  const cms = readSignedData(bytes, role === 'stamp' ? 'enclosed' : 'lasting');
  return cms?.encoding.length === bytes.length ? cms : undefined;
}

function signedEntry(entry: Entry): readonly (readonly [string, SignedData])[] {
  const cms = signedDataIn(entry);
  return cms ? [[entry.name, cms]] : [];
}

export function entryNamed({ entries }: Container, wanted: string): Entry | undefined {
  return entries.find(({ name }) => name === wanted);
}

/** Signatures or time stamps, whatever they are over. */
function ofRole<Kept extends Entry>(entries: readonly Kept[], role: Role): readonly Kept[] {
  return entries.filter(({ name }) => roleOf(name) === role);
}

function typeTrouble([first]: readonly ZipEntry[]): Reason | undefined {
  const isType = first?.name === TYPE_FILE && first.isStored;
  return isType && Buffer.from(first.bytes).toString('latin1') === CONTAINER_TYPE
    ? undefined
    : 'CONTAINER_TYPE_DIFFERS';
}

/** Names within the envelope are known by their form; all others have to be such as a container may keep. */
function nameTrouble(names: readonly string[]): Reason | undefined {
  const arePlain = names.every((name) => isPlainPath(name) && (roleOf(name) !== 'content' || isOwn(name)));
  return arePlain && !collide(names) ? undefined : 'FILE_NAME_UNSAFE';
}

/** Not the envelope or the type in other letters, where somebody who ignores case would find them. */
function isOwn(name: string): boolean {
  return isContentName(name) || name.startsWith('META-INF/');
}

/** What takes a multiple of its size to read and to judge. */
export function isTooMuch(entries: readonly Entry[]): boolean {
  const count = (['manifest', 'archiveManifest'] as const).flatMap((role) => ofRole(entries, role)).length;
  const signatures = (['signature', 'stamp'] as const).flatMap((role) => ofRole(entries, role));
  return count > LIMITS.manifests || signatures.some(({ bytes }) => bytes.length > LIMITS.signatureBytes);
}

function manifestsOf(entries: readonly Entry[], role: Role): readonly Signing[] | undefined {
  const found = ofRole(entries, role).flatMap((entry) => {
    const manifest = readManifest(entry.bytes);
    return manifest ? [{ ...entry, manifest }] : [];
  });
  return found.length === ofRole(entries, role).length ? found : undefined;
}

/** Every manifest has its signature, every signature its manifest. */
function linkTrouble(entries: readonly Entry[], lists: readonly Signing[], role: Role): Reason | undefined {
  const names = ofRole(entries, role).map(({ name }) => name);
  const linked = lists.map(({ manifest }) => manifest.signature);
  if (linked.some((name) => roleOf(name) !== role) || new Set(linked).size < linked.length)
    return 'MANIFEST_ODD';
  if (!linked.every((name) => names.includes(name))) return 'FILE_MISSING';
  return names.every((name) => linked.includes(name)) ? undefined : 'MANIFEST_MISSING';
}

/** A signature is over content and nothing else. */
function listsContent({ manifest: { references } }: Signing): boolean {
  const names = references.map(({ name }) => name);
  return names.every(isContentName) && !collide(names);
}

/** An archive time stamp may be over everything but its own manifest. */
function listsFiles({ name: own, manifest: { references, signature } }: Signing): boolean {
  const names = references.map(({ name }) => name);
  return names.every(isPlainPath) && !collide([...names, own, signature]);
}

/** From the newest, which has the fixed name, each to the one it continues (A.7, item 2); undefined where one is left over. */
function chainOf(archives: readonly Signing[]): readonly Signing[] | undefined {
  const chain: Signing[] = [];
  let wanted: string | undefined = archives.length === 0 ? undefined : ARCHIVE_MANIFEST;
  while (wanted !== undefined) {
    const next = archives.find(({ name }) => name === wanted);
    if (next === undefined || chain.includes(next)) return undefined;
    chain.push(next);
    const roots = next.manifest.references.filter(({ isRoot }) => isRoot);
    if (roots.length > 1) return undefined;
    wanted = roots[0]?.name;
  }
  return chain.length === archives.length ? chain : undefined;
}

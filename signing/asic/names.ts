/** The container's own media type, which its first file says (EN 319 162-1, A.1). */
export const CONTAINER_TYPE = 'application/vnd.etsi.asic-e+zip';
export const TYPE_FILE = 'mimetype';

const ENVELOPE = 'META-INF/';

/** Names within the envelope (EN 319 162-1, 4.4.3.2, 4.4.4.2 and A.7). */
export const MANIFEST = `${ENVELOPE}ASiCManifest.xml`;
export const SIGNATURE = `${ENVELOPE}signature.p7s`;
/** Always the newest one's name; those before it get a number. */
export const ARCHIVE_MANIFEST = `${ENVELOPE}ASiCArchiveManifest.xml`;

export function numberedArchiveManifest(number: number): string {
  return `${ENVELOPE}ASiCArchiveManifest${padded(number)}.xml`;
}

export function numberedStamp(number: number): string {
  return `${ENVELOPE}timestamp${padded(number)}.tst`;
}

export type Role = 'type' | 'manifest' | 'archiveManifest' | 'signature' | 'stamp' | 'content';

const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/^mimetype$/, 'type'],
  [/^META-INF\/[^/]*ASiCArchiveManifest[^/]*\.xml$/, 'archiveManifest'],
  [/^META-INF\/[^/]*ASiCManifest[^/]*\.xml$/, 'manifest'],
  [/^META-INF\/[^/]*signature[^/]*\.p7s$/, 'signature'],
  [/^META-INF\/[^/]*timestamp[^/]*\.tst$/, 'stamp'],
];

/** What a file is for, by its name. Whatever else lies in the envelope counts as content that nothing may cover. */
export function roleOf(name: string): Role {
  return ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? 'content';
}

/** Longer names cannot be unpacked on common file systems. */
const LONGEST = 240;
/** Backslashes and colons are paths on other systems; what cannot be seen deceives readers. */
const FORBIDDEN = /[\\:\p{Cc}\p{Cf}\p{Cs}]/u;

/** A relative path that means the same on every system and lies nowhere else than below the folder it is unpacked to. */
export function isPlainPath(name: string): boolean {
  const isWritable = Buffer.byteLength(name) <= LONGEST && name === name.normalize('NFC');
  return isWritable && !FORBIDDEN.test(name) && name.split('/').every(isPlainSegment);
}

/** Dots and blanks at the end vanish on some systems; `.` and `..` are among them. */
function isPlainSegment(segment: string): boolean {
  return segment !== '' && !/[. ]$/.test(segment) && !segment.startsWith(' ');
}

/** What a container may keep: a plain path outside of the envelope, also for systems that ignore case. */
export function isContentName(name: string): boolean {
  return isPlainPath(name) && !/^(mimetype|meta-inf)(\/|$)/i.test(name);
}

/** Files that would overwrite each other where case is ignored, or of which one is the folder of another. */
export function collide(names: readonly string[]): boolean {
  const folded = names.map((name) => name.toLowerCase());
  const all = new Set(folded);
  return all.size < names.length || folded.some((name) => foldersOf(name).some((folder) => all.has(folder)));
}

function foldersOf(name: string): readonly string[] {
  const segments = name.split('/').slice(0, -1);
  return segments.map((_, at) => segments.slice(0, at + 1).join('/'));
}

function padded(number: number): string {
  return String(number).padStart(3, '0');
}

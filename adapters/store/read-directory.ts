import { setImmediate } from 'node:timers/promises';
import type { Authority, NationalSystem } from '../../domain/directory/authority.ts';
import { buildDirectory, type Directory } from '../../domain/directory/directory.ts';
import { gatherDirectory } from '../../hub/evidence/directory-digest.ts';
import { canonicalOf } from '../codecs/canonical.ts';
import type { Prisma } from './prisma.ts';

/**
 * So many rows are asked for at once that one page costs some milliseconds: between two of them the process does what else
 * it has to do, however many authorities there are.
 */
const PAGE = 500;

type Snapshot = Pick<Prisma, 'authority' | 'nationalSystem'>;

export type DirectoryPages = {
  readonly authorities: readonly (readonly Authority[])[];
  readonly systems: readonly (readonly NationalSystem[])[];
};

/** The whole directory, page by page, out of one snapshot of the database, with the digest of all that it says. */
export async function readDirectory(
  snapshot: Snapshot,
): Promise<{ readonly pages: DirectoryPages; readonly digest: string }> {
  const gathered = gatherDirectory({ canonical: canonicalOf });
  const pages = { authorities: [] as Authority[][], systems: [] as NationalSystem[][] };
  await inPages(
    (from) => snapshot.authority.findMany(pageFrom(from)),
    (rows) => {
      for (const { body } of rows) gathered.add('authority', body);
      // Both were checked against `schemas/directory.ts` when they were imported.
      pages.authorities.push(rows.map(({ body }) => body as unknown as Authority));
    },
  );
  await inPages(
    (from) => snapshot.nationalSystem.findMany(pageFrom(from)),
    (rows) => {
      for (const { body } of rows) gathered.add('system', body);
      pages.systems.push(rows.map(({ body }) => body as unknown as NationalSystem));
    },
  );
  return { pages, digest: gathered.digest() };
}

/** Made of its pages, and others are let in after each of them. */
export async function builtFrom(
  version: number,
  { authorities, systems }: DirectoryPages,
): Promise<Directory> {
  const builder = buildDirectory(version);
  for (const page of authorities) {
    builder.addAuthorities(page);
    await setImmediate();
  }
  for (const page of systems) builder.addSystems(page);
  return builder.directory;
}

function pageFrom(from: string) {
  return { where: { id: { gt: from } }, orderBy: { id: 'asc' }, take: PAGE } as const;
}

/** Each page begins behind the last id of the one before, which an index finds at once. */
async function inPages<T extends { readonly id: string }>(
  read: (from: string) => Promise<readonly T[]>,
  take: (rows: readonly T[]) => void,
): Promise<void> {
  let from = '';
  for (;;) {
    const rows = await read(from);
    take(rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    from = last.id;
  }
}

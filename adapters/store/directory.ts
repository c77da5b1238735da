import type { Authority, NationalSystem } from '../../domain/directory/authority.ts';
import { makeDirectory, type Directory } from '../../domain/directory/directory.ts';
import type { DirectorySource, Log } from '../../hub/ports.ts';
import type { DirectoryFile } from '../../schemas/directory.ts';
import type { Prisma } from './prisma.ts';

export type WatchedDirectory = DirectorySource & { refresh(): Promise<void>; close(): void };

const LOOK_EVERY_MS = 1000;

/** A machine under load is slow to begin, and no less right: two seconds, Prisma's own limit, have stopped a start. */
const PATIENCE = { maxWait: 20_000, timeout: 20_000 } as const;

/** The directory in memory, refreshed when the database says that it has a newer version. */
export async function openDirectory(prisma: Prisma, log: Log): Promise<WatchedDirectory> {
  let current = await read(prisma);
  async function refresh() {
    if ((await readVersion(prisma)) !== current.version) current = await read(prisma);
  }
  const timer = setInterval(() => {
    refresh().catch(() => log.warn({}, 'the directory cannot be refreshed now'));
  }, LOOK_EVERY_MS);
  timer.unref();
  return { current: () => current, refresh, close: () => clearInterval(timer) };
}

async function readVersion(prisma: Pick<Prisma, 'directoryState'>): Promise<number> {
  return Number((await prisma.directoryState.findFirst())?.version ?? 0);
}

/** In one snapshot of the database, so that the version belongs to what is read with it. */
async function read(prisma: Prisma): Promise<Directory> {
  return prisma.$transaction(
    async (snapshot) => {
      const version = await readVersion(snapshot);
      const authorities = await snapshot.authority.findMany({ orderBy: { id: 'asc' } });
      const systems = await snapshot.nationalSystem.findMany({ orderBy: { id: 'asc' } });
      // Both were checked against `schemas/directory.ts` when they were imported.
      return makeDirectory(
        version,
        authorities.map(({ body }) => body as unknown as Authority),
        systems.map(({ body }) => body as unknown as NationalSystem),
      );
    },
    { isolationLevel: 'RepeatableRead', ...PATIENCE },
  );
}

/** Replaces the directory as a whole and moves its version on. */
export async function importDirectory(
  prisma: Prisma,
  { authorities, systems }: DirectoryFile,
): Promise<number> {
  return prisma.$transaction(async (change) => {
    const { version } = await change.directoryState.upsert({
      where: { one: true },
      create: { version: 1 },
      update: { version: { increment: 1 } },
    });
    await change.authority.deleteMany();
    await change.nationalSystem.deleteMany();
    await change.authority.createMany({
      data: authorities.map((body) => ({ id: body.id, country: body.country, body })),
    });
    await change.nationalSystem.createMany({ data: systems.map((body) => ({ id: body.id, body })) });
    return Number(version);
  }, PATIENCE);
}

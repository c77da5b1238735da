import { makeDirectory, type Directory } from '../../domain/directory/directory.ts';
import { unsound, type Alarm } from '../../hub/alarm.ts';
import { directoryDigest } from '../../hub/evidence/directory-digest.ts';
import { CHAIN_START, DIRECTORY_CHAIN } from '../../hub/evidence/record.ts';
import type { DirectorySource, Log } from '../../hub/ports/surroundings.ts';
import type { DirectoryFile } from '../../schemas/directory.ts';
import { CLOCK } from '../clock.ts';
import { CANONICAL } from '../codecs/canonical.ts';
import { directoryRecord, publishedIn } from './directory-record.ts';
import type { Macs } from './macs.ts';
import type { Prisma } from './prisma.ts';
import { builtFrom, readDirectory } from './read-directory.ts';
import { recordMac } from './write-evidence.ts';

export type WatchedDirectory = DirectorySource & { refresh(): Promise<void>; close(): void };

const LOOK_EVERY_MS = 1000;

/** A machine under load is slow to begin, and no less right: two seconds, Prisma's own limit, have stopped a start. */
const PATIENCE = { maxWait: 20_000, timeout: 20_000 } as const;

type How = { readonly macs: Macs; readonly log: Log; readonly alarm: Alarm };

/**
 * The directory in memory, refreshed when the database says that it has a newer version. Believed is what the evidence says
 * was published: a copy that was altered, or is older than the one at hand, changes nothing; there is no start with one.
 */
export async function openDirectory(prisma: Prisma, { macs, log, alarm }: How): Promise<WatchedDirectory> {
  const first = await read(prisma, macs);
  if (!first.isBelieved) throw unsound(alarm, { table: 'directory_state', version: String(first.version) });
  let current = first;
  let refused: number | undefined;
  async function refresh() {
    const version = await readVersion(prisma);
    if (version === current.version) refused = undefined;
    if (version === current.version || version === refused) return;
    const next = await read(prisma, macs);
    if (next.isBelieved && next.version > current.version) [current, refused] = [next, undefined];
    else {
      refused = next.version;
      alarm({ table: 'directory_state', version: String(next.version) });
    }
  }
  let isLooking = false;
  async function look() {
    // A large directory takes longer to read than the time between two looks.
    if (isLooking) return;
    isLooking = true;
    try {
      await refresh();
    } catch {
      log.warn({}, 'the directory cannot be refreshed now');
    } finally {
      isLooking = false;
    }
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return { current: () => current, refresh, close: () => clearInterval(timer) };
}

async function readVersion(prisma: Pick<Prisma, 'directoryState'>): Promise<number> {
  return Number((await prisma.directoryState.findFirst())?.version ?? 0);
}

type Read = Directory & { readonly isBelieved: boolean };

/** In one snapshot of the database, so that version and evidence belong to what is read with them. */
async function read(prisma: Prisma, macs: Macs): Promise<Read> {
  return prisma.$transaction(
    async (snapshot) => {
      const version = await readVersion(snapshot);
      const { pages, digest } = await readDirectory(snapshot);
      const isBelieved = isPublished(await newestRecord(snapshot), { macs, version, digest });
      // Of what is not believed nothing is made: it may be of any shape.
      return {
        ...(isBelieved ? await builtFrom(version, pages) : makeDirectory(version, [], [])),
        isBelieved,
      };
    },
    { isolationLevel: 'RepeatableRead', ...PATIENCE },
  );
}

const NOTHING = directoryDigest(CANONICAL, { authorities: [], systems: [] });

type NewestRecord = Awaited<ReturnType<typeof newestRecord>>;

function newestRecord(snapshot: Pick<Prisma, 'evidence'>) {
  return snapshot.evidence.findFirst({ where: { chain: DIRECTORY_CHAIN }, orderBy: { seq: 'desc' } });
}

/** Just this is what was published last; where nothing ever was, it is nothing. */
function isPublished(
  record: NewestRecord,
  { macs, version, digest }: { readonly macs: Macs; readonly version: number; readonly digest: string },
): boolean {
  if (record === null) return version === 0 && digest === NOTHING;
  const said = publishedIn(macs, { ...record, case_seq: record.caseSeq });
  return said?.version === version && said.digest === digest;
}

/** Replaces the directory as a whole, moves its version on, and testifies to what was published. */
export async function importDirectory(prisma: Prisma, macs: Macs, file: DirectoryFile): Promise<number> {
  const { authorities, systems } = file;
  return prisma.$transaction(async (change) => {
    const state = await change.directoryState.upsert({
      where: { one: true },
      create: { version: 1 },
      update: { version: { increment: 1 } },
    });
    const version = Number(state.version);
    await change.authority.deleteMany();
    await change.nationalSystem.deleteMany();
    await change.authority.createMany({
      data: authorities.map((body) => ({ id: body.id, country: body.country, body })),
    });
    await change.nationalSystem.createMany({ data: systems.map((body) => ({ id: body.id, body })) });
    await testify(change, macs, { version, digest: directoryDigest(CANONICAL, file) });
    return version;
  }, PATIENCE);
}

/** One after the other: who imports holds the row of the version. */
async function testify(
  change: Pick<Prisma, 'evidence' | 'evidenceChain'>,
  macs: Macs,
  { version, digest }: { readonly version: number; readonly digest: string },
): Promise<void> {
  const chain = DIRECTORY_CHAIN;
  const kept = await change.evidenceChain.findUnique({ where: { chain } });
  const hash = kept === null ? CHAIN_START : Buffer.from(kept.hash).toString('hex');
  const before = { chain, seq: kept?.seq ?? 0, hash, caseSeq: 0 };
  const { record } = directoryRecord(CANONICAL, before, { version, digest, at: CLOCK.now() });
  const bytes = { prev: bytesOf(record.prev), hash: bytesOf(record.hash), mac: new Uint8Array(recordMac(macs, record)) };
  await change.evidence.create({ data: { ...record, ...bytes } });
  const head = { seq: record.seq, hash: bytes.hash };
  await change.evidenceChain.upsert({ where: { chain }, create: { chain, ...head }, update: head });
} // prettier-ignore

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

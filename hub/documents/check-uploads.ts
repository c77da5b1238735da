import { createHash } from 'node:crypto';
import { isHubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { Pieces, Upload, UploadTrouble } from '../ports/documents.ts';
import { startsLike } from './starts-like.ts';

/** Who has taken an upload to check it and is silent for so long is dead: a scanner takes minutes over a large one. */
const TAKEN_MS = 15 * 60_000;
/** A scanner that is away is asked again then. */
const AGAIN_MS = 30_000;

/**
 * Checks what has come: that it is what was promised, that it begins as its type does, and, where there is a scanner, that
 * nothing harmful is in it. Until then nobody can attach it. Answers how many were checked.
 */
export async function checkUploads(
  hub: Pick<Hub, 'store' | 'clock' | 'log' | 'scanner'>,
  signal: Pick<AbortSignal, 'aborted'>,
): Promise<number> {
  let checked = 0;
  while (!signal.aborted) {
    const at = hub.clock.now();
    const [upload] = await hub.store.takeUnchecked(1, { at, until: later(at, TAKEN_MS) });
    if (upload === undefined) return checked;
    await unlessEnded(checkOne(hub, upload));
    checked += 1;
  }
  return checked;
}

/** Its sender may give it up meanwhile, or its time may be over: then nothing is left to be checked. */
async function unlessEnded(checking: Promise<void>): Promise<void> {
  try {
    await checking;
  } catch (error) {
    if (!isHubFault(error, 'UPLOAD_ENDED')) throw error;
  }
}

async function checkOne(hub: Pick<Hub, 'store' | 'clock' | 'log' | 'scanner'>, upload: Upload): Promise<void> {
  const { store, scanner, log } = hub;
  const trouble = await promiseBroken(store.uploaded(upload.id), upload);
  if (trouble !== undefined || scanner === undefined) return store.endCheck(upload.id, trouble);
  const { mediaType, size } = upload;
  const found = await scanner.scan(store.uploaded(upload.id), { mediaType, size });
  if (found !== 'unavailable')
    return store.endCheck(upload.id, found === 'found' ? 'ATTACHMENT_INFECTED' : undefined);
  // It was given less than it was promised, and could not say anything.
  if ((await store.upload(upload.id)) === undefined) return;
  log.warn({ upload: upload.id }, 'the scanner does not answer; the upload waits');
  return store.giveBackCheck(upload.id, later(hub.clock.now(), AGAIN_MS));
} // prettier-ignore

async function promiseBroken(pieces: Pieces, { sha256, mediaType }: Upload): Promise<UploadTrouble | undefined> {
  const hash = createHash('sha256');
  let isFirst = true;
  for await (const bytes of pieces) {
    if (isFirst && !startsLike(bytes, mediaType)) return 'ATTACHMENT_CONTENT';
    isFirst = false;
    hash.update(bytes);
  }
  return hash.digest('hex') === sha256 ? undefined : 'UPLOAD_DIFFERS';
} // prettier-ignore

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

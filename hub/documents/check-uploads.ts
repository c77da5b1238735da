import { createHash } from 'node:crypto';
import { isHubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import { instantLater } from '../instant.ts';
import type { Pieces, Upload, UploadTrouble } from '../ports/documents.ts';
import { startsLike } from './starts-like.ts';

/** Who has taken an upload to check it and is silent for so long is dead. */
const TAKEN_MS = 60_000;
/** A scanner takes minutes over a large one: meanwhile it is said that somebody is at it. */
const RENEWED_MS = 20_000;
/** A scanner that is away is asked again then. */
const AGAIN_MS = 30_000;

/**
 * Checks what has come: that it is what was promised, that it begins as its type does, and, where there is a scanner, that
 * nothing harmful is in it. Until then nobody can attach it. Answers how many were checked.
 */
export async function checkUploads(hub: Checking, signal: Pick<AbortSignal, 'aborted'>): Promise<number> {
  let checked = 0;
  while (!signal.aborted) {
    const at = hub.clock.now();
    const [upload] = await hub.store.takeUnchecked(1, { at, until: instantLater(at, TAKEN_MS) });
    if (upload === undefined) return checked;
    await unlessEnded(checkOne(hub, upload, signal));
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

type Checking = Pick<Hub, 'store' | 'clock' | 'log' | 'scanner'>;

async function checkOne(hub: Checking, upload: Upload, signal: Pick<AbortSignal, 'aborted'>): Promise<void> {
  const { store, clock, log } = hub;
  const found = await whileHeld(hub, { upload, signal }, () => troubleIn(hub, upload));
  if (found !== 'unavailable') return store.endCheck(upload.id, found);
  // It was given less than it was promised, and could not say anything.
  if ((await store.upload(upload.id)) === undefined) return;
  log.warn({ upload: upload.id }, 'the scanner does not answer; the upload waits');
  return store.holdCheck(upload.id, instantLater(clock.now(), AGAIN_MS));
} // prettier-ignore

/** Keeps others away for as long as the work lasts; no longer once this worker is to end, which does not wait for ever. */
async function whileHeld<T>(
  { store, clock }: Checking,
  { upload, signal }: { readonly upload: Upload; readonly signal: Pick<AbortSignal, 'aborted'> },
  work: () => Promise<T>,
): Promise<T> {
  let renewing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    if (signal.aborted) return;
    // What fails is done the next time; with the database away the work itself ends.
    renewing = store.holdCheck(upload.id, instantLater(clock.now(), TAKEN_MS)).catch(() => undefined);
  }, RENEWED_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    // Else it could come after what is written then.
    await renewing;
  }
}

async function troubleIn(
  { store, scanner }: Checking,
  upload: Upload,
): Promise<UploadTrouble | 'unavailable' | undefined> {
  const { id, mediaType, size } = upload;
  const trouble = await promiseBroken(store.uploaded(id), upload);
  if (trouble !== undefined || scanner === undefined) return trouble;
  const found = await scanner.scan(store.uploaded(id), { mediaType, size });
  if (found === 'unavailable') return found;
  return found === 'found' ? 'ATTACHMENT_INFECTED' : undefined;
}

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

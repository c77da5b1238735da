import { checkUploads } from '../hub/documents/check-uploads.ts';
import type { Hub } from '../hub/hub.ts';
import { instantLater } from '../hub/instant.ts';
import { repeat, type Stoppable } from './repeat.ts';

const CHECK_EVERY_MS = 1000;
const END_EVERY_MS = 20_000;
/** Longer than anybody reads one document: a check, a fetch. */
const REMEMBERED_MS = 2 * 3_600_000;
/** Some seconds of the database at the most. */
const PAGE = 256;

/** Looks after what is handed in apart from messages: it is checked, ends in time, and what has ended is deleted. */
export function keepUploads(hub: Hub): Stoppable {
  const checking = repeat(CHECK_EVERY_MS, hub.log, async (signal) => {
    await checkUploads(hub, signal);
  });
  const ending = repeat(END_EVERY_MS, hub.log, (signal) => endUploads(hub, signal));
  return {
    async stop() {
      await Promise.all([checking.stop(), ending.stop()]);
    },
  };
}

/** Without its key a piece is noise already; here its bytes go. */
export async function endUploads(
  hub: Pick<Hub, 'store' | 'clock' | 'log'>,
  signal: Pick<AbortSignal, 'aborted'>,
): Promise<void> {
  const now = hub.clock.now();
  const uploads = await hub.store.dropExpired(now);
  const endedBefore = instantLater(now, -REMEMBERED_MS);
  let pieces = 0;
  while (!signal.aborted) {
    const count = await hub.store.deletePieces(PAGE, endedBefore);
    pieces += count;
    if (count < PAGE) break;
  }
  if (uploads + pieces > 0) hub.log.info({ uploads, pieces }, 'uploads ended, pieces of ended ones deleted');
}

import { gatherHeads, sealRoot } from '../hub/evidence/roots.ts';
import { statementDigest } from '../hub/evidence/statement.ts';
import type { TellWitness } from '../hub/epoch/witness.ts';
import { isHubFault, isOutage } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import type { Meter } from '../hub/meter.ts';
import type { Sealer } from '../hub/ports/messages.ts';
import type { RootStore } from '../hub/evidence/root-store.ts';
import { openPatience } from './patience.ts';
import { repeat, type Repeating } from './repeat.ts';
import { whyOf } from './why.ts';

type How = {
  readonly roots: RootStore;
  readonly sealer: Sealer;
  readonly metrics: Pick<Meter, 'evidenceUnsealed'>;
  readonly everySeconds: number;
  /** Tells of each root outside the database. */
  readonly tell: TellWitness;
  /** Milliseconds on a clock that never jumps. */
  elapsed?(): number;
};
type Parts = How & Pick<Hub, 'clock' | 'log'>;

/** How soon a root is sealed once it is there, or once the time has come to try again. */
const TICK_MS = 500;

/**
 * Puts new evidence under roots, and seals them in their order. Apart from each other: while a time-stamp authority is
 * away roots are still made, each following the one before, and every one of them gets its seal when it is back.
 */
export function openRootJob({ clock, log }: Pick<Hub, 'clock' | 'log'>, how: How): Repeating {
  const parts = { ...how, clock, log };
  const patience = openPatience();
  const { elapsed = () => performance.now() } = how;
  let isBehind = true;
  let isStopped = false;

  async function sealAll(): Promise<void> {
    const end = await sealWhile(parts, () => !isStopped);
    isBehind = end === 'waits';
    if (isBehind) patience.lose(elapsed());
    else patience.regain();
    await measure(parts);
  }

  const gathering = repeat(how.everySeconds * 1000, log, async () => {
    // Also without a root of our own: that of a worker that died may be waiting; and when this fails it shall be seen.
    isBehind = true;
    for (const { number, statement, heads } of await gatherHeads(how.roots, clock))
      how.tell({ root: { number, digest: statementDigest(statement) }, heads });
    isBehind = true;
  });
  const sealing = repeat(TICK_MS, log, async () => {
    if (!isBehind || !patience.isOver(elapsed())) return;
    try {
      await sealAll();
    } catch (error) {
      patience.lose(elapsed());
      throw error;
    }
  });
  return {
    doneAt: gathering.doneAt,
    async stop() {
      isStopped = true;
      await Promise.all([gathering.stop(), sealing.stop()]);
    },
  };
}

/** Seals the oldest first, until none is left or one has to wait: then those after it wait as well. */
async function sealWhile(parts: Parts, mayGoOn: () => boolean): Promise<'done' | 'waits'> {
  while (mayGoOn()) {
    const takenAt = parts.clock.now();
    const root = await parts.roots.takeUnsealed(takenAt);
    if (root === undefined) return 'done';
    try {
      const isOurs = await sealRoot(parts, root);
      if (isOurs) parts.log.info({ root: root.number }, 'evidence root sealed');
    } catch (error) {
      tell(parts, root.number, error);
      await parts.roots.giveBackRoot(root.number, takenAt);
      return 'waits';
    }
  }
  return 'waits';
}

function tell({ log }: Parts, root: number, error: unknown): void {
  const facts = { root, ...whyOf(error) };
  if (isHubFault(error, 'SEAL_WAITS') || isOutage(error)) log.warn(facts, 'evidence root waits for its seal');
  else log.error(facts, 'evidence root not sealed');
}

async function measure({ roots, clock, metrics }: Parts): Promise<void> {
  const since = await roots.unsealedSince();
  const age = since === undefined ? 0 : Date.parse(clock.now()) - Date.parse(since);
  metrics.evidenceUnsealed(Math.max(0, age / 1000));
}

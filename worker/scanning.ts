import { isHubFault, reasonOf } from '../hub/faults.ts';
import { refuseUnscanned, scanned } from '../hub/intake/scan-inline.ts';
import type { Ending } from './ending.ts';
import type { ScannerWatch } from './scanner-watch.ts';
import { newSuspicion, type Suspicion } from './suspicion.ts';
import { newTurns } from './turns.ts';
import { isListenedTo, type Waiting } from './waiting.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** Scanners have a dozen threads as a rule, and uploads are scanned beside. */
const AT_ONCE = 4;

type Parts = {
  readonly watch: ScannerWatch;
  readonly ending: Pick<Ending, 'isOver' | 'wait'>;
  /** It has been scanned, or refused, and goes on. */
  done(one: Waiting): void;
  readonly longEnoughMs?: number;
  readonly firstPauseMs?: number;
};

export type Scanning = {
  take(one: Waiting): void;
  /** Whether none is scanned, or waits to be. */
  areNone(): boolean;
  /** Resolves when there are none; after the end none is waited for but those that are being scanned. */
  drained(): Promise<void>;
};

type Document = { readonly waiting: Waiting; readonly suspicion: Suspicion; readonly pause: number };

/**
 * Messages with documents inside, on their way past the scanner: beside the line, in turn, so that nobody waits with them. While it
 * is away they are tried later and later, however long that is. One of which it can say nothing while it does of others is refused.
 */
export function openScanning(parts: Parts): Scanning {
  const { watch, ending, done } = parts;
  const queue = newTurns<Document>();
  const inHand = new Set<Promise<void>>();
  let [count, running] = [0, 0];

  function put(document: Document): void {
    queue.put(document.waiting.lane, document);
    if (running < AT_ONCE) track(run());
  }

  async function run(): Promise<void> {
    running += 1;
    for (let next = queue.take(); next !== undefined; next = queue.take()) await scan(next);
    running -= 1;
  }

  async function scan(document: Document): Promise<void> {
    const { waiting, suspicion } = document;
    if (ending.isOver() || !isListenedTo(waiting)) return leave();
    const othersAt = watch.answeredAt();
    try {
      const admission = await scanned(watch.hub, waiting.admission);
      leave();
      done({ ...waiting, admission, isLate: true });
    } catch (error) {
      if (!isHubFault(error, 'SCANNER_UNAVAILABLE')) return giveBack(waiting, error);
      suspicion.add(othersAt);
      if (suspicion.isProven()) return refuse(waiting);
      track(again(document));
    }
  }

  async function again(document: Document): Promise<void> {
    await ending.wait(document.pause);
    put({ ...document, pause: Math.min(document.pause * 2, LONGEST_PAUSE_MS) });
  }

  function refuse(waiting: Waiting): void {
    watch.hub.log.warn({}, 'the scanner can say nothing of a document; its message is refused');
    leave();
    done({ ...waiting, admission: refuseUnscanned(waiting.admission), isLate: true });
  }

  function giveBack({ answering }: Waiting, error: unknown): void {
    watch.hub.log.error(
      { reason: reasonOf(error) },
      'a message cannot be scanned; the broker will try it again',
    );
    leave();
    answering.giveBack();
  }

  function leave(): void {
    count -= 1;
  }

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => inHand.delete(tracked));
    inHand.add(tracked);
  }

  return {
    take(waiting) {
      count += 1;
      put({
        waiting,
        suspicion: newSuspicion(parts.longEnoughMs),
        pause: parts.firstPauseMs ?? FIRST_PAUSE_MS,
      });
    },
    areNone: () => count === 0,
    async drained() {
      while (inHand.size > 0) await Promise.all(inHand);
    },
  };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { admit, type Admission } from '../hub/intake/admit.ts';
import { reasonOf } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import { isToScan } from '../hub/intake/scan-inline.ts';
import type { Submission } from '../hub/ports/messages.ts';
import { openScanning } from './scanning.ts';
import type { ScannerWatch } from './scanner-watch.ts';
import type { Settling } from './settling.ts';
import { newTurns } from './turns.ts';
import type { Answering, Waiting as Ready } from './waiting.ts';

export type Arrival = {
  /** Where it waits: what waits in one lane holds up no other. */
  readonly lane: string;
  readonly submission: Submission;
  readonly answering: Answering;
};

export type Intake = {
  add(arrival: Arrival): void;
  /** Resolves once everything taken has been dealt with. */
  drained(): Promise<void>;
};

type Waiting = Arrival & { readonly since: number };

/** A batch of large messages is a short one: while it is read and written, all others wait. */
const MOST_BYTES = 16 * 1024 * 1024;
/** After so long a reading, others have their turn: answers of database and broker among them. */
const READ_AT_ONCE_MS = 10;

/**
 * Gathers submissions into batches: while one batch is written, the next ones are read and checked; what has gathered
 * by then is the next batch. A lone message is thus never held up, and a crowd shares its transaction. Lanes have their
 * turns one after the other, so that a crowd in one of them is a crowd there only.
 */
export function openIntake(
  watch: ScannerWatch,
  how: { readonly batchSize: number; readonly settling: Settling },
): Intake {
  const { hub } = watch;
  const scanning = openScanning({ watch, ending: how.settling.ending, done: scannedAlready });
  const waiting = newTurns<Waiting>();
  let ready: Ready[] = [];
  let bytes = 0;
  let gathering: Promise<void> | undefined;
  let running: Promise<void> | undefined;

  function gather(): Promise<void> {
    gathering ??= fill().finally(() => {
      gathering = undefined;
    });
    return gathering;
  }
  async function fill() {
    let begun = performance.now();
    while (ready.length < how.batchSize && bytes < MOST_BYTES) {
      const next = waiting.take();
      if (next === undefined) return;
      read(next);
      if (performance.now() - begun < READ_AT_ONCE_MS) continue;
      await nextTurn();
      begun = performance.now();
    }
  }
  function read(next: Waiting) {
    if (next.answering.isLost()) return;
    const admission = admitted(hub, next.submission);
    // Alone it goes back, until it is a dead letter: thrown here, it would take the connection and all others with it.
    if (admission === undefined) return next.answering.giveBack();
    if (isToScan(hub, admission)) return scanning.take({ ...next, admission });
    put({ ...next, admission });
  }
  function put(one: Ready) {
    bytes += one.submission.bytes.byteLength;
    ready.push(one);
  }
  function scannedAlready(one: Ready) {
    put(one);
    running ??= run();
  }
  async function run() {
    // Not at once: everything that the broker's packet held joins the batch.
    await nextTurn();
    for (;;) {
      await gather();
      const batch = ready;
      [ready, bytes] = [[], 0];
      if (batch.length === 0) break;
      const isInOrder = scanning.areNone() && !batch.some(({ isLate }) => isLate);
      const writing = how.settling.settle(batch, isInOrder);
      void gather();
      await writing;
    }
    running = undefined;
  }
  async function quiet() {
    while (running !== undefined) await running;
  }
  return {
    add(arrival) {
      waiting.put(arrival.lane, { ...arrival, since: performance.now() });
      void gather();
      running ??= run();
    },
    async drained() {
      await quiet();
      await scanning.drained();
      await quiet();
    },
  };
}

/** Reading depends on nothing but the message: what makes it fail is a bug of ours, and the message shows which. */
function admitted(hub: Hub, submission: Submission): Admission | undefined {
  try {
    return admit(hub, submission);
  } catch (error) {
    hub.log.error({ reason: reasonOf(error) }, 'a message cannot be read; the broker will try it again');
    return undefined;
  }
}

import { hubFault } from '../../hub/faults.ts';
import type { Meter } from '../../hub/meter.ts';
import type { Verification, Verifier } from '../../hub/verification.ts';
import { unjudged } from '../verifier.ts';
import { openJudgeProcess, type JudgeProcess } from './judge-process.ts';
import type { Question } from './serve.ts';
import { JUDGING, type JudgingSettings } from './settings.ts';

/** Judges files of strangers: apart from this process, a few at a time, within limits of memory and time. */
export type Judging = Verifier & {
  readonly ask: (question: Question) => Promise<Verification>;
  close(): void;
};

export type JudgingOptions = {
  /** What the processes run; it calls `serveJudging`. */
  readonly program: URL;
  readonly trust: readonly Uint8Array[];
  readonly settings?: Partial<JudgingSettings>;
  readonly meter?: Pick<Meter, 'verified' | 'verificationsWaiting'>;
};

type Waiting = {
  readonly question: Question;
  readonly settle: (found: Promise<Verification>) => void;
  readonly patience: NodeJS.Timeout;
};

/** A place for one process, which is started when there is something to judge and replaced when it is spent. */
type Seat = { process?: JudgeProcess; isTaken: boolean };

export function openJudging({ program, trust, settings: own, meter }: JudgingOptions): Judging {
  const settings = { ...JUDGING, ...own };
  const seats: readonly Seat[] = Array.from({ length: settings.processes }, () => ({ isTaken: false }));
  const queue: Waiting[] = [];

  async function judge(seat: Seat, question: Question): Promise<Verification> {
    if (seat.process?.isSpent() === true) leave(seat);
    seat.process ??= await openJudgeProcess(program, { trust }, settings);
    const found = await seat.process.ask(question);
    return 'ended' in found ? unjudged(question.file, found.ended) : found;
  }

  async function work(seat: Seat): Promise<void> {
    seat.isTaken = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      clearTimeout(next.patience);
      meter?.verificationsWaiting(queue.length);
      const found = counted(judge(seat, next.question));
      next.settle(found);
      // Whoever has asked is told of it; the next file gets a new process.
      await found.catch(() => leave(seat));
    }
    seat.isTaken = false;
  }

  async function counted(judging: Promise<Verification>): Promise<Verification> {
    const begun = performance.now();
    const found = await judging;
    const outcome = ENDINGS.has(found.reason ?? '') ? 'ended' : found.indication;
    meter?.verified({ outcome, seconds: (performance.now() - begun) / 1000 });
    return found;
  }

  function ask(question: Question): Promise<Verification> {
    if (queue.length >= settings.waiting) return Promise.reject(busy());
    return new Promise((resolve) => {
      const waiting: Waiting = {
        question,
        settle: resolve,
        patience: setTimeout(() => {
          queue.splice(queue.indexOf(waiting), 1);
          resolve(Promise.reject(busy()));
        }, settings.longestWaitMs),
      };
      queue.push(waiting);
      meter?.verificationsWaiting(queue.length);
      const free = seats.find(({ isTaken }) => !isTaken);
      if (free) void work(free);
    });
  }

  return {
    ask,
    verify: (file, demand) => ask({ file, demand }),
    close: () => seats.forEach(leave),
  };
}

const ENDINGS: ReadonlySet<string> = new Set(['JUDGED_TOO_LONG', 'JUDGED_TOO_LARGE']);

function leave(seat: Seat): void {
  seat.process?.end();
  delete seat.process;
}

function busy() {
  return hubFault('VERIFIER_BUSY', 'too many files wait to be verified');
}

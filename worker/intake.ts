import { setTimeout as sleep } from 'node:timers/promises';
import { admit, type Admission } from '../hub/admit.ts';
import type { Outcome } from '../hub/decide.ts';
import { isOutage } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import type { Submission } from '../hub/ports.ts';
import { settle } from '../hub/process.ts';

/** What has to be said to the broker about one submission. */
export type Answering = { acknowledge(): void; giveBack(): void };

export type Intake = {
  add(submission: Submission, answering: Answering): void;
  /** Resolves once everything taken has been dealt with. */
  drained(): Promise<void>;
};

/** Told of each batch that is written, with the seconds from its first message's arrival. */
type Settled = (outcomes: readonly Outcome[], seconds: number) => void;

type Waiting = { readonly admission: Admission; readonly answering: Answering; readonly since: number };

/**
 * Gathers submissions into batches: while one batch is written, the next ones are read and checked; what has gathered
 * by then is the next batch. A lone message is thus never held up, and a crowd shares its transaction.
 */
export function openIntake(hub: Hub, how: { readonly batchSize: number; settled: Settled }): Intake {
  const waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  async function run() {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, how.batchSize);
      await settleAll(hub, batch, how.settled);
    }
    running = undefined;
  }
  return {
    add(submission, answering) {
      const since = performance.now();
      waiting.push({ admission: admit(hub, submission), answering, since });
      // Not at once: everything that the broker's packet held joins the batch.
      running ??= new Promise((resolve) => {
        setImmediate(() => resolve(run()));
      });
    },
    async drained() {
      while (running !== undefined) await running;
    },
  };
}

/** A batch that fails is taken apart, so that one bad message never harms its neighbours. */
async function settleAll(hub: Hub, batch: readonly Waiting[], settled: Settled): Promise<void> {
  try {
    const outcomes = await persistently(hub, () =>
      settle(
        hub,
        batch.map(({ admission }) => admission),
      ),
    );
    for (const { answering } of batch) answering.acknowledge();
    settled(outcomes, (performance.now() - (batch[0]?.since ?? 0)) / 1000);
  } catch (error) {
    if (batch.length > 1) {
      for (const one of batch) await settleAll(hub, [one], settled);
      return;
    }
    hub.log.error({ reason: reasonOf(error) }, 'a message cannot be processed; the broker will try it again');
    for (const { answering } of batch) answering.giveBack();
  }
}

/** While the database is away the messages are held, not given back: the broker would count that against them. */
async function persistently<T>(hub: Hub, work: () => Promise<T>): Promise<T> {
  for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error)) throw error;
      hub.log.warn({ reason: reasonOf(error), pause }, 'the store is away');
      await sleep(pause);
    }
  }
}

/** Names and codes only: the text of a database error may quote what was to be stored. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}

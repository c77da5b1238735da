import { admit, type Admission } from '../hub/admit.ts';
import type { Outcome } from '../hub/outcome.ts';
import type { Hub } from '../hub/hub.ts';
import type { Submission } from '../hub/ports.ts';
import { settle } from '../hub/process.ts';
import { persistently, reasonOf } from './persistently.ts';

/** What has to be said to the broker about one submission. */
export type Answering = { acknowledgeUpTo(): void; giveBack(): void };

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
      const admission = admitted(hub, submission);
      // Alone it goes back, until it is a dead letter: thrown here, it would take the connection and all others with it.
      if (admission === undefined) return answering.giveBack();
      waiting.push({ admission, answering, since });
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

/** Reading depends on nothing but the message: what makes it fail is a bug of ours, and the message shows which. */
function admitted(hub: Hub, submission: Submission): Admission | undefined {
  try {
    return admit(hub, submission);
  } catch (error) {
    hub.log.error({ reason: reasonOf(error) }, 'a message cannot be read; the broker will try it again');
    return undefined;
  }
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
    // Everything before has been dealt with: batches are settled in the order in which messages were taken.
    batch.at(-1)?.answering.acknowledgeUpTo();
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

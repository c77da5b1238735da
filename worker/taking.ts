import type { Broker } from '../adapters/amqp/broker.ts';
import { TOPOLOGY_OF_HUB } from '../adapters/amqp/declare.ts';
import { DEAD_DELIVERIES, DEAD_SUBMISSIONS } from '../adapters/amqp/topology.ts';
import type { Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import { bury } from '../hub/intake/dead-letters.ts';
import { codeOf, outcomeOf } from '../hub/faults.ts';
import type { Outcome } from '../hub/intake/outcome.ts';
import { parcelsOf, type Parcel } from '../hub/outgoing/relay.ts';
import { verdictOf } from '../hub/intake/verdict.ts';
import type { Busy } from './busy.ts';
import { takeDeadDelivery } from './dead-deliveries.ts';
import { openDeadSubmissions } from './dead-submissions.ts';
import { openIntake } from './intake.ts';
import { watchScanner, type ScannerWatch } from './scanner-watch.ts';
import { openSettling, type Settling } from './settling.ts';
import { readSubmissions } from './submissions.ts';

type Parts = {
  readonly assembled: Assembled;
  readonly broker: Broker;
  readonly config: Config;
  readonly busy: Busy;
  deliver(parcels: readonly Parcel[]): Promise<void>;
  /** Told what has been written, for whoever has to go on with it. */
  written(outcomes: readonly Outcome[]): void;
};

export type Taking = {
  readonly settling: Settling;
  readonly watch: ScannerWatch;
  /** Takes no more; what has been taken can still be acknowledged. */
  pause(): Promise<void>;
  /** Resolves once everything taken has been dealt with. */
  drained(): Promise<void>;
};

/** All that is taken from the broker: submissions, those that have died, and deliveries that have. */
export async function startTaking(parts: Parts): Promise<Taking> {
  const { assembled, broker, config } = parts;
  const { hub } = assembled;
  const settling = settlingOf(parts);
  const watch = watchScanner(hub);
  const intake = openIntake(watch, { batchSize: config.BATCH_SIZE, settling });
  const known = () => assembled.knownSystems();
  const submissions = await readSubmissions({ hub, broker, intake, config, known });
  const readings = [submissions, ...(await readDead(parts, { settling, watch }))];
  return {
    settling,
    watch,
    async pause() {
      await Promise.all(readings.map((reading) => reading.pause()));
    },
    drained: () => intake.drained(),
  };
}

function settlingOf({ assembled: { hub, metrics }, deliver, written }: Parts): Settling {
  return openSettling(hub, {
    settled(outcomes, seconds) {
      metrics.batch({ channel: 'amqp', seconds, verdicts: outcomes.map(verdictOf) });
      void deliver(parcelsOf(outcomes));
      written(outcomes);
    },
    setAside: ({ submission, lane }) =>
      bury(hub, submission, { queue: lane, reason: 'always fails', system: submission.system }),
    troubled: (error) => metrics.storeFault(outcomeOf(error), codeOf(error)),
  });
}

function readDead(
  { assembled, broker, config, busy, deliver }: Parts,
  { settling, watch }: Pick<Taking, 'settling' | 'watch'>,
) {
  const { hub, answeredAt } = watch;
  const { metrics } = assembled;
  const { lastAt } = settling;
  const dead = { hub, metrics, config, handOver: deliver, lastAt, answeredAt };
  const takeDeadSubmission = openDeadSubmissions(dead);
  return Promise.all([
    broker.consume({
      queue: DEAD_SUBMISSIONS,
      topology: TOPOLOGY_OF_HUB,
      // One at a time: should one of them end the process, it is found out without the others.
      prefetch: 1,
      take: (taken) => void busy.track(takeDeadSubmission(taken)),
    }),
    broker.consume({
      queue: DEAD_DELIVERIES,
      topology: TOPOLOGY_OF_HUB,
      prefetch: 10,
      take: (taken) => void busy.track(takeDeadDelivery(dead, taken)),
    }),
  ]);
}

import type { Broker } from '../adapters/amqp/broker.ts';
import { submissionFrom } from '../adapters/amqp/submission.ts';
import { DEAD_DELIVERIES, DEAD_SUBMISSIONS, SUBMISSIONS } from '../adapters/amqp/topology.ts';
import type { Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import type { Outcome } from '../hub/outcome.ts';
import { eraseDue } from '../hub/erase.ts';
import { handOver } from '../hub/hand-over.ts';
import { findOverdue } from '../hub/overdue.ts';
import type { Sealer } from '../hub/ports.ts';
import { openRelay, parcelsOf, type Parcel } from '../hub/relay.ts';
import type { Reporting } from '../hub/reports.ts';
import { verdictOf } from '../hub/verdict.ts';
import { takeDeadDelivery, takeDeadSubmission } from './dead-letters.ts';
import { gatherMarks } from './gather-marks.ts';
import { openIntake } from './intake.ts';
import { keepReports } from './keeping.ts';
import { openReportJob } from './report-job.ts';
import { repeat } from './repeat.ts';
import { openRootJob } from './root-job.ts';

export type Worker = {
  /** Publishes what a gateway in the same process has just written. */
  readonly relay: { handOver(parcels: readonly Parcel[]): Promise<void> };
  /** Takes no more, finishes what it has, and lets go. */
  stop(): Promise<void>;
};

type Parts = {
  readonly assembled: Assembled;
  readonly broker: Broker;
  readonly reporting: Reporting;
  readonly sealer: Sealer;
  readonly config: Config;
};

const GATHER_MARKS_MS = 100;
const SWEEP_EVERY_MS = 2000;
const OVERDUE_EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Erasure is due from the first hour of a day, and must be done on that day. */
const ERASE_EVERY_MS = HOUR_MS;
/** What is younger is still on its way through the process that wrote it. */
const SWEEP_OLDER_THAN_MS = 5000;

/** The worker: submissions in, deliveries out, dead letters kept, reports made and looked after, evidence under roots, content erased. */
export async function startWorker(parts: Parts): Promise<Worker> {
  const { assembled, broker, reporting, sealer, config } = parts;
  const { hub, metrics, roots } = assembled;
  await broker.declare([...hub.directory.current().systems.keys()]);
  const mark = gatherMarks((all) => handOver(hub, 'ContentConsignment', all), GATHER_MARKS_MS);
  const relay = openRelay(hub, broker, { meter: metrics, mark });
  const busy = new Set<Promise<void>>();
  const deliver = (parcels: readonly Parcel[]) => track(busy, relay.handOver(parcels));
  const reports = openReportJob(hub, { reporting, metrics, handOver: deliver });

  const intake = openIntake(hub, {
    batchSize: config.BATCH_SIZE,
    settled(outcomes, seconds) {
      metrics.batch({ channel: 'amqp', seconds, verdicts: outcomes.map(verdictOf) });
      void deliver(parcelsOf(outcomes));
      if (outcomes.some(hasOrderedReport)) reports.wake();
    },
  });

  const consumers = await Promise.all([
    broker.consume(SUBMISSIONS, {
      prefetch: config.PREFETCH,
      take({ message, acknowledgeUpTo, giveBack, bury }) {
        const submission = submissionFrom(message, {
          prefix: config.AMQP_USER_PREFIX,
          receivedAt: hub.clock.now(),
        });
        if (submission === undefined) bury();
        else intake.add(submission, { acknowledgeUpTo, giveBack });
      },
    }),
    broker.consume(DEAD_SUBMISSIONS, {
      // One at a time: should one of them end the process, it is found out without the others.
      prefetch: 1,
      take: (taken) =>
        void track(busy, takeDeadSubmission({ hub, metrics, config, handOver: deliver }, taken)),
    }),
    broker.consume(DEAD_DELIVERIES, {
      prefetch: 10,
      take: (taken) => void track(busy, takeDeadDelivery({ hub, metrics, config, handOver: deliver }, taken)),
    }),
  ]);

  const sweeping = repeat(SWEEP_EVERY_MS, hub.log, async () => {
    metrics.outboxWaiting(await relay.sweep(new Date(Date.now() - SWEEP_OLDER_THAN_MS).toISOString()));
    reports.wake();
  });
  const rooting = openRootJob(hub, { roots, sealer, metrics, everySeconds: config.EVIDENCE_ROOT_SECONDS });

  const overdue = repeat(OVERDUE_EVERY_MS, hub.log, async () => {
    await findOverdue(hub, new Date(Date.now() - config.DELIVERY_TIMEOUT_HOURS * HOUR_MS).toISOString());
  });
  const keeping = keepReports(hub, {
    press: reporting.press,
    daysBefore: config.REPORT_EXTEND_DAYS,
    metrics,
  });

  const erasing = repeat(ERASE_EVERY_MS, hub.log, async (signal) => {
    await eraseDue(hub, signal);
  });

  return {
    relay: { handOver: deliver },
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.pause()));
      await Promise.all([sweeping.stop(), overdue.stop(), erasing.stop()]);
      const kept = keeping.stop();
      await intake.drained();
      await Promise.all([reports.stop(), rooting.stop(), kept]);
      while (busy.size > 0) await Promise.all(busy);
    },
  };
}

function hasOrderedReport({ changes }: Outcome): boolean {
  return changes.reports !== undefined && changes.reports.length > 0;
}

/** Remembers work under way, so that a stop can wait for it. */
async function track(busy: Set<Promise<void>>, work: Promise<void>): Promise<void> {
  busy.add(work);
  try {
    await work;
  } finally {
    busy.delete(work);
  }
}

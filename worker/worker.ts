import type { Broker } from '../adapters/amqp/broker.ts';
import type { Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import { atMost } from '../hub/at-most.ts';
import type { TellWitness } from '../hub/epoch/witness.ts';
import { handOver } from '../hub/outgoing/hand-over.ts';
import type { Vital } from '../hub/health.ts';
import type { Outcome } from '../hub/intake/outcome.ts';
import type { Mailing } from '../hub/outgoing/send-mail.ts';
import type { Sealer } from '../hub/ports/messages.ts';
import { openRelay, parcelsOfNews, type Parcel } from '../hub/outgoing/relay.ts';
import type { Reporting } from '../hub/reports/make-report.ts';
import type { NamedPeriod } from '../hub/seals.ts';
import { newBusy, type Busy } from './busy.ts';
import { gatherMarks } from './gather-marks.ts';
import { startJobs } from './jobs.ts';
import { openClockJob } from './clock-job.ts';
import { openReportJob } from './report-job.ts';
import { startTaking, type Taking } from './taking.ts';
import { workVital } from './vital.ts';
import { wakeFor } from './wake-for.ts';

const GATHER_MARKS_MS = 100;
const PAUSE_WITHIN_MS = 2000;
/** Longer than a statement may take, shorter than whoever runs the program waits. */
const STOP_WITHIN_MS = 16_000;

export type Worker = {
  /** Goes on with what a gateway in the same process has just written, and has answered itself. */
  goOn(outcome: Outcome): void;
  /** How the work fares. */
  look(): Vital;
  /** Takes no more, finishes what it has, and lets go. */
  stop(): Promise<void>;
};

type Parts = {
  readonly assembled: Assembled;
  readonly broker: Broker;
  readonly reporting: Reporting;
  readonly mailing?: Mailing;
  readonly sealer: Sealer;
  readonly seals: readonly NamedPeriod[];
  readonly config: Config;
  readonly tell: TellWitness;
};

/** The worker: submissions in, deliveries out, dead letters kept, reports made and looked after, evidence under roots, content erased. */
export async function startWorker(parts: Parts): Promise<Worker> {
  const { assembled, broker, reporting, config } = parts;
  const { hub, metrics } = assembled;
  const busy = newBusy();
  const mark = gatherMarks((all) => handOver(hub, 'ContentConsignment', all), GATHER_MARKS_MS);
  const relay = openRelay(hub, broker, { meter: metrics, mark });
  const deliver = (parcels: readonly Parcel[]) => busy.track(relay.handOver(parcels));
  const reports = openReportJob(hub, { reporting, metrics, handOver: deliver });
  const striking = openClockJob(hub, { metrics, deliver });
  const taking = await startTaking({
    assembled,
    broker,
    config,
    busy,
    deliver,
    written: (outcomes) => wakeFor(outcomes, { reports, striking }),
  });
  const { settling, watch } = taking;
  const jobs = startJobs({ ...parts, relay, reports, striking, settling, watch });
  return {
    goOn(outcome) {
      void deliver(parcelsOfNews(outcome.news));
      wakeFor([outcome], { reports, striking });
    },
    look: () => workVital({ ...jobs, settling, rootSeconds: config.EVIDENCE_ROOT_SECONDS }),
    async stop() {
      await atMost(PAUSE_WITHIN_MS, taking.pause());
      settling.giveUp();
      const isDone = await atMost(STOP_WITHIN_MS, finish(taking, jobs.stop(), busy));
      if (!isDone) hub.log.warn({}, 'work is left to the next worker: database or broker do not answer');
    },
  };
}

/** What has been taken is written, and what has been written is told; long work has its own end. */
async function finish(taking: Taking, jobs: Promise<void>, busy: Busy): Promise<void> {
  await taking.drained();
  await jobs;
  await busy.idle();
}

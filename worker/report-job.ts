import { isDossier } from '../schemas/dossier.ts';
import { makeDossier } from '../hub/reports/dossier/make-dossier.ts';
import { isHubFault, isOutage } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import type { Meter, ReportOutcome } from '../hub/meter.ts';
import type { ReportOrdered } from '../hub/reports/report-records.ts';
import { parcelsOfNews, type Parcel } from '../hub/outgoing/relay.ts';
import { makeReport, type Reporting } from '../hub/reports/make-report.ts';
import { openPatience } from './patience.ts';
import { whyOf } from './why.ts';

export type ReportJob = {
  /** There may be something to do. */
  wake(): void;
  stop(): Promise<void>;
};

type How = {
  readonly reporting: Reporting;
  readonly metrics: Pick<Meter, 'report'>;
  handOver(parcels: readonly Parcel[]): Promise<void>;
  /** Milliseconds on a clock that never jumps. */
  elapsed?(): number;
};

const AT_ONCE = 4;

/** Makes ordered reports in the background. An order is taken from the table, so a crash loses none. */
export function openReportJob(hub: Hub, how: How): ReportJob {
  const patience = openPatience();
  const { elapsed = () => performance.now() } = how;
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isStopped = false;
  async function run() {
    while (isWanted && !isStopped && patience.isOver(elapsed())) {
      isWanted = false;
      const takenAt = hub.clock.now();
      const orders = await hub.store.takeReports(patience.isTried() ? 1 : AT_ONCE, takenAt);
      const ends = await Promise.all(orders.map((order) => fulfil(hub, how, { order, takenAt })));
      if (ends.includes('waits')) patience.lose(elapsed());
      else if (ends.includes('issued')) patience.regain();
      isWanted ||= orders.length > 0;
    }
  }
  return {
    wake() {
      isWanted = true;
      running ??= run()
        .catch(() => hub.log.warn({}, 'orders of reports cannot be read now'))
        .finally(() => {
          running = undefined;
        });
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

type Taken = { readonly order: ReportOrdered; readonly takenAt: string };

async function fulfil(hub: Hub, how: How, taken: Taken): Promise<ReportOutcome | 'overtaken'> {
  try {
    const make = isDossier(taken.order.kind) ? makeDossier : makeReport;
    const news = await make(hub, how.reporting, taken.order);
    how.metrics.report('issued');
    await how.handOver(parcelsOfNews(news));
    return 'issued';
  } catch (error) {
    if (isHubFault(error, 'REPORT_ISSUED')) return 'issued';
    if (isHubFault(error, 'REPORT_OVERTAKEN')) {
      hub.log.info({ report: taken.order.id, ...whyOf(error) }, 'report is made anew');
      await hub.store.giveBackReport(taken.order.id, taken.takenAt);
      return 'overtaken';
    }
    const outcome = isHubFault(error, 'REPORT_WAITS') || isOutage(error) ? 'waits' : 'failed';
    how.metrics.report(outcome);
    await (outcome === 'waits' ? wait(hub, taken, error) : fail(hub, taken, error));
    return outcome;
  }
}

/**
 * Without its seal it is not an attempt that counts: the report is as right as before, and is made when the services are
 * back. What the database would not do counts, and stays taken for two minutes: an order that meets it each time would stand
 * before all others for ever. While the database is really away nothing is taken at all.
 */
async function wait(hub: Hub, { order, takenAt }: Taken, error: unknown): Promise<void> {
  if (!isHubFault(error, 'REPORT_WAITS'))
    return hub.log.warn({ report: order.id, ...whyOf(error) }, 'report waits for the database');
  hub.log.warn({ report: order.id, ...whyOf(error) }, 'report waits for its seal');
  await hub.store.giveBackReport(order.id, takenAt);
}

/** The order stays; it is free again after a while, and left for people after ten attempts. */
async function fail(hub: Hub, { order }: Taken, error: unknown): Promise<void> {
  hub.log.error({ report: order.id, ...whyOf(error) }, 'report not made');
}

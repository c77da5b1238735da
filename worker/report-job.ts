import type { Hub } from '../hub/hub.ts';
import type { Parcel } from '../hub/relay.ts';
import { makeReport, type Reporting } from '../hub/reports.ts';

export type ReportJob = {
  /** There may be something to do. */
  wake(): void;
  stop(): Promise<void>;
};

const AT_ONCE = 4;

/** Makes ordered reports in the background. An order is taken from the table, so a crash loses none. */
export function openReportJob(
  hub: Hub,
  how: { readonly reporting: Reporting; handOver(parcels: readonly Parcel[]): Promise<void> },
): ReportJob {
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isStopped = false;
  async function run() {
    while (isWanted && !isStopped) {
      isWanted = false;
      const orders = await hub.store.takeReports(AT_ONCE, hub.clock.now());
      isWanted ||= orders.length === AT_ONCE;
      await Promise.all(orders.map((order) => make(order)));
    }
  }
  async function make(order: Parameters<typeof makeReport>[2]) {
    try {
      const news = await makeReport(hub, how.reporting, order);
      await how.handOver(news.map(({ outgoing, now }) => ({ outgoing, known: { now } })));
    } catch (error) {
      // The order stays; it is free again after a while.
      hub.log.error(
        { report: order.id, reason: error instanceof Error ? error.name : 'unknown' },
        'report not made',
      );
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

import type { Hub } from '../hub/hub.ts';
import type { Meter } from '../hub/meter.ts';
import type { Press } from '../hub/reports/make-report.ts';
import { openExtensionJob } from './extension-job.ts';
import { repeat, type Stoppable } from './repeat.ts';

type How = {
  readonly press: Press;
  readonly daysBefore: number;
  readonly metrics: Pick<Meter, 'extension' | 'deletedReports'>;
};

const EVERY_MS = 60_000;
const PAGE = 100;
/** In one minute; what is left comes in the next. */
const MOST_PAGES = 50;

/** Looks after the files of reports: those whose time is over are deleted, those whose stamps end are extended. */
export function keepReports(hub: Hub, { press, daysBefore, metrics }: How): Stoppable {
  const deleting = repeat(EVERY_MS, hub.log, () => deleteReports(hub, metrics));
  const { lasting } = press;
  const job = lasting && openExtensionJob(hub, { lasting, daysBefore, metrics });
  const extending = job && repeat(EVERY_MS, hub.log, () => job.work());
  return {
    async stop() {
      job?.stop();
      await Promise.all([deleting.stop(), extending?.stop()]);
    },
  };
}

/** Thirty days after it was ordered the file of a report is gone (handbook 5.3.10); that it was issued stays known. */
export async function deleteReports(hub: Hub, metrics: Pick<Meter, 'deletedReports'>): Promise<void> {
  let total = 0;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const count = await hub.store.deleteReports(PAGE, hub.clock.now());
    metrics.deletedReports(count);
    total += count;
    if (count < PAGE) break;
  }
  if (total > 0) hub.log.info({ reports: total }, 'files of reports deleted, for their time is over');
}

import { extendKept, type Extending } from '../hub/reports/extend.ts';
import { isHubFault, isOutage } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import type { Meter } from '../hub/meter.ts';
import type { EndingReport } from '../hub/reports/report-records.ts';
import type { Lasting } from '../hub/reports/make-report.ts';
import { openPatience } from './patience.ts';
import { whyOf } from './why.ts';

export type ExtensionJob = {
  /** Extends everything that is due now. */
  work(): Promise<void>;
  /** What is under way is finished, nothing more is begun. */
  stop(): void;
};

type How = {
  readonly lasting: Lasting;
  readonly daysBefore: number;
  readonly metrics: Pick<Meter, 'extension'>;
  /** Milliseconds on a clock that never jumps. */
  elapsed?(): number;
};

const AT_ONCE = 4;
const DAY_MS = 86_400_000;

/**
 * Gives kept reports a further time stamp before their newest one ends. As long as the authority's own certificate ends no
 * later than theirs nothing is gained: how far it reaches is remembered for a day, and reports beyond that are left alone.
 */
export function openExtensionJob(hub: Hub, how: How): ExtensionJob {
  const patience = openPatience();
  const { elapsed = () => performance.now() } = how;
  let reach = { endsAt: Infinity, until: -Infinity };
  let isStopped = false;
  function due(): string {
    const soon = Date.parse(hub.clock.now()) + how.daysBefore * DAY_MS;
    return new Date(reach.until > elapsed() ? Math.min(soon, reach.endsAt) : soon).toISOString();
  }
  return {
    async work() {
      while (!isStopped && patience.isOver(elapsed())) {
        const at = hub.clock.now();
        const page = await hub.store.takeEnding(patience.isTried() ? 1 : AT_ONCE, { at, before: due() });
        if (page.length === 0) return;
        const done = await Promise.all(page.map((ending) => extend(hub, how, { ending, takenAt: at })));
        for (const { endsAt } of done)
          if (endsAt !== undefined) reach = { endsAt: Date.parse(endsAt), until: elapsed() + DAY_MS };
        if (done.some(({ outcome }) => outcome === 'waits')) patience.lose(elapsed());
        else patience.regain();
      }
    },
    stop() {
      isStopped = true;
    },
  };
}

type Done = Omit<Extending, 'outcome'> & { readonly outcome: Extending['outcome'] | 'waits' | 'failed' };
type Taken = { readonly ending: EndingReport; readonly takenAt: string };

async function extend(hub: Hub, how: How, taken: Taken): Promise<Done> {
  const done = await attempt(hub, how, taken);
  if (done.outcome !== 'gone') how.metrics.extension(done.outcome);
  return done;
}

async function attempt(hub: Hub, { lasting }: How, { ending, takenAt }: Taken): Promise<Done> {
  const report = ending.id;
  try {
    const done = await extendKept(hub, lasting, ending);
    if (done.outcome === 'extended') hub.log.info({ report, until: done.endsAt }, 'report extended');
    return done;
  } catch (error) {
    if (isHubFault(error, 'REPORT_EXTENDED')) return { outcome: 'gone' };
    if (isHubFault(error, 'REPORT_WAITS') || isOutage(error)) {
      hub.log.warn({ report, ...whyOf(error) }, 'report waits for its extension');
      // What the database would not do is tried on the next day: it would stand before all others, if it is the report.
      if (isHubFault(error, 'REPORT_WAITS')) await hub.store.giveBackEnding(report, takenAt);
      return { outcome: 'waits' };
    }
    // Taken as it is, it is tried again on the next day.
    hub.log.error({ report, ...whyOf(error) }, 'report not extended');
    return { outcome: 'failed' };
  }
}

import type { Broker } from '../adapters/amqp/broker.ts';
import type { Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import type { TellWitness } from '../hub/epoch/witness.ts';
import { eraseStrays } from '../hub/clock/erase-strays.ts';
import { instantLater } from '../hub/instant.ts';
import { findOverdue } from '../hub/outgoing/overdue.ts';
import type { Mailing } from '../hub/outgoing/send-mail.ts';
import type { Sealer } from '../hub/ports/messages.ts';
import { readdress } from '../hub/outgoing/readdress.ts';
import type { Relay } from '../hub/outgoing/relay.ts';
import type { Reporting } from '../hub/reports/make-report.ts';
import { watchSeals, type NamedPeriod } from '../hub/seals.ts';
import { openHolding } from './holding.ts';
import { keepReports } from './keeping.ts';
import { openMailJob } from './mail-job.ts';
import type { ReportJob } from './report-job.ts';
import { repeat, type Repeating, type Stoppable } from './repeat.ts';
import { openRootJob } from './root-job.ts';
import { keepUploads } from './upload-job.ts';
import type { ScannerWatch } from './scanner-watch.ts';
import type { Settling } from './settling.ts';

const SWEEP_EVERY_MS = 2000;
const OVERDUE_EVERY_MS = 60_000;
const END_ACCOUNTS_EVERY_MS = 30_000;
const HOUR_MS = 3_600_000;

type Parts = {
  readonly assembled: Assembled;
  readonly broker: Broker;
  readonly config: Config;
  readonly reporting: Reporting;
  /** Absent where nobody is told by e-mail. */
  readonly mailing?: Mailing;
  readonly sealer: Sealer;
  readonly seals: readonly NamedPeriod[];
  readonly tell: TellWitness;
  readonly relay: Relay;
  readonly reports: ReportJob;
  readonly striking: Stoppable;
  readonly settling: Settling;
  readonly watch: ScannerWatch;
};

export type Jobs = {
  readonly sweeping: Repeating;
  readonly rooting: Repeating;
  stop(): Promise<void>;
};

/** All that is done again and again, whether anything is taken from the broker or not. */
export function startJobs(parts: Parts): Jobs {
  const { assembled, reporting, sealer, config, tell, reports, striking } = parts;
  const { hub, metrics, roots, accounts } = assembled;
  const holding = holdNothingLong(parts);
  const sweeping = sweep(parts);
  const everySeconds = config.EVIDENCE_ROOT_SECONDS;
  const rooting = openRootJob(hub, { roots, sealer, metrics, everySeconds, tell });
  const overdue = repeat(OVERDUE_EVERY_MS, hub.log, async () => {
    metrics.withoutSystem(await readdress(hub));
    await findOverdue(hub, instantLater(hub.clock.now(), -config.DELIVERY_TIMEOUT_HOURS * HOUR_MS));
  });
  const keeping = keepReports(hub, {
    press: reporting.press,
    daysBefore: config.REPORT_EXTEND_DAYS,
    metrics,
  });
  const checkSeals = watchSeals({ clock: hub.clock, log: hub.log, metrics }, parts.seals);
  const watching = repeat(HOUR_MS, hub.log, async () => checkSeals());
  const erasing = repeat(HOUR_MS, hub.log, async (signal) => {
    await eraseStrays(hub, signal);
  });
  // Secrets that have been replaced end at the gateway by themselves; at the broker somebody has to end them.
  const ending = repeat(END_ACCOUNTS_EVERY_MS, hub.log, async () => {
    await accounts?.endOver();
  });
  const { mailing } = parts;
  const writing = mailing === undefined ? [] : [openMailJob(hub, { mailing, metrics })];
  const jobs = [
    ...writing,
    ending,
    holding,
    sweeping,
    overdue,
    striking,
    erasing,
    watching,
    keeping,
    keepUploads(hub),
    reports,
    rooting,
  ];
  return {
    sweeping,
    rooting,
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
    },
  };
}

function holdNothingLong({ assembled, broker, config, settling, watch }: Parts): Repeating {
  return openHolding({
    broker: {
      release: () => broker.release(),
      resume: () => broker.resume(),
      // Where others are written, one that waits has a trouble of its own (`loners.ts`).
      stuckSince() {
        const since = broker.stuckSince();
        // Nor does one hold up others that waits for the scanner, unless the store is away too.
        const awayAt = settling.heldSince() === undefined ? watch.awayAt() : -Infinity;
        return since === undefined ? undefined : Math.max(since, settling.lastAt(), awayAt);
      },
    },
    log: assembled.hub.log,
    holdMs: config.HOLD_SECONDS * 1000,
    ready: () => assembled.ready(),
  });
}

/** Whatever waits to be handed over and is held by nobody; first it is given to whom the newest directory names. */
function sweep({ assembled: { hub, metrics }, relay, reports }: Parts): Repeating {
  let readdressed = -1;
  return repeat(SWEEP_EVERY_MS, hub.log, async () => {
    const { version } = hub.directory.current();
    if (version !== readdressed) metrics.withoutSystem(await readdress(hub));
    readdressed = version;
    metrics.outboxWaiting(await relay.sweep(hub.clock.now()));
    reports.wake();
  });
}

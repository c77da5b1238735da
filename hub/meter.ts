import type { Channel } from '../domain/directory/authority.ts';
import type { RefusalCode } from '../domain/kernel/refusals.ts';
import type { FaultOutcome } from './fault-table.ts';
import type { Health } from './health.ts';

/** What became of an attempt to make a report: a report that waits is made later, at the same level. */
export type ReportOutcome = 'issued' | 'waits' | 'failed';

/** What became of an attempt to extend a kept report: in vain where the authority's certificate ends no later than before. */
export type ExtensionOutcome = 'extended' | 'in vain' | 'waits' | 'failed';

/** What became of an attempt to send an e-mail. */
export type MailOutcome = 'sent' | 'waits' | 'dead';

/** How one message ended, for those who watch: a repeat is told apart, whatever its first receipt said. */
export type Verdict = 'accepted' | 'duplicate' | RefusalCode;

/** Counts and times for operators. No label ever names a person, a system, a case or a message. */
export type Meter = {
  /** One batch, written. */
  batch(settled: {
    readonly channel: Channel;
    readonly seconds: number;
    readonly verdicts: readonly Verdict[];
  }): void;
  /** Seconds between the event and its confirmed hand-over. */
  delivered(lagSeconds: number): void;
  outboxWaiting(count: number): void;
  /** Deliveries for authorities that no system speaks for. */
  withoutSystem(count: number): void;
  deadLetter(queue: string): void;
  report(outcome: ReportOutcome): void;
  extension(outcome: ExtensionOutcome): void;
  mail(outcome: MailOutcome): void;
  /** What was due in cases: done, refused by the rule itself, or not possible now. */
  struck(outcome: 'done' | 'refused' | 'failed', count: number): void;
  /** Files of reports that are no longer kept. */
  deletedReports(count: number): void;
  /** Age of the oldest evidence that is under no sealed root; 0 when all of it is. */
  evidenceUnsealed(seconds: number): void;
  /** A fault that a message has met and that is not its own, by its code (`hub/fault-table.ts`). */
  storeFault(outcome: FaultOutcome, code: string): void;
  /** How the work fares now. */
  health(health: Health): void;
  /** A row that the hub has not written so, by its table. */
  unsound(table: string): void;
  /** Seconds until a seal's certificates end; below 0 nothing is sealed. */
  sealEnds(seal: string, seconds: number): void;
  /** A file was judged; `ended` where that took more than is granted. */
  verified(judged: { readonly outcome: string; readonly seconds: number }): void;
  /** Files that wait to be judged. */
  verificationsWaiting(count: number): void;
  http(answer: {
    readonly method: string;
    /** The pattern of the route, never the address itself. */
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
};

/** The meter together with what Prometheus reads of it. */
export type Metrics = Meter & {
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
};

import type { RefusalCode } from '../domain/kernel/refusals.ts';

/** What became of an attempt to make a report: a report that waits is made later, at the same level. */
export type ReportOutcome = 'issued' | 'waits' | 'failed';

/** What became of an attempt to extend a kept report: in vain where the authority's certificate ends no later than before. */
export type ExtensionOutcome = 'extended' | 'in vain' | 'waits' | 'failed';

/** How one message ended, for those who watch: a repeat is told apart, whatever its first receipt said. */
export type Verdict = 'accepted' | 'duplicate' | RefusalCode;

/** Counts and times for operators. No label ever names a person, a system, a case or a message. */
export type Meter = {
  /** One batch, written. */
  batch(settled: {
    readonly channel: 'amqp' | 'http';
    readonly seconds: number;
    readonly verdicts: readonly Verdict[];
  }): void;
  /** Seconds between the event and its confirmed hand-over. */
  delivered(lagSeconds: number): void;
  outboxWaiting(count: number): void;
  deadLetter(queue: string): void;
  report(outcome: ReportOutcome): void;
  extension(outcome: ExtensionOutcome): void;
  /** Files of reports that are no longer kept. */
  deletedReports(count: number): void;
  /** Age of the oldest evidence that is under no sealed root; 0 when all of it is. */
  evidenceUnsealed(seconds: number): void;
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

import type { Instant } from '../../domain/kernel/workflow.ts';

/** Statistics over what is counted of cases (`Measured`): numbers alone, of no single case. */

export const GROUPINGS = ['country', 'area', 'month', 'authority'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type CountsWanted = {
  readonly workflow: string;
  /** Cases that were sent from then on, and before then. */
  readonly from: Instant;
  readonly before: Instant;
  readonly by: Grouping;
  readonly areas?: readonly string[];
  /** Only these, where they are told apart by authority. */
  readonly authorities?: readonly string[];
  /** And these, each in an area of its own, as `authority/area`. */
  readonly overseen?: readonly string[];
  /** Now, and the day that it is: for what ought to have happened by now. */
  readonly at: Instant;
  readonly today: string;
  /** Within so many days a case ought to be accepted. */
  readonly daysToAccept: number;
  /** By which months are reckoned, IANA. */
  readonly timeZone: string;
};

/** Of one country, area, month or authority. All but `sent` is of what it was asked. */
export type Counts = {
  readonly key: string;
  readonly sent: number;
  readonly received: number;
  readonly accepted: number;
  /** Accepted, or to be accepted by now; and those of them that were accepted within the days for it. */
  readonly toAccept: number;
  readonly acceptedInTime: number;
  readonly answered: number;
  /** From sending to the first whole answer, all together. */
  readonly daysToAnswer: number;
  /** Answered, or to be answered by now, where a day was agreed; and those of them that were answered by that day. */
  readonly toAnswer: number;
  readonly answeredInTime: number;
  /** Two a case, on timeliness and on effort; and of how many cases they are. */
  readonly ratings: number;
  readonly rated: number;
  readonly negativeRatings: number;
};

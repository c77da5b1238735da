import type { Instant } from './workflow.ts';

/** In which ways somebody gets to see personal data of a case: as a message, on a look at the case, in a report, in a document. */
export const WAYS_IN = ['message', 'detail', 'report', 'document'] as const;
export type WayIn = (typeof WAYS_IN)[number];

/** Who has seen personal data of a case, when and how; nothing of what was seen. */
export type Access = {
  readonly at: Instant;
  readonly authority: string;
  /** Through which system. */
  readonly system: string;
  readonly way: WayIn;
};

import type { Instant } from '../../domain/kernel/workflow.ts';

/** In which ways somebody looks at personal data of a case, besides being told of it (evidence has that). */
export const WAYS_IN = ['detail', 'report', 'document'] as const;

/** Who looked at personal data of a case, when and how; nothing of what was seen. */
export type Access = {
  readonly id: string;
  readonly caseNumber: string;
  readonly at: Instant;
  readonly authority: string;
  readonly system: string;
  readonly way: (typeof WAYS_IN)[number];
};

export type AccessQueries = {
  /** Durable once it returns: nothing is shown before that. */
  noteAccess(access: Access): Promise<void>;
  /** Those of one authority, the newest first. Rows that the hub has not written are left out, and the alarm is raised. */
  accesses(of: Pick<Access, 'caseNumber' | 'authority'>, limit: number): Promise<readonly Access[]>;
};

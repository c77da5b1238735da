import type { Instant } from '../../domain/kernel/workflow.ts';

export type ReportOrdered = {
  readonly id: string;
  readonly caseNumber: string;
  readonly authority: string;
  readonly kind: string;
  /** Chosen for a customised report; empty for every other kind. */
  readonly parts: readonly string[];
  readonly language: string;
  /** User roles of whoever ordered it. */
  readonly roles: readonly string[];
  /** Number of the person who ordered it; absent where a system did. */
  readonly person?: string;
  readonly seq: number;
  readonly orderedAt: Instant;
};

export type FinishedReport = {
  readonly id: string;
  readonly caseNumber: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly issuedAt: Instant;
  /** When the certificate of its newest time stamp ends; only of a report that is made to last. */
  readonly stampsEndAt?: Instant;
};

/** The same report with a further time stamp over everything. */
export type ExtendedReport = EndingReport & {
  /** Digest of the file that it was made from: where that is not the one that is kept, nothing is written. */
  readonly from: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
};

/** A kept report that must be extended before its stamps end. */
export type EndingReport = {
  readonly id: string;
  readonly caseNumber: string;
  readonly stampsEndAt: Instant;
};

export type ReportFile = FinishedReport & {
  /** For whom it was ordered: only a system that speaks for it may have the file. */
  readonly authority: string;
  readonly kind: string;
  readonly language: string;
};

/** What stays true of a report for whoever holds it: every file that it has ever been. */
export type IssuedReport = {
  /** Of the file as it was issued. */
  readonly sha256: string;
  /** Of the newest file, in bytes. */
  readonly size: number;
  readonly issuedAt: Instant;
  /** Of the file after each extension, oldest first. */
  readonly extended: readonly string[];
};

/** How far an ordered report or dossier is; a failed one has been tried ten times and is left for people. */
export const REPORT_PROGRESS = ['waiting', 'being made', 'ready', 'failed', 'deleted'] as const;

export type ReportStatus = {
  readonly id: string;
  readonly caseNumber: string;
  readonly authority: string;
  readonly kind: string;
  readonly language: string;
  readonly orderedAt: Instant;
  /** When its file is deleted. */
  readonly expiresAt: Instant;
  readonly progress: (typeof REPORT_PROGRESS)[number];
  readonly issuedAt?: Instant;
  readonly size?: number;
  readonly sha256?: string;
};

/** Of some authorities; narrowed to one order, or to the orders of one case. */
export type ReportsWanted = { readonly limit: number; readonly id?: string; readonly caseNumber?: string };

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../../connector/receipt.ts';
import type { Traffic } from '../../connector/system.ts';

/** One message of the story with the receipt that it got. */
export type Submission = {
  readonly step: number;
  readonly system: string;
  readonly type: string;
  readonly answer: Answer;
};

export type ReportFile = {
  readonly system: string;
  readonly language: string;
  readonly path: string;
  readonly bytes: Uint8Array;
};

export type Check = { readonly step: number; readonly text: string; readonly holds: boolean };

/** What has happened so far; every message is on disk, as it travelled, before the story goes on. */
export type Journal = {
  readonly folder: string;
  readonly traffic: readonly Traffic[];
  readonly submissions: readonly Submission[];
  readonly reports: readonly ReportFile[];
  readonly checks: readonly Check[];
  keep(traffic: Traffic): Promise<void>;
  addSubmission(submission: Submission): void;
  addCheck(check: Check): void;
  readonly dossiers: readonly string[];
  saveDossier(name: string, bytes: Uint8Array): Promise<{ readonly path: string }>;
  saveReport(name: string, report: Omit<ReportFile, 'path'>): Promise<ReportFile>;
  /** Writes the list of all messages. */
  close(): Promise<void>;
};

export async function openJournal(folder: string): Promise<Journal> {
  const messages = join(folder, 'messages');
  await mkdir(messages, { recursive: true });
  const traffic: Traffic[] = [];
  const submissions: Submission[] = [];
  const reports: ReportFile[] = [];
  const checks: Check[] = [];
  const dossiers: string[] = [];
  return {
    folder,
    traffic,
    submissions,
    reports,
    checks,
    async keep(one) {
      // Numbered in the order in which the story saw them, whoever writes first.
      const number = traffic.push(one);
      await writeFile(join(messages, nameOf(one, number)), one.bytes);
    },
    addSubmission: (submission) => void submissions.push(submission),
    addCheck: (check) => void checks.push(check),
    dossiers,
    async saveDossier(name, bytes) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      dossiers.push(path);
      return { path };
    },
    async saveReport(name, report) {
      const file = { ...report, path: join(folder, name) };
      await writeFile(file.path, report.bytes);
      reports.push(file);
      return file;
    },
    close: () => writeFile(join(folder, 'messages.tsv'), tableOf(traffic)),
  };
}

function nameOf({ direction, system, message, format }: Traffic, number: number): string {
  return `${numbered(number)}-${system}-${direction}-${message?.type ?? 'bytes'}.${format}`;
}

function numbered(number: number): string {
  return String(number).padStart(3, '0');
}

const COLUMNS = 'number\ttime\tsystem\tdirection\tplace\tformat\tbytes\ttype\tid\tcase\tversion';

function tableOf(traffic: readonly Traffic[]): string {
  const rows = traffic.map(({ at, system, direction, place, format, bytes, message }, index) => {
    const way = [numbered(index + 1), at, system, direction, place, format, bytes.length];
    const about = [message?.type, message?.id, message?.subject, message?.caseversion];
    return way.concat(about.map((value) => value ?? '')).join('\t');
  });
  return `${[COLUMNS, ...rows].join('\n')}\n`;
}

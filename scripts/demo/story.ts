import { openJournal, type Check, type Journal, type ReportFile, type Submission } from './journal.ts';
import type { Traffic } from '../../connector/system.ts';
import { closeSystems, openSystems, type Setting, type Stage, type Standing } from './stage.ts';
import { acceptRequest } from './step-accept.ts';
import { answerRequest } from './step-answer.ts';
import { approveRequest } from './step-approve.ts';
import { holdAgainstSchemas } from './step-contract.ts';
import { orderDossier } from './step-dossier.ts';
import { forwardRequest } from './step-forward.ts';
import { readMails } from './step-mail.ts';
import { sendByHttp } from './step-http.ts';
import { referRequest } from './step-refer.ts';
import { repeatAndErr } from './step-repeat.ts';
import { verifyReceipt } from './step-receipt.ts';
import { orderReports } from './step-report.ts';
import { sendRequest } from './step-send.ts';
import { talkBefore } from './step-talk.ts';
import type { Step } from './step.ts';

export type { Setting } from './stage.ts';

/** One request across two countries, from a message on a queue to a certified PDF. */
const STEPS: readonly Step[] = [
  sendRequest,
  verifyReceipt,
  approveRequest,
  forwardRequest,
  acceptRequest,
  talkBefore,
  answerRequest,
  referRequest,
  orderReports,
  orderDossier,
  readMails,
  repeatAndErr,
  sendByHttp,
  holdAgainstSchemas,
];

export type StoryResult = {
  readonly caseNumber: string;
  readonly version: number;
  readonly folder: string;
  /** Every message that was sent, with its receipt, in order. */
  readonly submissions: readonly Submission[];
  /** Every message in both directions, as it travelled. */
  readonly traffic: readonly Traffic[];
  readonly reports: readonly ReportFile[];
  /** Files. */
  readonly dossiers: readonly string[];
  /** What was held against what ought to be; all of it held, else there would be no result. */
  readonly checks: readonly Check[];
};

/** What is waited for comes within a second, unless the machine has much else to do. */
const PATIENCE_MS = 120_000;

const NOWHERE: Standing = { number: '', version: 0 };

/** Plays the story against a hub that runs somewhere; ends with a fault at the first thing that is not as it ought to be. */
export async function playStory(setting: Setting): Promise<StoryResult> {
  const journal = await openJournal(setting.outFolder);
  const systems = await openSystems({ timeout: PATIENCE_MS, ...setting }, journal);
  try {
    const { number, version } = await playSteps(setting, { systems, journal });
    return resultOf(journal, { number, version });
  } finally {
    await closeSystems(systems);
    await journal.close();
  }
}

async function playSteps(setting: Setting, { systems, journal }: Pick<Stage, 'systems' | 'journal'>) {
  const { say, httpUrl, hubCertificates, mailFolder, timeout = PATIENCE_MS } = setting;
  const known = new Map<string, number>();
  let standing = NOWHERE;
  for (const [index, { title, play }] of STEPS.entries()) {
    const step = index + 1;
    say({ kind: 'step', number: step, title });
    standing = await play(
      { step, systems, journal, say, httpUrl, hubCertificates, mailFolder, timeout, known },
      standing,
    );
  }
  return standing;
}

function resultOf(journal: Journal, { number, version }: Standing): StoryResult {
  const { folder, submissions, traffic, reports, dossiers, checks } = journal;
  return { caseNumber: number, version, folder, submissions, traffic, reports, dossiers, checks };
}

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse, wordsOf } from './command/words.ts';
import { printer } from './demo/print.ts';
import { quoted } from './demo/quoted.ts';
import { playStory, type StoryResult } from './demo/story.ts';
import { givenAddresses } from './services/services.ts';
import { startTrainingHub, type TrainingHub } from './training/hub.ts';

/**
 * The story of one request across two countries, on a hub of its own that runs in this process, with the database and
 * the broker that the environment names. Leaves every message, every receipt, both reports and all e-mails in a folder.
 */
const OUT = fileURLToPath(new URL('../out/', import.meta.url));
/** Whom to trust with the reports of a run: the training seal is new each time. */
const ROOT = 'training-root.cer';
/** Folder of the e-mails of a run. */
const MAIL = 'mail';
/** Lies with the private services, because it holds the key to what a run leaves in their database. */
const KEYS = fileURLToPath(new URL('../.services/training/', import.meta.url));

const print = printer((text) => process.stdout.write(text), process.stdout.isTTY);

// Not left to the event loop: Prisma's engine keeps it busy for ten seconds after it has migrated.
process.exit(await main());

async function main(): Promise<number> {
  try {
    await summarize(await playOnNewHub());
    return 0;
  } catch (error) {
    return refuse(`\n${wordsOf(error)}`, 1);
  }
}

async function playOnNewHub(): Promise<StoryResult> {
  const outFolder = await newFolder();
  const mailFolder = join(outFolder, MAIL);
  const { httpUrl, amqpUrlFor, root, messageSeal, stop } = await startHub(mailFolder);
  try {
    await writeFile(join(outFolder, ROOT), root);
    process.stdout.write(`Every message, receipt, report and e-mail goes to ${outFolder}\n`);
    const schemas = new URL('/schemas/1.0/', httpUrl).href;
    const hubCertificates = [messageSeal];
    return await playStory({
      amqpUrlFor,
      httpUrl,
      schemas,
      hubCertificates,
      outFolder,
      mailFolder,
      say: print,
    });
  } finally {
    await stop();
  }
}

/** Worker and gateway in this process, with the training directory and a new secret for each system. */
async function startHub(mailFolder: string): Promise<TrainingHub> {
  const addresses = givenAddresses(process.env);
  if (addresses === undefined)
    throw new TypeError('The story needs DATABASE_URL and AMQP_URL: run ./imi demo, which brings both.');
  process.stdout.write('Starting the hub: database schema, training directory, seal, queues, gateway …\n');
  const environment = {
    MAIL_URL: `file:${mailFolder}`,
    MAIL_FROM: 'no-reply@hub.example',
    CONSOLE_URL: 'https://console.example',
  };
  return startTrainingHub({ ...addresses, folder: KEYS, environment });
}

async function newFolder(): Promise<string> {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-').slice(0, 19);
  const folder = join(OUT, `demo-${stamp}-${randomBytes(2).toString('hex')}`);
  await mkdir(folder, { recursive: true });
  const latest = join(OUT, 'latest');
  await rm(latest, { force: true });
  await symlink(basename(folder), latest);
  return folder;
}

async function summarize(result: StoryResult): Promise<void> {
  const { caseNumber, folder, traffic, submissions, reports, dossiers, checks } = result;
  const sent = traffic.filter(({ direction }) => direction === 'sent').length;
  const mails = (await readdir(join(folder, MAIL))).filter((name) => name.endsWith('.eml'));
  const accepted = submissions.filter(({ answer }) => answer.outcome === 'accepted').length;
  const lines = [
    '',
    `${caseNumber} has come to its good end.`,
    `   messages   ${sent} sent, ${traffic.length - sent} received`,
    `   receipts   ${submissions.length}: ${accepted} accepted, ${submissions.length - accepted} rejected on purpose`,
    `   checks     ${checks.length}, all of them hold`,
    ...reports.map(({ language, path }) => `   report     ${language}  ${path}`),
    ...dossiers.map((path) => `   dossier    ${path}`),
    `   e-mails    ${mails.length} in ${join(folder, MAIL)}`,
    `   folder     ${folder}`,
    `   verify     ./imi verify ${quoted(reports[0]?.path ?? '')} --trust ${quoted(join(folder, ROOT))}`,
    `   services   go on running where ./imi demo has started them; ./imi services stop ends them`,
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

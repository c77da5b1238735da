import type { Pool } from 'pg';
import { CLOCK } from '../adapters/clock.ts';
import { openEpochGuard } from '../adapters/store/epoch.ts';
import { mailQueries } from '../adapters/store/mails.ts';
import { closePool, openPool, PATIENT } from '../adapters/store/pool.ts';
import { openSecrets } from '../adapters/store/secrets.ts';
import type { DeadMail } from '../hub/ports/store.ts';
import { refuse, tell, wordsOf } from './command/words.ts';
import { readOptions, USAGE, type Asked } from './mail/options.ts';

const NEEDED = 'DATABASE_URL=… HUB_MASTER_KEY=…';
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** As many are listed, or sent again, at once. */
const MOST = 1000;

/** Looks after e-mails that could not be sent: `tsx scripts/mail.ts list | again`. */
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const asked = readOptions(args);
  if (typeof asked === 'string') return refuse(`${asked}\n\n${USAGE}`, 2);
  const { DATABASE_URL: databaseUrl, HUB_MASTER_KEY: key } = process.env;
  const secrets = openSecrets(key);
  if (databaseUrl === undefined || secrets === undefined)
    return refuse(`usage: ${NEEDED} npm run mail -- …\n\n${USAGE}`, 2);
  const epochs = openEpochGuard({ clock: CLOCK, log: QUIET, macs: secrets.macs });
  const pool = openPool(databaseUrl, { purpose: PATIENT, max: 1, log: QUIET, verify: epochs.verify });
  try {
    return await perform(pool, asked);
  } catch (error) {
    return refuse(`It cannot be done now: ${wordsOf(error)}`, 1);
  } finally {
    epochs.close();
    await closePool(pool);
  }
}

async function perform(pool: Pool, asked: Asked): Promise<number> {
  const { deadMails, reviveMail } = mailQueries(pool);
  if (asked.does === 'list') {
    const dead = await deadMails(MOST);
    for (const mail of dead) tell(lineOf(mail));
    return dead.length === 0 ? tell('There is no e-mail that could not be sent.') : 0;
  }
  const ids = asked.ids === 'all' ? (await deadMails(MOST)).map(({ id }) => id) : asked.ids;
  let missing = 0;
  for (const id of ids) {
    const isRevived = await reviveMail(id, CLOCK.now());
    tell(isRevived ? `${id}\tis sent again` : `${id}\tis none that could not be sent`);
    if (!isRevived) missing += 1;
  }
  return missing === 0 ? 0 : 1;
}

function lineOf({ id, diedAt, caseNumber, authority, template, attempts, reason }: DeadMail): string {
  return [id, diedAt, caseNumber, authority, template, String(attempts), reason].join('\t');
}

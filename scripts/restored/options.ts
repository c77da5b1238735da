import { parseArgs } from 'node:util';
import { wordsOf } from '../command/words.ts';

export type Options = {
  /** Only tells what was lost. */
  readonly isList: boolean;
  /** Opens an epoch although nothing says that the database was restored. */
  readonly isAnyway: boolean;
  readonly isHelpWanted: boolean;
};

export const USAGE = `usage: DATABASE_URL=… AMQP_URL=… HUB_MASTER_KEY=… npm run restored -- [--list] [--anyway]
  --list    only tells what had been told since the backup and is lost
  --anyway  although nothing says that this database was restored, as when the broker was lost with it
To be run once a database has been restored from a backup, copied, or taken over by a server that lacks something: tells
what is lost, and opens a new epoch, in which nothing is given out that was given out before. Running hubs go on by
themselves, others can be started then. See docs/restore.md.
Exit code: 0 done, 1 nothing to be done, 2 the database or the broker does not answer, 3 not asked aright.`;

const KNOWN = {
  list: { type: 'boolean', default: false },
  anyway: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The options, or what is wrong with them. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { list: isList, anyway: isAnyway, help: isHelpWanted } = parseArgs({ args: [...args], options: KNOWN }).values;
    return { isList, isAnyway, isHelpWanted };
  } catch (error) {
    return wordsOf(error);
  }
} // prettier-ignore

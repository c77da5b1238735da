import { openDirectory } from '../adapters/store/directory.ts';
import type { AccountView } from '../adapters/accounts.ts';
import { refuse, tell } from './command/words.ts';
import { deskSentence, openDesk, VARIABLES_NEEDED, type Desk } from './system/desk.ts';
import { readOptions, USAGE, type Asked } from './system/options.ts';

const HOUR_MS = 3_600_000;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

const WORDS: Readonly<Record<AccountView['atBroker'], string>> = {
  same: 'the same',
  missing: 'no such user; rotate the secret',
  changed: 'another secret, set past the hub; rotate the secret',
  unknown: 'not compared: from before that was kept',
};

/** Looks after the access of systems, at broker and gateway alike: `tsx scripts/system.ts show | rotate | revoke`. */
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const asked = readOptions(args);
  if (typeof asked === 'string') return refuse(`${asked}\n\n${USAGE}`, 2);
  const desk = openDesk(process.env);
  if (desk === undefined) return refuse(`usage: ${VARIABLES_NEEDED} npm run system -- …\n\n${USAGE}`, 2);
  try {
    await desk.accounts.endOver();
    return await perform(desk, asked);
  } catch (error) {
    return refuse(deskSentence(error), 1);
  } finally {
    await desk.close();
  }
}

async function perform({ prisma, macs, alarm, accounts }: Desk, asked: Asked): Promise<number> {
  if (asked.does === 'show') {
    const all = await accounts.show(asked.system);
    for (const one of all) tell(lineOf(one));
    return all.length === 0 ? refuse('There is no such system with a secret.', 1) : 0;
  }
  if (asked.does === 'revoke') {
    const count = await accounts.revoke(asked.system, 'REVOKED');
    return tell(`${asked.system}: ${count} secrets revoked, at broker and gateway`, count === 0 ? 1 : 0);
  }
  const directory = await openDirectory(prisma, { macs, log: SILENT, alarm });
  directory.close();
  if (!directory.current().systems.has(asked.system))
    return refuse(`The system ${asked.system} is not in the directory.`, 1);
  const { user, secret } = await accounts.rotate(asked.system, asked.overlapHours * HOUR_MS);
  return tell(`${asked.system}\t${user}\t${secret}`);
}

function lineOf({ system, user, createdAt, endsAt, atBroker }: AccountView): string {
  const end = endsAt === undefined ? '' : `, ends ${endsAt.toISOString()}`;
  return `${system}\t${user}\tissued ${createdAt.toISOString()}${end}\tat the broker: ${WORDS[atBroker]}`;
}

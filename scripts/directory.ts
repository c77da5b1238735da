import { importDirectory } from '../adapters/store/directory.ts';
import type { DirectoryFile } from '../schemas/directory.ts';
import { refuse, tell } from './command/words.ts';
import { openDirectoryFile } from './directory/file.ts';
import { deskSentence, openDesk, VARIABLES_NEEDED, type Desk } from './system/desk.ts';

/**
 * Publishes a directory of authorities and systems: `tsx scripts/directory.ts FILE`. Systems that have no secret yet get
 * one, for the broker and for HTTP, which is printed once and kept nowhere in clear; those that are not in it any more lose
 * theirs, and their connections. Running hubs see the new directory within a second. Ends with 1 where the file cannot be
 * published, and with 2 where it was called wrongly.
 */
process.exitCode = await main(process.argv[2]);

async function main(path: string | undefined): Promise<number> {
  const desk = path === undefined ? undefined : openDesk(process.env);
  if (path === undefined || desk === undefined)
    return refuse(`usage: ${VARIABLES_NEEDED} npm run directory -- FILE`, 2);
  try {
    return await publish(desk, path);
  } catch (error) {
    return refuse(deskSentence(error), 1);
  } finally {
    await desk.close();
  }
}

async function publish(desk: Desk, path: string): Promise<number> {
  const file = openDirectoryFile(path, new Date());
  if ('problems' in file) return refuse(`${path} cannot be published:\n${file.problems.join('\n')}`, 1);
  const version = await importDirectory(desk.prisma, desk.macs, file);
  tell(
    `directory version ${version}: ${file.authorities.length} authorities, ${file.systems.length} systems`,
  );
  await dismiss(desk, file);
  await introduce(desk, file);
  return 0;
}

async function introduce({ accounts }: Desk, { systems }: DirectoryFile): Promise<void> {
  let isHeaded = false;
  for (const { id } of systems) {
    const told = await accounts.introduce(id);
    if (told === undefined) continue;
    if (!isHeaded) tell('system\tbroker user\tsecret (told once)');
    isHeaded = true;
    tell(`${id}\t${told.user}\t${told.secret}`);
  }
}

/** Should it come again, it gets another secret. */
async function dismiss({ accounts }: Desk, { systems }: DirectoryFile): Promise<void> {
  const present = new Set(systems.map(({ id }) => id));
  const left = new Set((await accounts.show()).map(({ system }) => system).filter((id) => !present.has(id)));
  for (const id of left) {
    await accounts.revoke(id, 'LEFT');
    tell(`${id}\thas left: its secrets and connections have ended`);
  }
}

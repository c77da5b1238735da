import type { Pool } from 'pg';
import { openOutside, type Outside } from '../adapters/amqp/outside.ts';
import { CANONICAL } from '../adapters/codecs/canonical.ts';
import { epochOf, meet, nameOf } from '../adapters/store/epoch.ts';
import { openHoldings } from '../adapters/store/holdings.ts';
import type { Macs } from '../adapters/store/macs.ts';
import { closePool, openPool, PATIENT } from '../adapters/store/pool.ts';
import { openSecrets } from '../adapters/store/secrets.ts';
import { openEpoch } from '../adapters/store/open-epoch.ts';
import { judge, type Met } from '../hub/epoch/judge.ts';
import { isNothing, lossOf, type Loss } from '../hub/epoch/loss.ts';
import { refuse, tell, wordsOf } from './command/words.ts';
import { readOptions, USAGE, type Options } from './restored/options.ts';
import { situationSentences, type Unread } from './restored/sentences.ts';
import { givenAddresses } from './services/services.ts';

const NOTHING_TO_DO = 1;
const NO_ANSWER = 2;
const NOT_ASKED = 3;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse(`${options}\n${USAGE}`, NOT_ASKED);
  if (options.isHelpWanted) return tell(USAGE);
  const addresses = givenAddresses(process.env);
  const secrets = openSecrets(process.env['HUB_MASTER_KEY']);
  if (addresses === undefined || secrets === undefined)
    return refuse(`Name database, broker and key: DATABASE_URL, AMQP_URL, HUB_MASTER_KEY.\n${USAGE}`, NOT_ASKED);
  const { macs } = secrets;
  const pool = openPool(addresses.databaseUrl, { purpose: PATIENT, max: 1, log: { warn: () => undefined } });
  try {
    const outside = await openOutside(addresses.amqpUrl);
    return await goOn({ pool, outside, macs }, options).finally(() => outside.close());
  } catch (error) {
    return refuse(`It cannot be done now: ${wordsOf(error)}`, NO_ANSWER);
  } finally {
    await closePool(pool);
  }
} // prettier-ignore

type World = { readonly pool: Pool; readonly outside: Outside; readonly macs: Macs };

async function goOn(world: World, options: Options): Promise<number> {
  const { pool, outside, macs } = world;
  const met = await meet(pool);
  const kept = epochOf(met.epoch, macs);
  if (kept?.isOurs === false) return refuse(strangeEpoch(kept.number), NO_ANSWER);
  const witnesses = await outside.witnesses();
  const epoch = met.epoch?.number ?? 1;
  const lost = await lossOf(witnesses, { epoch, holdings: openHoldings(pool) });
  const after = Math.max(epoch, ...witnesses.map((one) => one.epoch));
  tell(situationSentences(lost, await unreadIn(world)).join('\n'));
  if (options.isList) return 0;
  if (!isRestored({ ...met, epoch: kept }, lost) && after === epoch && !options.isAnyway)
    return tell('Nothing says that this database was restored: no epoch is opened (see --anyway).', NOTHING_TO_DO);
  return open(world, { lost, after });
} // prettier-ignore

function strangeEpoch(number: number): string {
  return `The row of epoch ${number} was not written by a hub with this HUB_MASTER_KEY: nothing follows upon it (docs/restore.md).`;
}

function isRestored(met: Met, lost: Loss): boolean {
  const nothing = { epoch: undefined, lacks: undefined };
  return !isNothing(lost) || judge(met, nothing).is === 'restored';
}

async function open(
  { pool, outside, macs }: World,
  { lost, after }: { readonly lost: Loss; readonly after: number },
): Promise<number> {
  const { number: epoch, at, record } = await openEpoch(pool, { codec: CANONICAL, macs, at: new Date().toISOString(), after, lost });
  await outside.testify({ epoch, database: nameOf(await meet(pool)), at, heads: [record] });
  return tell(`Epoch ${epoch} is open: ${record.chain}, record ${record.seq}. The hub may work with this database.`);
} // prettier-ignore

async function unreadIn({ pool, outside }: World): Promise<readonly Unread[]> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM national_system ORDER BY id');
  const unread: Unread[] = [];
  for (const { id } of rows) unread.push({ system: id, count: (await outside.unread(id)) ?? 0 });
  return unread;
}

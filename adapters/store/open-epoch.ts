import type { Pool, PoolClient } from 'pg';
import { EPOCHS, testifyEpoch, type OpenedEpoch } from '../../hub/epoch/epoch.ts';
import type { Loss } from '../../hub/epoch/loss.ts';
import { onwardFrom, startOf } from '../../hub/evidence/places.ts';
import { hubFault } from '../../hub/faults.ts';
import type { ChainHead, EvidenceRecord } from '../../hub/ports/records.ts';
import type { Codec } from '../../hub/ports/messages.ts';
import { DIRECTORY_CHAIN } from '../../hub/evidence/record.ts';
import { caseMac, fitsCase, type FileSaid } from './case-row.ts';
import { lockChains } from './chains.ts';
import { onConnection } from './connection.ts';
import { directoryRecord, publishedIn } from './directory-record.ts';
import { epochMac, meet, type Meeting } from './epoch.ts';
import type { Macs } from './macs.ts';
import { runTogether } from './together.ts';
import { EVIDENCE, headColumns, recordColumns, SYSTEM_HEADS } from './write-evidence.ts';

const LOCK = 'LOCK TABLE case_file, evidence_chain, evidence_root, directory_state, epoch IN EXCLUSIVE MODE';

// As `onwardFrom` has it.
const onward = (column: string) => `greatest((${column} / 1000000 + 2) * 1000000, $1)`;

const MOVE = [
  `UPDATE case_file SET chain_seq = ${onward('chain_seq')}`,
  `UPDATE evidence_chain SET seq = ${onward('seq')}`,
  `UPDATE directory_state SET version = ${onward('version')}`,
];

const LAST_ROOT = 'SELECT coalesce(max(number), 0) AS number FROM evidence_root';

const OPEN = `INSERT INTO epoch (number, cluster, database, timeline, opened_at, last_root, lost, mac)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

type Opening = {
  readonly macs: Macs;
  readonly codec: Pick<Codec, 'canonical' | 'digest'>;
  readonly at: string;
  /** The newest epoch that anybody knows of. */
  readonly after: number;
  readonly lost: Loss;
};

/**
 * Opens a new epoch in a database that was restored: chains, versions of cases and the directory go on where nothing that
 * was told can have been, all at once; evidence says so.
 */
export function openEpoch(
  pool: Pool,
  opening: Opening,
): Promise<OpenedEpoch & { readonly record: EvidenceRecord }> {
  return onConnection(pool, async (client) => {
    await client.query('BEGIN');
    await client.query(LOCK);
    const met = await meet(client);
    const number = Math.max(met.epoch?.number ?? 1, opening.after) + 1;
    const { rows } = await client.query<{ number: number }>(LAST_ROOT);
    const opened = { number, at: opening.at, lastRoot: rows[0]?.number ?? 0, lost: opening.lost };
    for (const text of MOVE) await client.query(text, [startOf(number)]);
    await moveVersions(client, number, opening.macs);
    const record = await keep(client, { opened, met, ...opening });
    await publishAgain(client, { opened, ...opening });
    await client.query('COMMIT');
    return { ...opened, record };
  });
}

const PAGE = 5000;

const CASES =
  'SELECT number, workflow, area, version, mac FROM case_file WHERE number > $1 ORDER BY number LIMIT $2';

const MOVE_VERSIONS = `UPDATE case_file c SET version = t.version, mac = t.mac
  FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t(number, version, mac) WHERE c.number = t.number`;

/** The code of a row is over its version too. A row that is not the hub's own does not become so by a restore. */
async function moveVersions(client: PoolClient, epoch: number, macs: Macs): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await client.query<FileSaid & { readonly mac: Buffer }>(CASES, [after, PAGE]);
    const moved = rows.map(({ mac, ...row }) => {
      const file = { ...row, version: onwardFrom(row.version, epoch) };
      return { ...file, mac: fitsCase(macs, mac, row) ? caseMac(macs, file) : mac };
    });
    const columns = [moved.map(({ number }) => number), moved.map(({ version }) => version), moved.map(({ mac }) => mac)];
    if (moved.length > 0) await client.query(MOVE_VERSIONS, columns);
    after = moved.at(-1)?.number ?? '';
    if (moved.length < PAGE) return;
  }
} // prettier-ignore

async function keep(
  client: PoolClient,
  given: { readonly opened: OpenedEpoch; readonly met: Meeting } & Pick<Opening, 'codec' | 'macs'>,
): Promise<EvidenceRecord> {
  const { opened, met, codec, macs } = given;
  const { number, at, lastRoot } = opened;
  // The row first: a chain that is begun in this epoch begins where the epoch does.
  const lost = codec.canonical(opened.lost);
  const { cluster, database, timeline } = met;
  const mac = epochMac(macs, { number, cluster, database, openedAt: at, lastRoot, lost });
  await client.query(OPEN, [number, cluster, database, timeline, at, lastRoot, lost, mac]);
  const appended = testifyEpoch(codec, await headOf(client, EPOCHS), opened);
  await add(client, macs, appended);
  return appended.record;
}

const NEWEST = `SELECT chain, seq, case_seq, prev, body, mac FROM evidence WHERE chain = $1 ORDER BY seq DESC LIMIT 1`;
type Newest = Parameters<typeof publishedIn>[1];

/**
 * The version of the directory goes on higher up as well: that it is still the same directory is testified anew, if the last
 * testimony is the hub's own. Of another nothing is made: the hub does not start with it.
 */
async function publishAgain(
  client: PoolClient,
  { opened, codec, macs }: { readonly opened: OpenedEpoch } & Pick<Opening, 'codec' | 'macs'>,
): Promise<void> {
  const { rows } = await client.query<Newest>(NEWEST, [DIRECTORY_CHAIN]);
  const published = rows[0] === undefined ? undefined : publishedIn(macs, rows[0]);
  if (published === undefined) return;
  const [state] = (await client.query<{ version: string }>('SELECT version FROM directory_state')).rows;
  const said = { version: Number(state?.version), digest: published.digest, at: opened.at };
  await add(client, macs, directoryRecord(codec, await headOf(client, DIRECTORY_CHAIN), said));
}

async function add(
  client: PoolClient,
  macs: Macs,
  { record, head }: { readonly record: EvidenceRecord; readonly head: ChainHead },
): Promise<void> {
  await runTogether(client, [
    { ...EVIDENCE, columns: recordColumns([record], macs) },
    { ...SYSTEM_HEADS, columns: headColumns([head]) },
  ]);
}

async function headOf(client: PoolClient, chain: string): Promise<ChainHead> {
  const head = (await lockChains(client, [chain])).get(chain);
  if (head === undefined) throw hubFault('STORE_UNAVAILABLE', 'the chain cannot be locked');
  return head;
}

import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '../../adapters/log.ts';
import type { Answer } from '../../connector/receipt.ts';
import type { Message } from '../../connector/message.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { standingIn } from '../../scripts/evidence/receipt.ts';
import { startAllInOne, type AllInOne } from '../../worker/all-in-one.ts';
import { auditNow } from '../support/audit.ts';
import { backUp, hasBackupTools, restoredCommand, restoreInPlace, restoreInto } from '../support/backup.ts';
import { usePreparedHub } from '../support/hub.ts';
import { command, request, requestData, wrongData, YES } from '../support/requests.ts';
import { openSystem } from '../support/systems.ts';
import { openTables } from '../support/tables.ts';
import { dropDatabase } from '../support/template.ts';
import { until } from '../support/until.ts';

const prepared = usePreparedHub('restore', { EVIDENCE_ROOT_SECONDS: '1' });

type Running = { readonly hub: AllInOne; readonly german: NationalSystem; readonly greek: NationalSystem };

async function start(databaseUrl: string): Promise<AllInOne> {
  return startAllInOne({ ...prepared().config, DATABASE_URL: databaseUrl }, openLog('silent', 'imi-hub'));
}

/** A hub on that database, and two systems that work with it; all is handed over and under roots when it ends. */
async function atWork<T>(databaseUrl: string, work: (running: Running) => Promise<T>): Promise<T> {
  const hub = await start(databaseUrl);
  const german = await openSystem(prepared(), 'de-anerkennung');
  const greek = await openSystem(prepared(), 'el-prosonta');
  try {
    const done = await work({ hub, german, greek });
    await settled(databaseUrl);
    return done;
  } finally {
    await Promise.all([german.close(), greek.close()]);
    await hub.stop();
  }
}

async function settled(databaseUrl: string): Promise<void> {
  const tables = await openTables(databaseUrl);
  try {
    await until('all is handed over', async () => (await tables.count('delivery WHERE handed_over IS NULL')) === 0);
    await until('all is under sealed roots', async () => (await auditNow(tables.client)).chains.unsealed === 0);
  } finally {
    await tables.close();
  }
} // prettier-ignore

async function ask<Row>(databaseUrl: string, text: string): Promise<readonly Row[]> {
  const tables = await openTables(databaseUrl);
  return tables.rows<Row>(text).finally(() => tables.close());
}

const addresses = (databaseUrl: string) => ({
  databaseUrl,
  amqpUrl: prepared().stage.amqpUrl,
  masterKey: prepared().config.HUB_MASTER_KEY,
});

type Place = { readonly chain: string; readonly seq: number; readonly hash: string };
const places = (databaseUrl: string) =>
  ask<Place>(databaseUrl, `SELECT chain, seq, encode(hash, 'hex') AS hash FROM evidence`);

/** Places of the evidence at which two databases hold different records. */
function givenTwice(some: readonly Place[], others: readonly Place[]): readonly string[] {
  const known = new Map(some.map(({ chain, seq, hash }) => [`${chain} ${seq}`, hash]));
  const differing = others.filter(({ chain, seq, hash }) => (known.get(`${chain} ${seq}`) ?? hash) !== hash);
  return differing.map(({ chain, seq }) => `${chain} ${seq}`);
}

const roots = (databaseUrl: string) =>
  ask<{ number: number; statement: string }>(
    databaseUrl,
    'SELECT number, statement FROM evidence_root ORDER BY number',
  );

/** What happens before the backup, and what is told after it and lost. */
type Story = {
  readonly kept: Answer;
  readonly lostStep: Answer;
  readonly lost: Answer;
  readonly lostMessage: Message;
  readonly lostRefusal: Answer;
};

// Whoever gives a database and a broker of others may have no tools for a backup.
describe.skipIf(!hasBackupTools)('a hub on a database that was restored from a backup', () => {
  let story: Story;
  let backup: string;
  let restored: string;

  beforeAll(async () => {
    const { databaseUrl, vhost } = prepared().stage;
    const kept = await atWork(databaseUrl, async ({ german, greek }) => {
      const sent = await german.send(request(german.id));
      return greek.send(command(greek.id, 'request.accept', { case: sent }));
    });
    backup = await backUp(databaseUrl);
    story = await atWork(databaseUrl, async ({ german, greek }) => {
      const lostMessage = request(german.id, requestData({ comment: 'about somebody else' }));
      const lost = await german.send(lostMessage);
      const lostStep = await greek.send(command(greek.id, 'request.reply', { case: kept, data: YES }));
      const lostRefusal = await german.send(request(german.id, wrongData()));
      return { kept, lost, lostMessage, lostStep, lostRefusal };
    });
    restored = await restoreInto(databaseUrl, `${vhost}_restored`, backup);
  }, 180_000);

  afterAll(async () => dropDatabase(prepared().stage.databaseUrl, `${prepared().stage.vhost}_restored`));

  test('does not start, and the command is named that has to be given', async () => {
    await expect(start(restored)).rejects.toThrow(/restored or is a copy.*npm run restored/);
  });

  test('lists what had been told since, and opens an epoch when it is asked to', async () => {
    const listed = await restoredCommand(addresses(restored), '--list');
    expect(listed.code).toBe(0);
    expect(listed.said).toContain(`${story.lost.case}: wholly, `);
    expect(listed.said).toMatch(new RegExp(`${story.kept.case}: records? (up to )?\\d+(, after \\d+)?\n`));
    expect(listed.said).toContain('system/de-anerkennung: wholly, ');
    expect(listed.said).toMatch(/root \d+ of the evidence/);
    await expect(start(restored)).rejects.toThrow('npm run restored');
    const done = await restoredCommand(addresses(restored));
    expect(done).toMatchObject({ code: 0, said: expect.stringContaining('Epoch 2 is open') });
    const again = await restoredCommand(addresses(restored));
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('no epoch is opened') });
  });

  test('gives nothing out twice, and lets nothing that was lost meet what is there', async () => {
    const { kept, lost, lostMessage, lostStep } = story;
    await atWork(restored, async ({ german, greek }) => {
      const other = await german.send(request(german.id));
      expect(other.case).not.toBe(lost.case);

      const late = await greek.send(command(greek.id, 'request.accept', { case: lost }));
      expect(late).toMatchObject({ outcome: 'rejected', faults: [{ code: 'CASE_UNKNOWN' }] });

      const stale = await german.send(command(german.id, 'request.close', { case: lostStep }));
      expect(stale).toMatchObject({ outcome: 'rejected', faults: [{ code: 'CASE_VERSION_STALE' }] });
      const old = await greek.send(command(greek.id, 'request.reply', { case: kept, data: YES }));
      const version = Number(/\d{7,}/.exec(old.faults?.[0]?.text ?? '')?.[0]);
      expect(version).toBeGreaterThanOrEqual(2_000_000);
      const replied = await greek.send(
        command(greek.id, 'request.reply', { case: { ...kept, version }, data: YES }),
      );
      expect(replied).toMatchObject({ outcome: 'accepted', case: kept.case, version: version + 1 });
      const closed = await german.send(command(german.id, 'request.close', { case: replied }));
      expect(closed.outcome).toBe('accepted');

      const again = await german.send(lostMessage);
      expect(again).toMatchObject({ outcome: 'accepted' });
      expect([lost.case, other.case]).not.toContain(again.case);
      expect(again.duplicate).toBeUndefined();

      const refused = await german.send(request(german.id, wrongData()));
      expect(refused.evidence?.seq).toBeGreaterThan(2_000_000);
    });
    const { databaseUrl } = prepared().stage;
    expect(givenTwice(await places(databaseUrl), await places(restored))).toEqual([]);
    const [before, after] = [await roots(databaseUrl), await roots(restored)];
    const told = new Map(before.map(({ number, statement }) => [number, statement]));
    expect(after.filter(({ number, statement }) => (told.get(number) ?? statement) !== statement)).toEqual(
      [],
    );
    expect(after.at(-1)?.number).toBeGreaterThan(2_000_000);
  }, 120_000);

  test('has evidence that is whole, has one receipt for each message, and says what was lost', async () => {
    const tables = await openTables(restored);
    const audit = await auditNow(tables.client, [prepared().root]);
    expect(audit).toMatchObject({ problems: [], outcome: 'whole' });
    expect(audit.epochs).toMatchObject([
      { number: 1 },
      { number: 2, lost: { chains: expect.arrayContaining([expect.objectContaining({ chain: story.lost.case, kept: 0 })]) } },
    ]);
    const repeated = await tables.rows(`SELECT message_id FROM delivery WHERE type = 'receipt' GROUP BY system, message_id HAVING count(*) > 1`);
    expect(repeated).toEqual([]);
    await tables.close();
  }); // prettier-ignore

  test('knows a receipt of the lost time for what it is', async () => {
    const { kept, lost } = story;
    const pool = new Pool({ connectionString: restored, max: 1 });
    const standing = ({ evidence }: Answer) => (evidence === undefined ? undefined : standingIn(pool, evidence));
    expect([await standing(kept), await standing(lost)]).toEqual(['stands', 'lost']);
    await pool.end();
  }); // prettier-ignore

  test('and the database that it was copied from is recognised as left behind, for they share a broker', async () => {
    await expect(start(prepared().stage.databaseUrl)).rejects.toThrow('epoch 2 has been opened');
  });

  test('two hubs of one backup cannot both go on: the one at work stops when an epoch is opened for the other', async () => {
    const hub = await start(restored);
    const ready = async () => (await fetch(`${hub.httpUrl}/health/ready`)).status;
    const training = `${prepared().stage.vhost}_training`;
    try {
      const copy = await restoreInto(restored, training, await backUp(restored));
      await expect(start(copy)).rejects.toThrow('it is a copy');
      expect(await ready()).toBe(200);
      expect(await restoredCommand(addresses(copy))).toMatchObject({ said: expect.stringContaining('Epoch 3 is open') });
      await until('the first is left behind', async () => (await ready()) === 503);
    } finally {
      await hub.stop();
      await dropDatabase(restored, training);
    }
  }, 120_000); // prettier-ignore
});

const inPlace = () => `${prepared().stage.vhost}_in_place`;

describe.skipIf(!hasBackupTools)('a hub whose database is set back in place', () => {
  let databaseUrl: string;
  beforeAll(async () => {
    databaseUrl = await restoreInto(prepared().stage.databaseUrl, inPlace(), await backUp(prepared().stage.databaseUrl));
    await restoredCommand(addresses(databaseUrl));
  }, 120_000); // prettier-ignore
  afterAll(async () => dropDatabase(prepared().stage.databaseUrl, inPlace()));

  test('is not fooled by its being the same database: what the broker has witnessed is missing', async () => {
    await atWork(databaseUrl, async ({ german }) => german.send(request(german.id)));
    const backup = await backUp(databaseUrl);
    const { case: lost } = await atWork(databaseUrl, async ({ german }) => german.send(request(german.id)));
    await restoreInPlace(databaseUrl, backup);
    await expect(start(databaseUrl)).rejects.toThrow('npm run restored');
    const { said } = await restoredCommand(addresses(databaseUrl));
    expect(said).toContain(`${lost}: wholly`);
    await atWork(databaseUrl, async ({ german }) => german.send(request(german.id)));
  }, 180_000);

  test('does not work with an epoch that somebody else has opened, nor is one opened after it', async () => {
    const invented = `INSERT INTO epoch (number, cluster, database, timeline, opened_at, last_root, mac)
      SELECT number + 1, cluster, database, timeline, now(), last_root, mac FROM epoch ORDER BY number DESC LIMIT 1`;
    const hub = await start(databaseUrl);
    try {
      const reasons = async () => (await fetch(`${hub.operationsUrl}/health/ready`)).text();
      await ask(databaseUrl, invented);
      await until('it is told', async () => /the row of epoch \d+ is not as the hub has written it/.test(await reasons()));
      expect((await restoredCommand(addresses(databaseUrl))).code).toBe(2);
      const tables = await openTables(databaseUrl);
      const { problems } = await auditNow(tables.client, [], { key: prepared().config.HUB_MASTER_KEY }).finally(() => tables.close());
      expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['EPOCH_DIFFERS', 'EPOCH_FORGED']));
      await ask(databaseUrl, 'DELETE FROM epoch WHERE number = (SELECT max(number) FROM epoch)');
      await until('it goes on', async () => (await fetch(`${hub.httpUrl}/health/ready`)).status === 200);
    } finally {
      await hub.stop();
    }
  }, 120_000); // prettier-ignore

  test('stops while it runs, says so to whoever asks whether it is ready, and goes on by itself once it may', async () => {
    const hub = await start(databaseUrl);
    const german = await openSystem(prepared(), 'de-anerkennung');
    const ready = async () => (await fetch(`${hub.httpUrl}/health/ready`)).status;
    try {
      const { case: lost } = await german.send(request(german.id));
      expect(await ready()).toBe(200);
      await ask(databaseUrl, `DELETE FROM evidence WHERE chain = '${lost}'`);
      await until('it is not ready any more', async () => (await ready()) === 503);
      const inFull = await fetch(`${hub.operationsUrl}/health/ready`);
      const why = expect.stringMatching(
        `^it lacks record \\d+ of the chain ${lost}, which this process has written$`,
      );
      expect(await inFull.json()).toMatchObject({
        reasons: expect.arrayContaining([{ code: 'DATABASE_RESTORED', why }]),
      });
      const waiting = german.send(request(german.id));
      await restoredCommand(addresses(databaseUrl));
      await until('it is ready again', async () => (await ready()) === 200);
      expect(await waiting).toMatchObject({ outcome: 'accepted' });
    } finally {
      await german.close();
      await hub.stop();
    }
  }, 120_000);
});

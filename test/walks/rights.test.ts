import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDirectory } from '../../adapters/store/directory.ts';
import { openMacs } from '../../adapters/store/macs.ts';
import { openPrisma } from '../../adapters/store/prisma.ts';
import { compose } from '../../hub/outgoing/compose.ts';
import { tellUndeliverable } from '../../hub/outgoing/hand-over.ts';
import type { Hub } from '../../hub/hub.ts';
import { auditHere, auditNow } from '../support/audit.ts';
import { usePreparedHub } from '../support/hub.ts';
import { useRaw } from '../support/raw.ts';
import { command, request, requestData } from '../support/requests.ts';
import { openSystem, useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { startWorkerHere, type WorkerHere } from '../support/workers.ts';

/**
 * Somebody who may write to the database, but has no key, tries to get at what he may not see. Nobody gets anything by it,
 * everybody else goes on, and the audit names it.
 */
const hub = usePreparedHub('rights');
const tables = useTables(hub);
const open = useSystems(hub);
const bare = useRaw(hub);

const [ASKS, ANSWERS, OUTSIDER] = ['de-anerkennung', 'el-prosonta', 'bg-kvalifikatsii'];
const [ASKING, ANSWERING, OUTSIDE] = ['DE-T-LEHRAMT', 'EL-T-EKPAIDEFSI', 'BG-T-OBRAZOVANIE'];
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(200)]);

let worker: WorkerHere | undefined;
/** Two cases that are accepted, each with a report for either side; and one that is never touched. */
let [one, two]: readonly string[] = ['', ''];
let lastMessage: ReturnType<typeof request> | undefined;

beforeAll(async () => {
  worker = await startWorkerHere(hub().config);
  const german = await openSystem(hub(), ASKS);
  const greek = await openSystem(hub(), ANSWERS);
  const numbers: string[] = [];
  for (let index = 0; index < 2; index += 1) {
    lastMessage = request(ASKS, requestData({ comment: 'Stimmt das?', attachment: PNG }));
    const sent = await german.send(lastMessage);
    const accepted = await greek.send(command(ANSWERS, 'request.accept', { case: sent }));
    await german.send(command(ASKS, 'report.order', { case: accepted, data: { kind: 'full' } }));
    await greek.send(command(ANSWERS, 'report.order', { case: accepted, data: { kind: 'fullWithoutPersonalData' } }));
    numbers.push(sent.case ?? '');
  }
  [one, two] = numbers;
  await until('all reports are issued', async () => (await tables().count('report WHERE issued_at IS NOT NULL')) === 4);
  await until('all is handed over', async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0);
  await Promise.all([german.close(), greek.close()]);
  await drained(ANSWERS);
}, 120_000); // prettier-ignore
afterAll(() => worker?.stop());

function inside(): Hub {
  if (worker === undefined) throw new TypeError('the worker is there when the tests begin');
  return worker.assembled.hub;
}

function key(): Buffer {
  return Buffer.from(hub().config.HUB_MASTER_KEY, 'base64');
}

/** What the audit says, with the hub's key and without. */
async function audited() {
  return { withKey: await codesFound(hub().config.HUB_MASTER_KEY), without: await codesFound() };
}

async function codesFound(masterKey?: string): Promise<readonly string[]> {
  const { problems } = await auditNow(tables().client, [], { key: masterKey });
  return [...new Set(problems.map(({ code }) => code))].toSorted();
}

/** Rows of the alarm's counter, by table. */
async function alarms(table: string): Promise<number> {
  const { text } = (await worker?.assembled.metrics.expose()) ?? { text: '' };
  return Number(new RegExp(`^imi_unsound_rows_total\\{table="${table}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

async function drained(system: string): Promise<readonly string[]> {
  const raw = await bare(system);
  const found: string[] = [];
  for (;;) {
    const message = await raw.channel.get(`inbox.${system}`, { noAck: true });
    if (message === false) return found;
    found.push(message.content.toString());
  }
}

/** Forges, looks, and puts everything back. */
async function forged(forgery: string, repair: string, look: () => Promise<void>): Promise<void> {
  const changed = await tables().client.query(forgery);
  expect(Array.isArray(changed) || (changed.rowCount ?? 0) > 0).toBe(true);
  try {
    await look();
  } finally {
    await tables().client.query(repair);
  }
}

test('before anybody has forged anything the evidence is whole', async () => {
  expect(await audited()).toEqual({ withKey: [], without: [] });
});

/** A row like the one by which the asking side's secrets went to whom they may go. */
function delivery(change: Readonly<Record<string, string>>): string {
  const columns = ['system', 'type', 'authority', 'case_number', 'seq', 'attachments', 'chain'];
  const values = columns.map((name) => change[name] ?? name).join(', ');
  return `INSERT INTO delivery (id, created_at, duplicate, ${columns.join(', ')})
    SELECT 'f0000000-0000-4000-8000-' || lpad(to_hex((random() * 1e9)::int), 12, '0'), now() - interval '1 hour', false, ${values}
    FROM delivery WHERE type = 'request.disclosed' AND case_number = '${one}' LIMIT 1;`.replace(
    "SELECT 'f0000000-0000-4000-8000-' || lpad(to_hex((random() * 1e9)::int), 12, '0')",
    "SELECT ('f0000000-0000-4000-8000-' || lpad(to_hex((random() * 1e9)::int), 12, '0'))::uuid",
  );
}

describe('the outbox', () => {
  test('gives nothing to whom the case does not tell it, or the directory does not know', async () => {
    const forgeries = [
      delivery({ system: `'${OUTSIDER}'` }),
      delivery({ system: `'${OUTSIDER}'`, authority: `'${OUTSIDE}'` }),
      delivery({ system: `'${ANSWERS}'`, authority: `'EL-T-YGEIA'` }),
      delivery({ type: `'request.replied'` }),
      delivery({ seq: '1' }),
      delivery({ attachments: `ARRAY['doc-1', 'doc-2']` }),
      delivery({ case_number: `'${two}'`, chain: `'${two}'`, seq: '4', type: `'request.arrived'` }),
      delivery({ type: `'report.issued'`, seq: `(SELECT max(seq) FROM case_event WHERE case_number = '${one}')` }),
    ];
    const before = await alarms('delivery');
    await forged(forgeries.join('\n'), "DELETE FROM delivery WHERE id::text LIKE 'f0000000%'", async () => {
      expect(await tables().count("delivery WHERE id::text LIKE 'f0000000%'")).toBe(forgeries.length);
      // All but the first two fit the directory: these the case itself contradicts.
      await until('the sweep has tried them', async () => (await alarms('delivery')) >= before + 6);
      expect(await drained(OUTSIDER)).toEqual([]);
      expect(await drained(ANSWERS)).toEqual([]);
      expect(await tables().count("delivery WHERE id::text LIKE 'f0000000%' AND handed_over IS NOT NULL")).toBe(0);
      expect((await audited()).without).toContain('DELIVERIES_DIFFER');
      const german = await open(ASKS);
      expect((await german.send(request(ASKS))).outcome).toBe('accepted');
    });
    expect((await audited()).withKey).toEqual([]);
  }, 60_000); // prettier-ignore

  test('gives a receipt to nobody but its system', async () => {
    const [receipt] = await tables().rows<{ id: string }>(`SELECT id FROM delivery WHERE system = '${ASKS}' AND type = 'receipt' LIMIT 1`);
    const id = receipt?.id ?? '';
    await forged(`UPDATE delivery SET system = '${OUTSIDER}' WHERE id = '${id}'`, `UPDATE delivery SET system = '${ASKS}' WHERE id = '${id}'`, async () => {
      const outgoing = await inside().store.delivery(id);
      await expect(outgoing && compose(inside(), outgoing)).rejects.toThrow('the receipt is not in the store');
    });
  }); // prettier-ignore
});

describe('a receipt', () => {
  const own = `system = '${ASKS}' AND outcome = 'accepted' AND case_number = `;

  test.for([
    ['altered', `receipt = replace(receipt, '"version":', '"version":7')`, `receipt = replace(receipt, '"version":7', '"version":')`],
    ['lent to another system', `system = '${OUTSIDER}'`, `system = '${ASKS}'`],
    ['of another outcome', `outcome = 'rejected'`, `outcome = 'accepted'`],
  ] as const)('that was %s is not given out, nor is the message taken for new', ([, change, back]) =>
    forged(`UPDATE message SET ${change} WHERE ${own} '${two}'`, `UPDATE message SET ${back} WHERE ${own.replace(ASKS, change.includes(OUTSIDER) ? OUTSIDER : ASKS).replace("'accepted'", change.startsWith('outcome') ? "'rejected'" : "'accepted'")} '${two}'`, async () => {
      expect((await audited()).withKey).toContain('RECEIPT_FORGED');
      if (change.startsWith('system')) return;
      const german = await open(ASKS);
      const again = await german.send(lastMessage ?? request(ASKS));
      expect(again.faults).toMatchObject([{ code: 'RECORD_UNSOUND', path: '/id' }]);
    })); // prettier-ignore
});

async function reports() {
  return tables().rows<{ id: string; authority: string; kind: string }>(
    `SELECT id, authority, kind FROM report WHERE case_number = '${one}' ORDER BY kind`,
  );
}

describe('a report', () => {
  test('is for whom the case says, whatever its row says', async () => {
    const [full] = await reports();
    expect(full).toMatchObject({ authority: ASKING, kind: 'full' });
    const row = `WHERE id = '${full?.id}'`;
    await forged(
      `UPDATE report SET authority = '${OUTSIDE}', kind = 'fullWithoutPersonalData', sha256 = sha256('x') ${row}`,
      `UPDATE report SET authority = '${ASKING}', kind = 'full', sha256 = decode((SELECT facts->>'sha256' FROM case_event
         WHERE type = 'report.issued' AND facts->>'report' = '${full?.id}'), 'hex') ${row}`,
      async () => {
        const { store } = inside();
        const file = await store.report(full?.id ?? '');
        expect(file).toMatchObject({ authority: ASKING, kind: 'full' });
        expect(await store.orderedReports([OUTSIDE], { limit: 10 })).toEqual([]);
        expect(await store.issued(full?.id ?? '')).toMatchObject({ sha256: file?.sha256 });
        expect((await audited()).without).toEqual(['REPORT_DIFFERS']);
      },
    );
  });

  test('does not open in the place of another', async () => {
    const swap = `UPDATE report r SET sealed = o.sealed FROM report o
      WHERE r.case_number = '${one}' AND o.case_number = r.case_number AND o.id <> r.id`;
    await forged(swap, swap, async () => {
      for (const { id } of await reports())
        await expect(inside().store.report(id)).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
    });
    expect(await alarms('report')).toBeGreaterThan(0);
  });
});

/** Cases have numbers when the tests run, not when they are declared. */
function named(sql: string): string {
  return sql.replaceAll('ONE', `'${one}'`).replaceAll('TWO', `'${two}'`);
}

function keep(table: string): string {
  return `CREATE TABLE kept AS SELECT * FROM ${table};`;
}

function allIsTold(): Promise<void> {
  return until(
    'all is handed over',
    async () => (await tables().count('delivery WHERE handed_over IS NULL')) === 0,
  );
}

describe('a case', () => {
  const putContent = 'DELETE FROM case_content; INSERT INTO case_content SELECT * FROM kept; DROP TABLE kept';
  const putFile =
    'UPDATE case_file c SET wrapped_key = k.wrapped_key FROM kept k WHERE k.number = c.number; DROP TABLE kept';
  const putEvent =
    'UPDATE case_event e SET facts = k.facts FROM kept k WHERE (k.case_number, k.seq) = (e.case_number, e.seq); DROP TABLE kept';

  test.for<readonly [string, string, string, readonly string[]]>([
    ['under the key of another', `${keep('case_file')} UPDATE case_file a SET wrapped_key = b.wrapped_key FROM case_file b WHERE a.number = ONE AND b.number = TWO`, putFile, []],
    ['without its key', `${keep('case_file')} UPDATE case_file SET wrapped_key = NULL WHERE number = ONE`, putFile, []],
    ['with the content of another', `${keep('case_content')} UPDATE case_content a SET sealed = b.sealed FROM case_content b WHERE a.case_number = ONE AND b.case_number = TWO AND a.seq = b.seq`, putContent, []],
    ['whose content is gone', `${keep('case_content')} DELETE FROM case_content WHERE case_number = ONE`, putContent, ['CONTENT_MISSING']],
    ['that is said to be erased', `${keep('case_content')} DELETE FROM case_content WHERE case_number = ONE; UPDATE case_file SET erased_at = now() WHERE number = ONE`,
      `${putContent}; UPDATE case_file SET erased_at = NULL`, ['CASE_DIFFERS', 'CONTENT_MISSING']],
    ['whose addressee was changed', `${keep('case_event')} UPDATE case_event SET facts = replace(facts::text, '${ANSWERING}', '${OUTSIDE}')::json WHERE case_number = ONE AND seq = 1`, putEvent, ['EVENT_DIFFERS']],
  ])("%s is shown to nobody, moves for nobody, and stands in nobody's way", { timeout: 60_000 }, async ([, forgery, repair, codes]) => {
    await forged(named(forgery), repair, async () => {
      await expect(inside().store.caseAt(one ?? '')).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
      const german = await open(ASKS);
      const order = (number = '') => command(ASKS, 'report.order', { case: { case: number, version: 2 }, data: { kind: 'full' } });
      const answers = await Promise.all([one, two].map((number) => german.send(order(number))));
      expect(answers[0]?.faults).toMatchObject([{ code: 'RECORD_UNSOUND', path: '/subject' }]);
      expect(answers[1]?.outcome).toBe('accepted');
      expect((await audited()).without).toEqual(expect.arrayContaining([...codes]));
    });
    await until('what was ordered is there', async () => (await tables().count('report WHERE issued_at IS NULL')) === 0);
    expect((await audited()).withKey).toEqual([]);
  }); // prettier-ignore

  // Of that case alone: the others have gone on meanwhile.
  const keepRow = 'CREATE TABLE kept AS SELECT * FROM case_file WHERE number = ONE;';
  const putRow = `UPDATE case_file c SET (workflow, area, status, version, seq, chain_seq, chain_head) =
    (k.workflow, k.area, k.status, k.version, k.seq, k.chain_seq, k.chain_head) FROM kept k WHERE k.number = c.number; DROP TABLE kept`;
  test.for<readonly [string, string]>([
    ['version', 'version = 7'],
    ['version, as if after a restore', 'version = 2000000, chain_seq = 2000000'],
    ['area', "area = 'XX'"],
    ['workflow', "workflow = 'x'"],
    ['last event', 'seq = seq - 1'],
    ['head', "chain_head = sha256('x')"],
    ['place in the evidence', 'chain_seq = chain_seq + 1'],
    ['place in the evidence, as if after a restore', 'chain_seq = 2000000'],
  ])('is not refused falsely, nor built upon, by an altered row: its %s', { timeout: 60_000 }, async ([, change]) => {
    await allIsTold();
    const before = await tables().count(`evidence WHERE chain = '${one}'`);
    const alarmed = await alarms('case_file');
    await forged(named(`${keepRow} UPDATE case_file SET ${change} WHERE number = ONE`), putRow, async () => {
      const german = await open(ASKS);
      const answer = await german.send(command(ASKS, 'report.order', { case: { case: one ?? '', version: 2 }, data: { kind: 'full' } }));
      expect(answer.faults).toMatchObject([{ code: 'RECORD_UNSOUND', path: '/subject' }]);
      await expect(inside().store.caseAt(one ?? '')).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
      expect(await alarms('case_file')).toBeGreaterThan(alarmed);
      expect(await tables().count(`evidence WHERE chain = '${one}'`)).toBe(before);
      const { withKey } = await audited();
      expect(withKey.some((code) => /^(CASE|HEAD)_/.test(code))).toBe(true);
    });
    expect((await audited()).withKey).toEqual([]);
  }); // prettier-ignore

  test('whose head was moved gets no further record by what is handed over', async () => {
    const [some] = await tables().rows<{ id: string }>(`SELECT id FROM delivery WHERE chain = '${one}' LIMIT 1`);
    const outgoing = await inside().store.delivery(some?.id ?? '');
    if (outgoing === undefined) return fail();
    await allIsTold();
    const before = await tables().count(`evidence WHERE chain = '${one}'`);
    await forged(named(`${keepRow} UPDATE case_file SET chain_head = sha256('x') WHERE number = ONE`), putRow, async () => {
      expect(await tellUndeliverable(inside(), { outgoing, at: inside().clock.now() })).toBe(0);
      expect(await tables().count(`evidence WHERE chain = '${one}'`)).toBe(before);
    });
  }); // prettier-ignore

  test('that somebody has taken away is not called unknown', async () => {
    const all = ['case_content', 'case_attachment', 'case_original', 'report', 'case_party', 'case_event', 'case_file'];
    const take = all.map((table) => `CREATE TABLE kept_${table} AS SELECT * FROM ${table} WHERE ${whoseRows(table, two)}; DELETE FROM ${table} WHERE ${whoseRows(table, two)};`);
    const back = all.toReversed().map((table) => `INSERT INTO ${table} SELECT * FROM kept_${table}; DROP TABLE kept_${table};`);
    await forged(take.join(' '), back.join(' '), async () => {
      const german = await open(ASKS);
      const answer = await german.send(command(ASKS, 'report.order', { case: { case: two ?? '', version: 2 }, data: { kind: 'full' } }));
      expect(answer.faults).toMatchObject([{ code: 'RECORD_UNSOUND', path: '/subject' }]);
    });
    expect((await audited()).withKey).toEqual([]);
  }); // prettier-ignore

  test('has no record that the hub has not written, not even at its end', async () => {
    const { client } = tables();
    await client.query('BEGIN');
    await client.query(`UPDATE evidence SET mac = sha256('x') WHERE chain = '${one}' AND seq = (SELECT max(seq) FROM evidence WHERE chain = '${one}')`);
    await client.query('COMMIT');
    expect((await audited()).withKey).toEqual(['RECORD_FORGED']);
  }); // prettier-ignore
});

/** With the hub's key the audit opens all that is sealed; it forgets what it reads, and nothing of this is committed. */
describe('what is sealed', () => {
  const damaged = 'sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1)';
  test.for<readonly [string, string, RegExp]>([
    ['a content', `UPDATE case_content SET ${damaged} WHERE case_number = ONE AND seq = 1`, /^SEALED_DIFFERS content 1$/],
    ['a content that lies in the place of another', 'UPDATE case_content a SET sealed = b.sealed FROM case_content b WHERE a.case_number = ONE AND b.case_number = TWO AND a.seq = b.seq AND a.seq = 1', /^SEALED_DIFFERS content 1$/],
    ['a document', `UPDATE case_attachment SET ${damaged} WHERE case_number = ONE`, /^SEALED_DIFFERS document [0-9a-f]{64}$/],
    ['a message as it was sent', `UPDATE case_original SET ${damaged} WHERE case_number = ONE AND id = (SELECT min(id) FROM case_original WHERE case_number = ONE)`, /^SEALED_DIFFERS original \S+ #/],
    ['a report', `UPDATE report SET ${damaged} WHERE id = (SELECT min(id) FROM report WHERE case_number = ONE)`, /^SEALED_DIFFERS report /],
    ['the key of a case', 'UPDATE case_file SET wrapped_key = set_byte(wrapped_key, 30, get_byte(wrapped_key, 30) # 1) WHERE number = ONE', /^KEY_DIFFERS $/],
    ['the key of a case that is cut short', "UPDATE case_file SET wrapped_key = 'x' WHERE number = ONE", /^KEY_DIFFERS $/],
    ['the key of a case that is gone', 'UPDATE case_file SET wrapped_key = NULL WHERE number = ONE', /^KEY_DIFFERS $/],
    ['a document that is gone', 'DELETE FROM case_attachment WHERE case_number = ONE', /^DOCUMENT_MISSING [0-9a-f]{64}$/],
    ['a message as it was sent that is gone', 'DELETE FROM case_original WHERE (system, id) = (SELECT system, id FROM case_original WHERE case_number = ONE LIMIT 1)', /^ORIGINAL_MISSING \d+ there, \d+ in records$/],
  ])('%s is named by the audit with its case and place', async ([, forgery, place]) => {
    const { client } = tables();
    await client.query('BEGIN');
    try {
      expect((await client.query(named(forgery))).rowCount).toBe(1);
      const { problems } = await auditHere(client, [], { key: hub().config.HUB_MASTER_KEY });
      const sealedProblems = problems.filter(({ code }) => /^(SEALED|KEY|DOCUMENT|ORIGINAL)_/.test(code));
      expect(sealedProblems.map(({ chain }) => chain)).toEqual([one]);
      expect(sealedProblems.map(({ code, what = '' }) => `${code} ${what}`)).toEqual([expect.stringMatching(place)]);
    } finally {
      await client.query('ROLLBACK');
    }
  }); // prettier-ignore
});

describe('who somebody is', () => {
  test('the secret of one system is not the secret of another', async () => {
    const { credentials } = hub();
    const lend = `UPDATE system_credential SET secret_hmac = (SELECT secret_hmac FROM system_credential WHERE system = '${OUTSIDER}') WHERE system = '${ANSWERS}'`;
    const verify = worker?.assembled.credentials;
    expect(await verify?.verify(OUTSIDER ?? '', credentials.get(OUTSIDER ?? '') ?? '')).toBe(true);
    await tables().client.query('CREATE TABLE kept AS SELECT * FROM system_credential');
    await forged(lend, 'UPDATE system_credential c SET secret_hmac = k.secret_hmac FROM kept k WHERE k.system = c.system; DROP TABLE kept', async () => {
      expect(await verify?.verify(ANSWERS ?? '', credentials.get(OUTSIDER ?? '') ?? '')).toBe(false);
      const { withKey, without } = await audited();
      expect(withKey).toContain('CREDENTIAL_DIFFERS');
      expect(without).not.toContain('CREDENTIAL_DIFFERS');
    });
  }); // prettier-ignore

  test.for([
    ['prolonged without end', "ends_at = 'infinity'"],
    ['dated before all time', "created_at = '-infinity'"],
    ['lent another account', 'account = 2'],
  ])('a secret that was %s is named by the audit', async ([, change = '']) => {
    const { client } = tables();
    await client.query('BEGIN');
    await client.query(`UPDATE system_credential SET ${change} WHERE system = '${OUTSIDER}'`);
    const { problems } = await auditHere(client, [], { key: hub().config.HUB_MASTER_KEY });
    await client.query('ROLLBACK');
    const found = problems.filter(({ code }) => code === 'CREDENTIAL_DIFFERS');
    expect(found.map(({ chain }) => chain)).toEqual([`system/${OUTSIDER}`]);
  });

  test.for([
    ['another system for an authority', `UPDATE national_system SET body = jsonb_set(body, '{authorities}', '["${ASKING}"]') WHERE id = '${OUTSIDER}'`, `UPDATE national_system SET body = jsonb_set(body, '{authorities}', '["${OUTSIDE}"]') WHERE id = '${OUTSIDER}'`, 1],
    ['another country of an authority', `UPDATE authority SET body = jsonb_set(body, '{country}', '"EL"') WHERE id = '${OUTSIDE}'`, `UPDATE authority SET body = jsonb_set(body, '{country}', '"BG"') WHERE id = '${OUTSIDE}'`, 2],
  ] as const)('the directory at hand stays when it is given %s, and nobody starts with it', async ([, forgery, back, ahead]) => {
    const [before] = await tables().rows<{ body: string }>('SELECT string_agg(body::text, id) AS body FROM national_system');
    const restore = `${back}; UPDATE directory_state SET version = version - ${ahead}`;
    await tables().client.query('CREATE TABLE kept AS SELECT id, body FROM national_system');
    const alarmed = await alarms('directory_state');
    await forged(`${forgery}; UPDATE directory_state SET version = version + ${ahead}`, `${restore}; UPDATE national_system n SET body = k.body FROM kept k WHERE k.id = n.id; DROP TABLE kept`, async () => {
      await until('the worker has seen it', async () => (await alarms('directory_state')) > alarmed);
      expect(inside().directory.current().systemOf.get(ASKING ?? '')?.id).toBe(ASKS);
      expect((await audited()).without).toContain('DIRECTORY_DIFFERS');
      const prisma = openPrisma(worker?.assembled.pool ?? fail());
      const { log } = inside();
      await expect(openDirectory(prisma, { macs: openMacs(key()), log, alarm: () => undefined })).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
    });
    const [after] = await tables().rows<{ body: string }>('SELECT string_agg(body::text, id) AS body FROM national_system');
    expect(after).toEqual(before);
  }); // prettier-ignore
});

function whoseRows(table: string, number = ''): string {
  return `${table === 'case_file' ? 'number' : 'case_number'} = '${number}'`;
}

/** The last one: the order is tried again only after a while. */
describe('a dossier', () => {
  test.for(['case_attachment', 'case_original'])('is not made while rows of %s are gone', async (table) => {
    const before = await alarms(table);
    const german = await open(ASKS);
    const answer = await german.send(request(ASKS, requestData({ attachment: PNG })));
    const number = answer.case ?? '';
    await tables().client.query(
      `CREATE TABLE kept AS SELECT * FROM ${table} WHERE case_number = '${number}'`,
    );
    await forged(
      `DELETE FROM ${table} WHERE case_number = '${number}'`,
      `INSERT INTO ${table} SELECT * FROM kept; DROP TABLE kept`,
      async () => {
        const order = command(ASKS, 'dossier.order', { case: answer, data: { kind: 'full' } });
        expect((await german.send(order)).outcome).toBe('accepted');
        await until('people are told', async () => (await alarms(table)) > before);
        const issued = `report WHERE case_number = '${number}' AND issued_at IS NOT NULL`;
        expect(await tables().count(issued)).toBe(0);
      },
    );
  });
});

function fail(): never {
  throw new TypeError('the worker is there when the tests begin');
}

import { randomBytes } from 'node:crypto';
import { connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEAD } from '../../adapters/amqp/topology.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { usePreparedHub } from '../support/hub.ts';
import { hasStarted, startProgram, type Program } from '../support/program.ts';
import { bytesOf } from '../support/raw.ts';
import { command, PERSON, request, requestData, written } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = usePreparedHub('secrets', { LOG_LEVEL: 'info', HTTP_PORT: '0' });
const tables = useTables(hub);
const open = useSystems(hub);

const QUESTION = 'Trifft es zu, dass Frau Musterfrau-Beispiel 1990 geboren ist?';
const REPLY = 'Είναι σωστό, η κυρία Musterfrau-Beispiel';
const REFERENCE = 'AKTE-MUSTER-4711';
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const DOCUMENT = Buffer.concat([PNG, Buffer.from('Zeugnis der Mia Musterfrau-Beispiel'), randomBytes(500)]);

const TELLTALES = [
  ...PERSON.map(({ value }) => value),
  QUESTION,
  REPLY,
  REFERENCE,
  'Zeugnis der Mia',
  'diploma-mia',
];

let program: Program | undefined;
beforeAll(async () => {
  const started = startProgram('worker/all-in-one-main.ts', hub().config);
  program = started;
  await until(`the hub has started`, () => hasStarted(started));
});
afterAll(async () => {
  program?.child.kill('SIGTERM');
  await program?.ended;
});

test('a case with everything personal in it goes its whole way', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const data = { ...requestData({ comment: QUESTION, attachment: DOCUMENT }), reference: REFERENCE };
  const sent = await german.send(request(german.id, data));
  const arrived = await greek.next('request.arrived', { subject: sent.case ?? '' });
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const disclosed = await greek.next('request.disclosed', { subject: sent.case ?? '' });
  const reply = { answers: [], comment: written(REPLY, 'el') };
  const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: reply }));
  expect([sent, accepted, replied].map(({ outcome }) => outcome)).toEqual([
    'accepted',
    'accepted',
    'accepted',
  ]);

  // The question's comment is for everybody who sees the question (handbook 5.3.2.1); the rest is not.
  const before = Buffer.from(arrived.bytes).toString('utf8').replaceAll(escaped(QUESTION), '');
  expect(found(before)).toEqual([]);
  expect(before).not.toContain(DOCUMENT.toString('base64').slice(0, 64));
  const after = Buffer.from(disclosed.bytes).toString('utf8');
  expect(found(after)).toEqual(expect.arrayContaining(['Musterfrau-Beispiel', 'Mia', REFERENCE]));
  expect(after).toContain(DOCUMENT.toString('base64'));
});

test('what is refused is not kept in clear either: misplaced names, torn messages, dead letters', async () => {
  const german = await open('de-anerkennung');
  const misplaced = { ...requestData(), deadline: PERSON[0].value, questions: [{ question: QUESTION }] };
  expect((await german.send(request(german.id, misplaced))).outcome).toBe('rejected');
  const wrongDate = { ...requestData(), subject: [{ name: 'birthDate', value: PERSON[0].value }] };
  expect((await german.send(request(german.id, wrongDate))).outcome).toBe('rejected');
  const torn = (await bytesOf(request(german.id, requestData({ comment: QUESTION })), 'json')).slice(0, -20);
  const id = 'torn-in-the-middle';
  const answer = await german.send({ id, contentType: 'application/json', bytes: torn });
  expect(answer.outcome).toBe('rejected');
  const nobodys = await bytesOf(request(german.id, requestData({ comment: QUESTION })), 'json');
  await die(nobodys);
  await until('the dead letter is kept', async () => (await tables().count('dead_letter')) === 1);
  expect(receiptsWith(german)).toEqual([]);
});

test('no table holds any of it in clear, as text or as bytes', async () => {
  const columns = await tables().rows<{ name: string; column: string }>(
    `SELECT quote_ident(table_name) AS name, quote_ident(column_name) AS column
     FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  expect(columns.length).toBeGreaterThan(40);
  const betrayed: string[] = [];
  for (const { name, column } of columns) {
    const rows = await tables().rows<{ value: unknown }>(`SELECT ${column} AS value FROM ${name}`);
    for (const { value } of rows) {
      // Three letters turn up by chance in sealed bytes, too.
      const betraying = Buffer.isBuffer(value)
        ? found(value).filter((telltale) => telltale.length > 3)
        : found(JSON.stringify(value ?? ''));
      for (const telltale of betraying) betrayed.push(`${name}.${column}: ${telltale}`);
    }
  }
  expect([...new Set(betrayed)]).toEqual([]);
});

test('the log, as it is written in production, holds none of it', () => {
  const log = program?.output() ?? '';
  expect(log).toContain('dead letter kept');
  expect(found(log)).toEqual([]);
});

/** As the broker lets a message die of which it does not say whose it was. */
async function die(bytes: Uint8Array): Promise<void> {
  const connection = await connect(hub().stage.amqpUrl);
  const channel = await connection.createConfirmChannel();
  channel.publish(DEAD, 'submission', Buffer.from(bytes));
  await channel.waitForConfirms();
  await connection.close();
}

/** What can be found in it, also where it stands in base64 or escaped. */
function found(where: string | Buffer): readonly string[] {
  const bytes = Buffer.from(where);
  return TELLTALES.filter((telltale) =>
    [telltale, escaped(telltale), JSON.stringify(telltale).slice(1, -1)].some((form) => bytes.includes(form)),
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function receiptsWith({ received }: NationalSystem): readonly string[] {
  return (
    received
      .filter(({ message }) => message.type === 'receipt')
      // Three letters turn up in the base64 of a signature by chance.
      .flatMap(({ bytes, message: { signature = '' } }) =>
        found(Buffer.from(bytes).toString().replace(signature, '')),
      )
  );
}

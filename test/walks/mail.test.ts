import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { mailFault } from '../../adapters/mail/faults.ts';
import { messageOf } from '../../adapters/mail/message.ts';
import { smtpOptions, smtpPost } from '../../adapters/mail/smtp.ts';
import { auditHere, problemsAhead } from '../support/audit.ts';
import { runCommand } from '../support/command.ts';
import { useHub, usePreparedHub } from '../support/hub.ts';
import { useMailServer, type Received } from '../support/mail-server.ts';
import { hasStarted, startProgram, type Program } from '../support/program.ts';
import { command, PERSON, request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

/** E-mails from a command to a real SMTP server, and what becomes of them when it, or a worker, fails. */

const GREEK = 'ekpaidefsi@el.example';
const FROM = 'hub@imi.example';
const WORDS = 'Seit wann gilt die Urkunde aus Musterstadt?';

const server = useMailServer();
const settings = () => ({
  MAIL_URL: server().url,
  MAIL_FROM: FROM,
  CONSOLE_URL: 'https://console.example/',
});

/** What has come about a case. */
function about(number: string): readonly Received[] {
  return server().received.filter(({ headers }) => headers.get('subject')?.startsWith(`${number} `) === true);
}

describe('while everything is there', () => {
  const hub = useHub('mail', settings);
  const tables = useTables(hub);
  const open = useSystems(hub);

  afterEach(() => server().behave(GREEK, 'take'));

  async function ask(): Promise<{ readonly case: string; readonly version: number }> {
    const german = await open('de-anerkennung');
    const { case: number = '', version = 0 } = await german.send(
      request(german.id, requestData({ comment: WORDS })),
    );
    return { case: number, version };
  }

  function sent(number: string): Promise<number> {
    return tables().count(`mail WHERE case_number = $1 AND state = 'sent'`, [number]);
  }

  /** As if the time until the next attempt had passed. */
  async function letTimePass(number: string): Promise<void> {
    await tables().client.query(`UPDATE mail SET next_try = now() WHERE case_number = $1`, [number]);
  }

  /** Put off after so many attempts, and in nobody's hand: that would be for five minutes. */
  function attemptsOf(number: string, count: number): Promise<boolean> {
    const putOff = `next_try > now() AND next_try < now() + interval '4 minutes'`;
    return tables()
      .count(`mail WHERE case_number = $1 AND attempts = $2 AND state = 'waiting' AND ${putOff}`, [
        number,
        count,
      ])
      .then((found) => found === 1);
  }

  test('an authority is told of a request, once, in its language, and of nothing that stands in it', async () => {
    const { case: number } = await ask();
    await until('it is marked as sent', async () => (await sent(number)) === 1);
    const [mail, ...others] = about(number);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ from: FROM, to: [GREEK], isEncrypted: true });
    const [row] = await tables().rows<{ id: string }>('SELECT id FROM mail WHERE case_number = $1', [number]);
    expect(Object.fromEntries(mail?.headers ?? [])).toEqual({
      'auto-submitted': 'auto-generated',
      'content-language': 'el',
      'content-transfer-encoding': 'quoted-printable',
      'content-type': 'text/plain; charset=utf-8',
      date: expect.any(String),
      from: FROM,
      'message-id': `<${row?.id ?? ''}@imi.example>`,
      'mime-version': '1.0',
      subject: `${number} – νέο αίτημα σε αναμονή αποδοχής`,
      to: GREEK,
    });
    expect(mail?.text).toContain('Η αρχή σας έλαβε νέο αίτημα.');
    expect(mail?.text).toContain(`https://console.example/cases/${number}`);
    const whole = `${mail?.text ?? ''} ${mail?.raw ?? ''}`;
    for (const word of [...PERSON.map(({ value }) => value), WORDS, 'Urkunde', 'DE-T-', 'PQ-GQ'])
      expect(whole).not.toContain(word);
  });

  test('the case testifies to it, without an address, and the audit finds as many as there are', async () => {
    const { case: number } = await ask();
    await until('it is marked as sent', async () => (await sent(number)) === 1);
    const records = await tables().rows<{ body: string }>(
      `SELECT body FROM evidence WHERE chain = $1 AND kind = 'ConsignmentNotification'`,
      [number],
    );
    expect(records.map(({ body }) => JSON.parse(body))).toMatchObject([
      { recipientDetails: { authority: 'EL-T-EKPAIDEFSI' }, template: 'request.arrived' },
    ]);
    expect(records[0]?.body).not.toContain('@');
    const { client } = tables();
    await until('all is handed over', async () => (await tables().count('delivery WHERE handed_over IS NULL AND system IS NOT NULL')) === 0);
    expect(await problemsAhead(client)).toEqual([]);
    await client.query('BEGIN');
    await client.query(`UPDATE mail SET state = 'waiting' WHERE case_number = $1`, [number]);
    const { chains, problems } = await auditHere(client);
    await client.query('ROLLBACK');
    expect(chains.mailed).toBeGreaterThanOrEqual(1);
    expect(problems).toMatchObject([{ code: 'MAIL_UNMARKED', chain: number }]);
  }); // prettier-ignore

  test('one that the server does not take now comes later, and those to others meanwhile', async () => {
    server().behave(GREEK, 'busy');
    const asked = await ask();
    await until('it is put off', () => attemptsOf(asked.case, 1));
    const greek = await open('el-prosonta');
    expect((await greek.send(command(greek.id, 'request.accept', { case: asked }))).outcome).toBe('accepted');
    await until('the German authority is told', () => about(asked.case).length === 1);
    expect(about(asked.case)[0]?.headers.get('content-language')).toBe('de');
    await tables().client.query(`UPDATE mail SET next_try = now() WHERE template = 'request.arrived' AND case_number = $1 AND state = 'waiting'`, [asked.case]);
    await until('it is put off once more', () => attemptsOf(asked.case, 2));
    server().behave(GREEK, 'take');
    await letTimePass(asked.case);
    await until('it has come', async () => (await sent(asked.case)) === 2);
    expect(about(asked.case).flatMap(({ to }) => to)).toEqual([expect.any(String), GREEK]);
  }); // prettier-ignore

  test('one that its server lets wait keeps those to others from nothing', async () => {
    server().behave(GREEK, 'hold');
    const asked = await ask();
    await until('the server holds it', async () => about(asked.case).length === 1);
    const greek = await open('el-prosonta');
    expect((await greek.send(command(greek.id, 'request.accept', { case: asked }))).outcome).toBe('accepted');
    await until('the German authority is told', async () => about(asked.case).length === 2);
    server().answer();
    await until('both are marked', async () => (await sent(asked.case)) === 2);
  }); // prettier-ignore

  test('a row that somebody has copied, or put out of all time, is none', async () => {
    const { case: number } = await ask();
    await until('it is marked as sent', async () => (await sent(number)) === 1);
    const { client } = tables();
    const copy = `INSERT INTO mail (id, case_number, seq, authority, template, created_at, next_try)
      SELECT gen_random_uuid(), case_number, seq, authority, template, now(), now() FROM mail WHERE case_number = '${number}'`;
    await expect(client.query(copy)).rejects.toMatchObject({ code: '23505' });
    for (const column of ['created_at', 'next_try'])
      await expect(client.query(`UPDATE mail SET ${column} = 'infinity'`)).rejects.toMatchObject({ code: '23514' });
  }); // prettier-ignore

  test('one whose connection breaks in the midst of it comes later', async () => {
    server().behave(GREEK, 'break');
    const { case: number } = await ask();
    await until('it is put off', () => attemptsOf(number, 1));
    server().behave(GREEK, 'take');
    await letTimePass(number);
    await until('it is marked as sent', async () => (await sent(number)) === 1);
    expect(about(number)).toHaveLength(1);
  });

  test('one that is refused for good is listed without an address, and sent again when somebody wants it so', async () => {
    server().behave(GREEK, 'never');
    const { case: number } = await ask();
    await until('it is dead', async () => (await tables().count(`mail WHERE case_number = $1 AND state = 'dead'`, [number])) === 1);
    const env = { DATABASE_URL: hub().config.DATABASE_URL, HUB_MASTER_KEY: hub().config.HUB_MASTER_KEY };
    const listed = await runCommand('mail', ['list'], { env });
    expect(listed).toMatchObject({ code: 0, complained: '' });
    const [id = '', , ...facts] = listed.said.trim().split('\t');
    expect(facts).toEqual([number, 'EL-T-EKPAIDEFSI', 'request.arrived', '1', 'SMTP_550']);
    const tried = server().attempts(GREEK);
    server().behave(GREEK, 'take');
    expect(await runCommand('mail', ['again', id], { env })).toMatchObject({ code: 0, said: `${id}\tis sent again\n` });
    await until('it is marked as sent', async () => (await sent(number)) === 1);
    expect(server().attempts(GREEK)).toBe(tried + 1);
    expect(await runCommand('mail', ['again', id], { env })).toMatchObject({ code: 1 });
    expect((await runCommand('mail', ['list'], { env })).said).toBe('There is no e-mail that could not be sent.\n');
    const kinds = await tables().rows<{ kind: string }>(`SELECT kind FROM evidence WHERE chain = $1 AND kind LIKE 'ConsignmentN%' ORDER BY seq`, [number]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['ConsignmentNotificationFailure', 'ConsignmentNotification']);
    expect(await problemsAhead(tables().client)).toEqual([]);
  }); // prettier-ignore

  test('how often each was tried is counted, and by no label of whom', async () => {
    const metrics = await (await fetch(`${hub().operationsUrl}/metrics`)).text();
    for (const outcome of ['sent', 'waits', 'dead'])
      expect(metrics).toMatch(new RegExp(`imi_mails_total\\{outcome="${outcome}"\\} [1-9]`));
  });
});

describe('when a worker is killed', () => {
  const hub = usePreparedHub('mail-killed', settings);
  const tables = useTables(hub);
  const open = useSystems(hub);
  const programs: Program[] = [];

  afterEach(async () => {
    server().behave(GREEK, 'take');
    server().answer();
    for (const { child, ended } of programs.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
  });

  function startWorker(): Program {
    const program = startProgram('worker/main.ts', { ...hub().config, LOG_LEVEL: 'info' });
    programs.push(program);
    return program;
  }

  test('between sending and marking, another sends it again under the same Message-ID, and it is marked once', async () => {
    server().behave(GREEK, 'hold');
    const first = startWorker();
    await until('it runs', () => hasStarted(first));
    const german = await open('de-anerkennung');
    const { case: number = '' } = await german.send(request(german.id));
    await until('the server has all of it', () => about(number).length === 1);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await tables().count(`mail WHERE state = 'waiting'`)).toBe(1);

    server().behave(GREEK, 'take');
    server().answer();
    startWorker();
    await tables().client.query('UPDATE mail SET next_try = now()');
    await until('it is marked as sent', async () => (await tables().count(`mail WHERE state = 'sent'`)) === 1);
    const ids = about(number).map(({ headers }) => headers.get('message-id'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await tables().count(`evidence WHERE kind = 'ConsignmentNotification'`)).toBe(1);
    await until('all is handed over', async () => (await tables().count('delivery WHERE handed_over IS NULL AND system IS NOT NULL')) === 0);
    expect(await problemsAhead(tables().client)).toEqual([]);
  }); // prettier-ignore
});

/** As to another machine, though the server is this one's: by its own name it might do without encryption. */
function sentTo(port: string, mayBePlain: boolean) {
  const { host: _host, ...options } = smtpOptions(new URL('smtp://mail.example'), { mayBePlain });
  const letter = { id: 'x', at: '2026-11-27T12:00:00.000Z', to: [GREEK], subject: 'REQ-1', text: 'x', language: 'el' } as const;
  const here = { ...options, host: '127.0.0.1', port: Number(port) };
  return createTransport(here).sendMail(messageOf(letter, FROM));
} // prettier-ignore

test.each([
  ['never', 'MAIL_REFUSED'],
  ['busy', 'MAIL_WAITS'],
] as const)('one that is taken for one address and %s for another is not sent', async (manner, kind) => {
  server().behave(GREEK, manner);
  const post = smtpPost(new URL(server().url), { from: FROM, mayBePlain: false });
  const letter = { id: `two-${manner}`, at: '2026-11-27T12:00:00.000Z', subject: 'REQ-1', text: 'x', language: 'el' } as const;
  await expect(post.send({ ...letter, to: ['lehramt@de.example', GREEK] })).rejects.toMatchObject({ kind });
  server().behave(GREEK, 'take');
}); // prettier-ignore

describe('to another machine', () => {
  test('nothing goes in clear: neither to a server without STARTTLS, nor to one whose certificate nobody trusts', async () => {
    const plain = new SMTPServer({ logger: false, authOptional: true, disabledCommands: ['STARTTLS'], closeTimeout: 100 });
    await new Promise<void>((resolve) => { plain.listen(0, '127.0.0.1', resolve); });
    const address = plain.server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const before = server().received.length;
    for (const attempt of [sentTo(port, false), sentTo(new URL(server().url).port, false), sentTo(new URL(server().url).port, true)]) {
      const error: unknown = await attempt.catch((failure: unknown) => failure);
      expect(mailFault(error)).toMatchObject({ kind: 'MAIL_WAITS', facts: { isAway: true } });
    }
    expect(server().received).toHaveLength(before);
    const taken = await sentTo(port, true);
    expect(taken.accepted).toEqual([GREEK]);
    await new Promise<void>((resolve) => { plain.close(resolve); });
  }); // prettier-ignore
});

describe('where no e-mail server is named', () => {
  const hub = useHub('mail-none');
  const tables = useTables(hub);
  const open = useSystems(hub);

  test('nobody is written to, and no row waits', async () => {
    const german = await open('de-anerkennung');
    expect((await german.send(request(german.id))).outcome).toBe('accepted');
    expect(await tables().count('mail')).toBe(0);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Letter } from '../../hub/ports/surroundings.ts';
import { readEml } from '../../scripts/demo/eml.ts';
import { mailFault } from './faults.ts';
import { messageOf } from './message.ts';
import { openPost } from './post.ts';
import { smtpOptions } from './smtp.ts';

const LETTER: Letter = {
  id: '0d3f2b1c-0000-4000-8000-000000000001',
  at: '2026-11-27T12:00:00.000Z',
  to: ['amt@example.org'],
  subject: 'REQ-1 – νέο αίτημα',
  text: 'Υπόψη: Amt für Muster\n',
  language: 'el',
};
const FROM = 'hub@imi.example';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('in a folder', () => {
  test('each e-mail is one file, the same whenever it is sent', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'imi-hub-mail-'));
    folders.push(folder);
    const post = openPost({ MAIL_URL: `file:${folder}/mail`, MAIL_FROM: FROM, MAIL_UNENCRYPTED: 'no' });
    await post?.send(LETTER);
    const [file = ''] = readdirSync(join(folder, 'mail'));
    const first = readFileSync(join(folder, 'mail', file), 'utf8');
    await post?.send(LETTER);
    expect(readdirSync(join(folder, 'mail'))).toEqual([`${LETTER.id}.eml`]);
    expect(readFileSync(join(folder, 'mail', file), 'utf8')).toBe(first);
    const { headers, text } = readEml(Buffer.from(first));
    expect(Object.fromEntries(headers)).toEqual({
      'auto-submitted': 'auto-generated',
      'content-language': 'el',
      'content-transfer-encoding': 'quoted-printable',
      'content-type': 'text/plain; charset=utf-8',
      date: 'Fri, 27 Nov 2026 12:00:00 +0000',
      from: FROM,
      'message-id': `<${LETTER.id}@imi.example>`,
      'mime-version': '1.0',
      subject: LETTER.subject,
      to: 'amt@example.org',
    });
    expect(text).toBe(LETTER.text.replaceAll('\n', '\r\n'));
  });

  test('what cannot be written waits', async () => {
    const post = openPost({ MAIL_URL: 'file:/dev/null/mail', MAIL_FROM: FROM, MAIL_UNENCRYPTED: 'no' });
    await expect(post?.send(LETTER)).rejects.toMatchObject({
      kind: 'MAIL_WAITS',
      facts: { code: 'ENOTDIR' },
    });
  });
});

test('without an address to send to there is no post', () => {
  expect(openPost({ MAIL_UNENCRYPTED: 'no' })).toBeUndefined();
});

test.each([
  'a@b.example, c@d.example',
  'a@b.example\r\nBcc: all@example.org',
  '"Amt" <amt@example.org>',
  'amt',
  'amt@',
  `${'a'.repeat(65)}@example.org`,
  '',
])('nothing is sent to %j', (address) => {
  expect(() => messageOf({ ...LETTER, to: [address] }, FROM)).toThrow(
    expect.objectContaining({ kind: 'MAIL_REFUSED', facts: { code: 'ADDRESS_ODD' } }),
  );
});

function options(address: string, mayBePlain = false) {
  return smtpOptions(new URL(address), { mayBePlain });
}

describe('an SMTP server', () => {
  test('must offer STARTTLS, but on this machine or where the configuration does without', () => {
    expect(options('smtp://mail.example').requireTLS).toBe(true);
    expect(options('smtp://mail.example', true).requireTLS).toBe(false);
    for (const here of ['localhost', '127.0.0.1', '[::1]'])
      expect(options(`smtp://${here}`)).toMatchObject({ requireTLS: false, tls: { rejectUnauthorized: false } });
    for (const elsewhere of ['localhost.example', '127.0.0.1.example', '10.0.0.1'])
      expect(options(`smtp://${elsewhere}`)).toMatchObject({ requireTLS: true, tls: { rejectUnauthorized: true } });
  }); // prettier-ignore

  test('has the port of its scheme, and gets the credentials of the address', () => {
    expect(options('smtp://mail.example')).toMatchObject({ port: 587, secure: false });
    const secure = options('smtps://hub%40imi:p%2Fw@mail.example');
    expect(secure).toMatchObject({
      port: 465,
      secure: true,
      requireTLS: false,
      auth: { user: 'hub@imi', pass: 'p/w' },
    });
    expect(options('smtp://mail.example:2525')).toMatchObject({ port: 2525 });
    expect(options('smtp://mail.example')).not.toHaveProperty('auth');
  });

  test.for<readonly [string, object, string, object]>([
    ['knows no such mailbox', { responseCode: 550, command: 'RCPT TO', code: 'EENVELOPE' }, 'MAIL_REFUSED', { code: 'SMTP_550' }],
    ['will not have the message', { responseCode: 554, command: 'DATA', code: 'EMESSAGE' }, 'MAIL_REFUSED', { code: 'SMTP_554' }],
    ['is asked about no address', { code: 'EENVELOPE', command: 'API' }, 'MAIL_REFUSED', { code: 'ADDRESS_ODD' }],
    ['says something that is no reply', { code: 'EENVELOPE', command: 'RCPT TO' }, 'MAIL_WAITS', { code: 'EENVELOPE', isAway: true }],
    ['has a number that is none', { responseCode: 999, command: 'DATA' }, 'MAIL_WAITS', { code: 'SMTP_999', isAway: false }],
    ['is busy with this one', { responseCode: 451, command: 'RCPT TO' }, 'MAIL_WAITS', { code: 'SMTP_451', isAway: false }],
    ['is closing', { responseCode: 421, command: 'DATA' }, 'MAIL_WAITS', { code: 'SMTP_421', isAway: true }],
    ['does not let the hub send', { responseCode: 550, command: 'MAIL FROM' }, 'MAIL_WAITS', { code: 'SMTP_550', isAway: true }],
    ['knows no such user', { responseCode: 535, command: 'AUTH PLAIN', code: 'EAUTH' }, 'MAIL_WAITS', { code: 'SMTP_535', isAway: true }],
    ['offers no STARTTLS', { code: 'ETLS', command: 'STARTTLS' }, 'MAIL_WAITS', { code: 'ETLS', isAway: true }],
    ['is not there', { code: 'ESOCKET', command: 'CONN' }, 'MAIL_WAITS', { code: 'ESOCKET', isAway: true }],
  ])('that %s', ([, facts, kind, told]) => {
    const fault = mailFault(Object.assign(new Error('550 amt@example.org is unknown'), facts));
    expect(fault).toMatchObject({ kind, facts: told });
    expect(JSON.stringify([fault.message, fault.facts])).not.toContain('@');
  }); // prettier-ignore
});

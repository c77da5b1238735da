import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { mailProblems } from './mail.ts';

const REST = {
  DATABASE_URL: 'postgres://x',
  AMQP_URL: 'amqp://x',
  HUB_MASTER_KEY: `${'A'.repeat(43)}=`,
  HUB_SEAL_P12: 'x',
  HUB_MESSAGE_SEAL_P12: 'x',
};

describe('e-mails go', () => {
  test.each(['smtp://mail.example', 'smtps://u:p@mail.example:465', 'smtp://[::1]:25/', 'file:out/mail'])('to %s', (address) => {
    expect(readConfig({ ...REST, MAIL_URL: address, MAIL_FROM: 'hub@imi.example' })).toMatchObject({ MAIL_URL: address });
  }); // prettier-ignore

  test.each(['http://mail.example', 'smtp://', 'smtp://mail.example/x', 'smtp://mail.example?tls=no', 'file:'])('not to %s', (address) => {
    expect(() => readConfig({ ...REST, MAIL_URL: address, MAIL_FROM: 'hub@imi.example' })).toThrow('MAIL_URL');
  }); // prettier-ignore
});

test.each(['hub', 'Hub <hub@imi.example>', 'hub@imi.example\r\nBcc: x@y', 'a@b@c', 'hub@'])(
  'none comes from %j',
  (from) => {
    expect(() => readConfig({ ...REST, MAIL_URL: 'smtp://mail.example', MAIL_FROM: from })).toThrow(
      'MAIL_FROM',
    );
  },
);

test('they come from somebody, and no password is told', () => {
  const problems = mailProblems({ MAIL_URL: 'smtp://hub:secret@mail.example/x' });
  expect(problems).toEqual([
    expect.stringContaining('needs MAIL_FROM'),
    expect.stringContaining('MAIL_URL must be'),
  ]);
  expect(problems.join()).not.toContain('secret');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { sealKeyFrom, signingFrom } from './keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'imi-hub-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string): string {
  writeFileSync(join(folder, name), name);
  return join(folder, name);
}

const NEEDED = {
  DATABASE_URL: 'postgresql://db/hub',
  AMQP_URL: 'amqp://broker/hub',
  HUB_MASTER_KEY: `${'A'.repeat(43)}=`,
};
const SEAL = { HUB_SEAL_P12: file('seal.p12'), HUB_SEAL_PASSPHRASE: 'one' };
const MESSAGES = { HUB_MESSAGE_SEAL_P12: file('messages.p12'), HUB_MESSAGE_SEAL_PASSPHRASE: 'two' };

test('receipts are signed with a key of their own where there is one, and reports are not', () => {
  const config = readConfig({ ...NEEDED, ...SEAL, ...MESSAGES });
  expect(signingFrom(config).key).toMatchObject({ p12: Buffer.from('messages.p12'), passphrase: 'two' });
  expect(sealKeyFrom(config)).toMatchObject({ p12: Buffer.from('seal.p12'), passphrase: 'one' });
});

test('without one they are signed with the key of the reports, be it in a file or in a token', () => {
  const { key } = signingFrom(readConfig({ ...NEEDED, ...SEAL }));
  expect(key).toMatchObject({ p12: Buffer.from('seal.p12'), passphrase: 'one' });
  const token = {
    HUB_SEAL_PKCS11_MODULE: '/usr/lib/token.so',
    HUB_SEAL_PKCS11_PIN: '1',
    HUB_SEAL_PKCS11_KEY: 'seal',
  };
  const { HUB_SEAL_CERTIFICATES: _, ...config } = readConfig({
    ...NEEDED,
    ...token,
    HUB_SEAL_CERTIFICATES: 'a.pem',
  });
  expect(signingFrom(config).key).toMatchObject({ module: '/usr/lib/token.so', pin: '1', keyLabel: 'seal' });
});

test('without any key nothing starts, and the start says which variables would help', () => {
  expect(() => signingFrom(readConfig(NEEDED))).toThrow(
    /HUB_SEAL_P12 is missing, and HUB_SEAL_PKCS11_MODULE as well/,
  );
});

test('everything is signed only where the hub is told so', () => {
  expect(signingFrom(readConfig({ ...NEEDED, ...SEAL })).signsEverything).toBe(false);
  expect(signingFrom(readConfig({ ...NEEDED, ...SEAL, HUB_SIGN_MESSAGES: 'yes' })).signsEverything).toBe(
    true,
  );
  expect(() => readConfig({ ...NEEDED, ...SEAL, HUB_SIGN_MESSAGES: 'perhaps' })).toThrow('HUB_SIGN_MESSAGES');
});

import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { sealLevelOf } from './sealing.ts';

const NEEDED = {
  DATABASE_URL: 'postgresql://db/hub',
  AMQP_URL: 'amqp://broker/hub',
  HUB_MASTER_KEY: `${'A'.repeat(43)}=`,
};
const TSA_URL = 'https://tsa.example.eu/';
const TOKEN = {
  HUB_SEAL_PKCS11_MODULE: '/usr/lib/token.so',
  HUB_SEAL_PKCS11_PIN: '1234',
  HUB_SEAL_PKCS11_KEY: 'seal',
  HUB_SEAL_CERTIFICATES: 'seal.pem',
};

test('reports last as long as can be had, unless a level is named', () => {
  expect(sealLevelOf(readConfig(NEEDED))).toBe('B-B');
  expect(sealLevelOf(readConfig({ ...NEEDED, TSA_URL }))).toBe('B-LTA');
  expect(sealLevelOf(readConfig({ ...NEEDED, TSA_URL, HUB_SEAL_LEVEL: 'B-T' }))).toBe('B-T');
});

test.each(['B-T', 'B-LT', 'B-LTA'])('level %s without an authority that stamps stops the start', (level) => {
  expect(() => readConfig({ ...NEEDED, HUB_SEAL_LEVEL: level })).toThrow(
    `The configuration is not right: HUB_SEAL_LEVEL ${level} needs a time-stamp authority, and TSA_URL is missing.`,
  );
});

test('a level that does not exist stops the start', () => {
  expect(() => readConfig({ ...NEEDED, TSA_URL, HUB_SEAL_LEVEL: 'B-Z' })).toThrow('HUB_SEAL_LEVEL');
});

test('a token needs its PIN, its key and the certificates, and is the only place of the key', () => {
  expect(readConfig({ ...NEEDED, ...TOKEN })).toMatchObject(TOKEN);
  for (const missing of ['HUB_SEAL_PKCS11_PIN', 'HUB_SEAL_PKCS11_KEY', 'HUB_SEAL_CERTIFICATES'])
    expect(() => readConfig({ ...NEEDED, ...TOKEN, [missing]: undefined })).toThrow(`needs ${missing}`);
  expect(() => readConfig({ ...NEEDED, ...TOKEN, HUB_SEAL_P12: 'seal.p12' })).toThrow('there is one seal');
});

test('no fault says what a variable held', () => {
  const odd = { ...NEEDED, ...TOKEN, HUB_SEAL_LEVEL: 'B-T', HUB_SEAL_CERTIFICATES: undefined };
  expect(() => readConfig(odd)).toThrow(/^(?!.*1234).*$/);
});

import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { makeTrainingSeal } from '../training-seal.ts';
import { writePkcs12 } from '../training/pkcs12.ts';
import { openSeal } from './open-seal.ts';

const write = temporaryFiles();

it('the issuers follow the certificate, the nearest first', async () => {
  const training = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
  const seal = await openSeal(training);
  expect(new X509Certificate(seal.certificate).subject).toContain('Seal of the hub');
  expect(seal.chain.map((bytes) => new X509Certificate(bytes).subject.split('– ').at(-1))).toEqual([
    'Issuing CA',
    'Root CA',
  ]);
});

it('the training certificates say that they have no legal value', () => {
  const training = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
  for (const bytes of [training.certificate, ...training.chain]) {
    expect(new X509Certificate(bytes).subject).toContain('TRAINING – no legal value');
  }
});

it('a wrong passphrase is a fault that does not repeat it', async () => {
  const { p12 } = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
  const opening = openSeal({ p12, passphrase: 'guessed' });
  await expect(opening).rejects.toMatchObject({ code: 'SEAL_UNREADABLE' });
  await expect(opening).rejects.not.toThrow(/guessed/);
});

it('a key without its certificate is a fault', async () => {
  const { certificate } = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const p12 = writePkcs12({ key: privateKey, certificates: [certificate] }, 'training');
  await expect(openSeal({ p12, passphrase: 'training' })).rejects.toMatchObject({
    code: 'SEAL_INCONSISTENT',
  });
});

it('a key that no seal uses is a fault', async () => {
  const { certificate } = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
  const p12 = writePkcs12(
    { key: generateKeyPairSync('ed25519').privateKey, certificates: [certificate] },
    'training',
  );
  await expect(openSeal({ p12, passphrase: 'training' })).rejects.toMatchObject({
    code: 'SEAL_KEY_UNSUPPORTED',
  });
});

const STYLES: readonly (readonly [string, readonly string[]])[] = [
  ['AES-256 as OpenSSL 3 writes it', []],
  [
    'Triple DES as older programs write it',
    ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  ],
];

it
  .skipIf(isMissing('openssl'))
  .each(
    STYLES.flatMap(([style, options]) => (['ec', 'rsa'] as const).map((key) => ({ style, options, key }))),
  )('opens $key keys in $style', async ({ options, key }) => {
  const training = makeTrainingSeal({ key, passphrase: 'training' });
  const pem = ['pkcs12', '-nodes', '-passin', 'pass:training', '-in', write(`${key}.p12`, training.p12)];
  const plain = write(`${key}.pem`, runProgram('openssl', pem));
  const made = write(`${key}-openssl.p12`, '');
  runProgram('openssl', [
    'pkcs12',
    '-export',
    '-passout',
    'pass:Schlüssel',
    '-in',
    plain,
    '-out',
    made,
    ...options,
  ]);
  const seal = await openSeal({ p12: readFileSync(made), passphrase: 'Schlüssel' });
  expect(seal.algorithm).toBe(key === 'ec' ? 'ecdsa' : 'rsa');
  expect(Buffer.from(seal.certificate).equals(training.certificate)).toBe(true);
  expect(seal.chain).toHaveLength(2);
});

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { emptyPage } from '../testing/page.ts';
import { LATER, testPki } from '../testing/pki.ts';
import type { Name } from '../testing/pki.ts';
import { gradeOf, SEALING } from '../testing/seal.ts';
import { verifyPdf } from '../verify/verify-pdf.ts';
import { derSignature, openSealPkcs11 } from './open-seal-pkcs11.ts';
import type { Pkcs11Source } from './open-seal-pkcs11.ts';
import { sealReport } from './seal-report.ts';

const MODULE = '/usr/lib/softhsm/libsofthsm2.so';
const test = testPki();
const write = temporaryFiles();
const pin = randomBytes(8).toString('hex');

it('r and s become a sequence of numbers that are not negative and not padded', () => {
  const [r, s] = [Buffer.alloc(32, 0xff), Buffer.concat([Buffer.alloc(31), Buffer.from([1])])];
  expect(Buffer.from(derSignature(Buffer.concat([r, s]))).toString('hex')).toBe(
    `3026022100${'ff'.repeat(32)}020101`,
  );
});

it('without the package, or without the module, a seal is unavailable', async () => {
  const opening = openSealPkcs11({ ...place('signer'), module: '/nowhere.so' });
  await expect(opening).rejects.toMatchObject({ code: 'SEAL_UNAVAILABLE' });
});

describe.skipIf(isMissing('softhsm2-util') || !existsSync(MODULE) || !hasPackage())(
  'a key in a token (PKCS #11)',
  () => {
    beforeAll(() => {
      const config = write('softhsm2.conf', '');
      const tokens = join(dirname(config), 'tokens');
      mkdirSync(tokens);
      write('softhsm2.conf', `directories.tokendir = ${tokens}\nlog.level = ERROR\n`);
      process.env['SOFTHSM2_CONF'] = config;
      softHsm('--init-token', '--free', '--label', 'hub', '--so-pin', pin);
      for (const [at, name] of (['signer', 'signerRsa'] as const).entries()) {
        const key = write(
          `${name}.pem`,
          test().pki[name].key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        );
        softHsm('--import', key, '--token', 'hub', '--label', name, '--id', `0${at + 1}`);
      }
    });

    // First of all, for a process that has logged in once is not asked for the PIN again.
    it.each([
      ['SEAL_UNAVAILABLE', { pin: 'wrong' }],
      ['SEAL_UNAVAILABLE', { tokenLabel: 'other' }],
      ['SEAL_UNAVAILABLE', { keyLabel: 'other' }],
      ['SEAL_INCONSISTENT', { certificates: [] }],
    ] as const)('cannot be opened: %s for %j', async (code, odd) => {
      const opening = openSealPkcs11({ ...place('signer'), ...odd });
      await expect(opening).rejects.toMatchObject({ code });
      await expect(opening).rejects.not.toThrow(new RegExp(pin));
    });

    it.each(['signer', 'signerRsa'] as const)('seals reports up to level B-LTA: %s', async (name) => {
      const seal = await openSealPkcs11(place(name));
      const order = { seal, sealing: SEALING, ...gradeOf(test(), 'B-LTA') };
      const pdf = await sealReport(emptyPage(), order);
      expect(verifyPdf(pdf, { trust: [test().root], at: LATER, demand: 'B-LTA' })).toMatchObject({
        indication: 'TOTAL-PASSED',
      });
    });

    it('signs for many at a time', async () => {
      const seal = await openSealPkcs11(place('signer'));
      const signatures = await Promise.all([1, 2, 3, 4].map((one) => seal.sign(Buffer.from([one]))));
      expect(signatures.every((signature) => signature[0] === 0x30)).toBe(true);
    });
  },
);

function place(name: Name): Pkcs11Source {
  const { certificate, chain } = test().seal(name);
  return { module: MODULE, tokenLabel: 'hub', pin, keyLabel: name, certificates: [...chain, certificate] };
}

function softHsm(...parameters: readonly string[]): void {
  runProgram('softhsm2-util', [...parameters, '--pin', pin]);
}

/** Installed and compiled: it is optional, and its native part is built on demand. */
function hasPackage(): boolean {
  try {
    createRequire(import.meta.url)('pkcs11js');
    return true;
  } catch {
    return false;
  }
}

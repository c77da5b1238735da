import { describe, expect, it } from 'vitest';
import { catalogOf } from '../pdf/catalog.ts';
import { appendIncrement } from '../pdf/increment.ts';
import { openPdf } from '../pdf/read.ts';
import { appendTimeStamp } from '../seal/document-time-stamp.ts';
import { sealPdf } from '../seal/seal-pdf.ts';
import { LEVELS, sealReport } from '../seal/seal-report.ts';
import type { SealLevel } from '../seal/seal-report.ts';
import { appendValidationData } from '../seal/security-store.ts';
import { emptyPage } from '../testing/page.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import type { Name } from '../testing/pki.ts';
import { sealedPage, SEALING, servicesOf } from '../testing/seal.ts';
import { issueCrl } from '../training/crl.ts';
import type { VerificationOptions } from './policy.ts';
import { verifyPdf } from './verify-pdf.ts';

const test = testPki();

function verify(file: Uint8Array, options: Partial<VerificationOptions> = {}) {
  return verifyPdf(file, { trust: [test().root], at: LATER, ...options });
}

const HASH_FAILURE = { indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' };
const TOO_LOW = {
  indication: 'INDETERMINATE',
  subIndication: 'SIG_CONSTRAINTS_FAILURE',
  reason: 'LEVEL_NOT_REACHED',
};
const APPENDED = {
  indication: 'INDETERMINATE',
  subIndication: 'SIG_CONSTRAINTS_FAILURE',
  reason: 'CHANGED_AFTER_SIGNING',
};
const MISSING = {
  indication: 'INDETERMINATE',
  subIndication: 'TRY_LATER',
  reason: 'REVOCATION_DATA_MISSING',
};

describe.each(LEVELS)('a file at level %s', (level) => {
  it.each(['signer', 'signerRsa', 'crlSigner'] as const)(
    'by %s passes, also when that level is demanded',
    async (signer) => {
      const file = await sealedPage(test(), level, { signer });
      expect(verify(file, { demand: level })).toMatchObject({ indication: 'TOTAL-PASSED', level });
    },
  );

  it('does not pass when more is demanded', async () => {
    const file = await sealedPage(test(), level);
    for (const demand of LEVELS.slice(LEVELS.indexOf(level) + 1)) {
      expect(verify(file, { demand })).toMatchObject(TOO_LOW);
    }
  });

  it('is found altered when a byte of its content is', async () => {
    const file = await sealedPage(test(), level);
    file.write('200', file.indexOf('100 100 l'), 'latin1');
    expect(verify(file)).toMatchObject(HASH_FAILURE);
  });

  it('is found forged when a byte of its signature is', async () => {
    const file = await sealedPage(test(), level);
    const at = signatureValueAt(file);
    file.write(file.toString('latin1', at, at + 1) === '1' ? '2' : '1', at, 'latin1');
    expect(verify(file)).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'SIG_CRYPTO_FAILURE' });
  });

  it('cut back to an earlier revision is only what is left, and too little when its level is demanded', async () => {
    const file = await sealedPage(test(), level);
    const ends = openPdf(file)
      .revisions.map(({ end }) => end)
      .slice(0, -1);
    for (const [at, end] of ends.entries()) {
      const left = at === 0 ? 'NONE' : at === 1 ? 'B-T' : 'B-LT';
      const found = verify(file.subarray(0, end), { demand: level });
      expect(found).toMatchObject(at === 0 ? { reason: 'NO_SIGNATURE' } : TOO_LOW);
      expect(found.level).toBe(left);
    }
  });

  it.each(['page', 'catalog', 'annotation', 'nothing'] as const)(
    'is found overlaid when an increment changes or adds: %s',
    async (what) => {
      const file = await sealedPage(test(), level);
      expect(verify(overlay(file, what))).toMatchObject(APPENDED);
    },
  );

  it('is found overlaid even when a time stamp is put over the overlay', async () => {
    const file = await sealedPage(test(), level);
    const stamped = await appendTimeStamp(overlay(file, 'page'), servicesOf(test()).tsa);
    expect(verify(stamped)).toMatchObject(APPENDED);
  });

  it('is found changed when bytes that are no revision follow', async () => {
    const file = await sealedPage(test(), level);
    expect(verify(Buffer.concat([file, Buffer.from('\n')]))).toMatchObject(APPENDED);
  });

  it('by a certificate that was revoked before does not pass where that can be known', async () => {
    const file = await withStore(level, 'revokedSigner');
    expect(verify(file)).toMatchObject(
      isStored(level)
        ? { indication: 'TOTAL-FAILED', subIndication: 'REVOKED' }
        : { indication: 'TOTAL-PASSED', level },
    );
  });

  it('whose revocation data is missing does not pass at the level that has it', async () => {
    const file = await withStore(level, 'signer', false);
    const found = verify(file, isStored(level) ? {} : { demand: 'B-LT' });
    expect(found).toMatchObject(isStored(level) ? MISSING : TOO_LOW);
  });

  it('with a time stamp over something else does not pass', async () => {
    const tsa = { stamp: wronglyStamped };
    const { revocation } = servicesOf(test());
    const grade = level === 'B-B' || level === 'B-T' ? { level, tsa } : { level, tsa, revocation };
    const file = await sealReport(emptyPage(), { seal: test().seal('signer'), sealing: SEALING, ...grade });
    const expected =
      level === 'B-B' ? { indication: 'TOTAL-PASSED' } : { ...HASH_FAILURE, reason: 'IMPRINT_DIFFERS' };
    expect(verify(file)).toMatchObject(expected);
  });

  it('never passes with any single byte altered', async () => {
    const file = await sealedPage(test(), level);
    const passed: number[] = [];
    for (let at = 0; at < file.length; at += 211) {
      const copy = Buffer.from(file);
      copy[at] = (copy[at] ?? 0) ^ (at % 2 === 0 ? 0x01 : 0x20);
      if (verify(copy, { demand: level }).indication === 'TOTAL-PASSED') passed.push(at);
    }
    expect(passed).toEqual([]);
  });
});

/** A token that is sound in itself, over another digest. */
async function wronglyStamped(digest: Uint8Array): Promise<Uint8Array> {
  const other = Buffer.from(digest);
  other[0] = (other[0] ?? 0) ^ 1;
  return servicesOf(test()).tsa.stamp(other);
}

function isStored(level: SealLevel): boolean {
  return level === 'B-LT' || level === 'B-LTA';
}

/** At the level, but with validation data that sealing itself would refuse. */
async function withStore(level: SealLevel, signer: Name, hasSigner = true): Promise<Uint8Array> {
  const { tsa } = servicesOf(test());
  const { pki } = test();
  const sealed = await sealPdf(emptyPage(), test().seal(signer), {
    ...SEALING,
    tsa: level === 'B-B' ? undefined : tsa,
  });
  if (!isStored(level)) return sealed;
  const dates = { thisUpdate: NOW, nextUpdate: LATER };
  const crls = (['issuing', 'root'] as const).map((name) =>
    issueCrl({ issuer: pki[name], revoked: name === 'issuing' ? [pki.revokedSigner] : [], ...dates }),
  );
  const certificates = [pki.issuing.certificate, pki.root.certificate];
  const data = { certificates, ocsps: [], crls: hasSigner ? crls : crls.slice(1) };
  const stored = appendValidationData(sealed, data);
  return level === 'B-LT' ? stored : appendTimeStamp(stored, tsa);
}

function overlay(file: Uint8Array, what: 'page' | 'catalog' | 'annotation' | 'nothing'): Buffer {
  const reader = openPdf(file);
  const { number, dictionary } = catalogOf(reader);
  const page = { Type: '/Page', Parent: '1 0 R', MediaBox: [0, 0, 100, 100], Resources: {} };
  switch (what) {
    case 'page':
      return appendIncrement(file, reader, [{ number: 2, value: page }]);
    case 'catalog':
      return appendIncrement(file, reader, [
        { number, value: { ...dictionary, OpenAction: { S: '/Named' } } },
      ]);
    case 'annotation':
      return appendIncrement(file, reader, [{ number: 90, value: { Type: '/Annot', Subtype: '/FreeText' } }]);
    case 'nothing':
      return appendIncrement(file, reader, [{ number: 4, value: reader.object(4) }]);
  }
}

/** Where the octets of the signature value begin, as hexadecimal digits. */
function signatureValueAt(file: Buffer): number {
  const contents = file.indexOf('/Contents <3') + '/Contents <'.length;
  const algorithm = Buffer.from('06082a8648ce3d0403020', 'latin1');
  return file.indexOf(algorithm, file.indexOf('06092a864886f70d010904', contents)) + 48;
}

import { describe, expect, it } from 'vitest';
import { appendTimeStamp } from '../seal/document-time-stamp.ts';
import { extendReport, stampsEndAt } from '../seal/extend-report.ts';
import { sealPdf } from '../seal/seal-pdf.ts';
import { down, oddStamps } from '../testing/faulty.ts';
import { emptyPage } from '../testing/page.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import type { Name } from '../testing/pki.ts';
import { sealedPage, SEALING, servicesOf } from '../testing/seal.ts';
import { issueCrl } from '../training/crl.ts';
import type { Handler } from '../training/server.ts';
import { readStampResponse, writeStampRequest } from '../timestamp/request.ts';
import type { VerificationOptions } from './policy.ts';
import { verifyPdf } from './verify-pdf.ts';

const test = testPki();
/** Brief certificates end with 2027, the others last. */
const BEFORE_END = new Date('2027-12-01T00:00:00Z');
const AFTER_END = new Date('2028-06-01T00:00:00Z');
const MUCH_LATER = new Date('2040-01-01T00:00:00Z');

function verify(file: Uint8Array, options: Partial<VerificationOptions> = {}) {
  return verifyPdf(file, { trust: [test().root], at: LATER, ...options });
}

describe('when the certificate of the seal has ended', () => {
  it('a seal without a time stamp is out of bounds', async () => {
    const file = await sealedPage(test(), 'B-B', { signer: 'briefSigner' });
    expect(verify(file, { at: AFTER_END })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
  });

  it.each(['B-T', 'B-LT', 'B-LTA'] as const)('one at level %s still passes', async (level) => {
    const file = await sealedPage(test(), level, { signer: 'briefSigner' });
    expect(verify(file, { at: AFTER_END, demand: level })).toMatchObject({
      indication: 'TOTAL-PASSED',
      signatures: [{ provenAt: NOW.toISOString() }],
    });
  });

  it('a seal made after the end is expired by its own claim', async () => {
    const file = await sealedPage(test(), 'B-T', { signer: 'expiredSigner' });
    expect(verify(file)).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'EXPIRED' });
  });
});

describe('when the certificate of the time-stamp authority has ended', () => {
  it.each(['B-T', 'B-LT', 'B-LTA'] as const)('a file at level %s is out of bounds', async (level) => {
    const file = await sealedPage(test(), level, { signer: 'briefSigner', tsa: 'briefTsa' });
    expect(verify(file, { at: AFTER_END })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
  });

  it('a report that was extended before passes, and needs the next extension when it says so', async () => {
    const file = await sealedPage(test(), 'B-LTA', { signer: 'briefSigner', tsa: 'briefTsa' });
    expect(stampsEndAt(file)).toEqual(new Date('2028-01-01T00:00:00Z'));
    const services = servicesOf(test(), BEFORE_END);
    const extended = await extendReport(file, { ...services, trust: [test().root], at: BEFORE_END });
    expect(Buffer.from(extended).subarray(0, file.length).equals(file)).toBe(true);
    expect(stampsEndAt(extended)).toEqual(new Date('2045-12-31T00:00:00Z'));
    const found = verify(extended, { at: MUCH_LATER, demand: 'B-LTA' });
    expect(found).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
    expect(found.timeStamps.map(({ at }) => at)).toEqual([BEFORE_END, NOW].map((date) => date.toISOString()));
  });

  it('a report cannot be extended any more', async () => {
    const file = await sealedPage(test(), 'B-LTA', { tsa: 'briefTsa' });
    const services = servicesOf(test(), AFTER_END);
    const extending = extendReport(file, { ...services, trust: [test().root], at: AFTER_END });
    await expect(extending).rejects.toMatchObject({ code: 'SEAL_NOT_EXTENDABLE' });
  });
});

describe.each(['B-B', 'B-T', 'B-LT'] as const)('a report at level %s', (level) => {
  it('is lifted to B-LTA by extending', async () => {
    const file = await sealedPage(test(), level);
    const extension = { ...servicesOf(test()), trust: [test().root], at: NOW };
    const extended = await extendReport(file, extension);
    expect(verify(extended, { demand: 'B-LTA' })).toMatchObject({ indication: 'TOTAL-PASSED' });
  });
});

describe('when the certificate of the seal was revoked later', () => {
  it('what a time stamp proves to be older passes', async () => {
    const file = await sealedPage(test(), 'B-T', { signer: 'laterRevokedSigner' });
    expect(verify(file, { more: await revocations() })).toMatchObject({ indication: 'TOTAL-PASSED' });
  });

  it('what nothing proves to be older does not', async () => {
    const file = await sealedPage(test(), 'B-B', { signer: 'laterRevokedSigner' });
    expect(verify(file, { more: await revocations() })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
    });
  });
});

describe('no file is sealed at level B-LTA', () => {
  it.each([
    ['the authority for time stamps is down', '/tsa/tsa', 'TIME_STAMP_UNAVAILABLE'],
    ['the list of the root is not to be had', '/crl/root', 'REVOCATION_DATA_UNAVAILABLE'],
  ])('when %s', async (_, path, code) => {
    test().serve({ [path]: down() });
    await expect(sealing('signer')).rejects.toMatchObject({ code });
    test().serve();
  });

  it('by a revoked certificate, nor with a time stamp by one', async () => {
    await expect(sealing('revokedSigner')).rejects.toMatchObject({ code: 'SEAL_REVOKED' });
    await expect(sealing('signer', 'revokedTsa')).rejects.toMatchObject({ code: 'SEAL_REVOKED' });
  });
});

describe('a file does not pass', () => {
  it('when its certificate is not for signatures', async () => {
    for (const signer of ['encryptionOnly', 'tsa', 'responder'] as const) {
      expect(verify(await sealedPage(test(), 'B-T', { signer }))).toMatchObject({
        subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
        reason: 'KEY_USAGE_DIFFERS',
      });
    }
  });

  it('when its time stamp is by somebody who may not stamp', async () => {
    const handler = oddStamps(test().seal('signer'), () => ({}));
    const file = await stampedBy(handler);
    expect(verify(file)).toMatchObject({
      subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
      reason: 'STAMP_USAGE_DIFFERS',
    });
  });

  it('when its time stamp is by a revoked authority', async () => {
    const file = await sealedPage(test(), 'B-T', { tsa: 'revokedTsa' });
    expect(verify(file, { more: await revocations() })).toMatchObject({ subIndication: 'REVOKED_NO_POE' });
  });

  it('when a later time stamp says to be earlier', async () => {
    const file = await sealedPage(test(), 'B-LT');
    const earlier = servicesOf(test(), new Date(NOW.getTime() - 60_000)).tsa;
    expect(verify(await appendTimeStamp(file, earlier))).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'TIMESTAMP_ORDER_FAILURE',
    });
  });

  it('when its certificate leads to nobody who is trusted', async () => {
    const file = await sealedPage(test(), 'B-LTA');
    expect(verify(file, { trust: [test().pki.otherIssuing.certificate] })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    });
  });

  it('when its responder could have answered after its own end, unless a time stamp covers the answer', async () => {
    const file = await sealedPage(test(), 'B-LT', { signer: 'briefStatusSigner' });
    expect(verify(file)).toMatchObject({ indication: 'TOTAL-PASSED' });
    expect(verify(file, { at: AFTER_END })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_POE',
    });
    const archived = await appendTimeStamp(file, servicesOf(test()).tsa);
    expect(verify(archived, { at: AFTER_END })).toMatchObject({ indication: 'TOTAL-PASSED' });
  });
});

describe('when an algorithm is no longer trusted', () => {
  const retired = { ec: new Date('2030-01-01T00:00:00Z') };

  it('a seal by another kind of key needs proof to be older', async () => {
    const file = await sealedPage(test(), 'B-B');
    expect(verify(file, { retired })).toMatchObject({ indication: 'TOTAL-PASSED' });
    expect(verify(file, { retired, at: MUCH_LATER })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    });
  });
});

async function sealing(signer: Name, tsa: Name = 'tsa') {
  return sealedPage(test(), 'B-LTA', { signer, tsa });
}

/** What the issuing authority says once everything has come out. */
async function revocations() {
  const { pki } = test();
  const dates = { thisUpdate: NOW, nextUpdate: LATER };
  const revoked = [pki.laterRevokedSigner, pki.revokedTsa];
  const crls = [
    issueCrl({ issuer: pki.issuing, revoked, ...dates }),
    issueCrl({ issuer: pki.root, revoked: [], ...dates }),
  ];
  return Promise.resolve({ certificates: [], ocsps: [], crls });
}

async function tokenFrom(handler: Handler, digest: Uint8Array): Promise<Uint8Array> {
  const { body } = await handler(writeStampRequest({ digest, nonce: Buffer.from([1]) }));
  const token = readStampResponse(body);
  if ('refused' in token) throw new TypeError(token.refused);
  return token;
}

async function stampedBy(handler: Handler): Promise<Uint8Array> {
  const stamp = async (digest: Uint8Array) => tokenFrom(handler, digest);
  return sealPdf(emptyPage(), test().seal('signer'), { ...SEALING, tsa: { stamp } });
}

import { beforeAll, describe, expect, it } from 'vitest';
import { openPdf } from '../pdf/read.ts';
import { appendIncrement } from '../pdf/increment.ts';
import { renderReport } from '../render/report.ts';
import { openSeal } from '../seal/open-seal.ts';
import { sealPdf } from '../seal/seal-pdf.ts';
import { sampleReport } from '../support/sample-report.ts';
import { makeTrainingSeal } from '../training-seal.ts';
import type { TrainingSeal } from '../training-seal.ts';
import { verifyPdf } from './verify-pdf.ts';

const AT = new Date('2026-12-01T00:00:00Z');
const sealing = { signedAt: '2026-11-21T10:31:00Z', name: 'Hub', reason: 'Certified report' };

describe.each(['ec', 'rsa'] as const)('a report sealed with an %s key', (key) => {
  let training: TrainingSeal;
  let unsealed: Uint8Array;
  let pdf: Buffer;

  beforeAll(async () => {
    training = makeTrainingSeal({ key, passphrase: 'training' });
    unsealed = await renderReport({ ...sampleReport(), sections: [] });
    pdf = Buffer.from(await sealPdf(unsealed, await openSeal(training), sealing));
  });

  function verify(bytes: Uint8Array, at = AT) {
    return verifyPdf(bytes, { trust: [training.root], at });
  }

  function altered(change: (bytes: Buffer, contents: number) => void): Buffer {
    const copy = Buffer.from(pdf);
    change(copy, pdf.lastIndexOf('/Contents <') + '/Contents <'.length);
    return copy;
  }

  it('passes at level B-B, with its signer and the moment claimed', () => {
    const found = verify(pdf);
    expect(found.indication).toBe('TOTAL-PASSED');
    expect(found.signatures).toMatchObject([
      { level: 'B-B', coversWholeFile: true, claimedAt: '2026-11-21T10:31:00.000Z' },
    ]);
    expect(found.signatures[0]?.signer).toContain('Seal of the hub');
  });

  it('is found altered when one byte of its contents is', () => {
    const bytes = altered((copy) => (copy[900] = (copy[900] ?? 0) ^ 1));
    expect(verify(bytes)).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
  });

  it('is found forged when the signature value is altered', () => {
    const bytes = altered((copy, contents) => {
      const end = copy.toString('latin1').indexOf('0000000000000000', contents + 4000);
      copy.write(copy.toString('latin1', end - 8, end - 7) === '1' ? '2' : '1', end - 8, 'latin1');
    });
    expect(verify(bytes)).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'SIG_CRYPTO_FAILURE' });
  });

  it('is found broken when the signature is no CMS any more', () => {
    const bytes = altered((copy, contents) => copy.write('31', contents, 'latin1'));
    expect(verify(bytes)).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
  });

  it('is found changed later when an increment is appended', () => {
    const reader = openPdf(pdf);
    const bytes = appendIncrement(pdf, reader, [{ number: 1, value: { Type: '/Font' } }]);
    expect(verify(bytes)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'SIG_CONSTRAINTS_FAILURE',
      reason: 'CHANGED_AFTER_SIGNING',
      signatures: [{ coversWholeFile: false }],
    });
  });

  it('is found unsigned when cut back to the revision before its seal', () => {
    expect(verify(pdf.subarray(0, unsealed.length))).toMatchObject({
      indication: 'TOTAL-FAILED',
      reason: 'NO_SIGNATURE',
    });
  });

  it('does not pass before somebody who trusts another root', () => {
    const stranger = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
    expect(verifyPdf(pdf, { trust: [stranger.root], at: AT })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    });
  });

  it('does not pass with another certificate in place of its own', () => {
    const stranger = makeTrainingSeal({ key, passphrase: 'training' });
    const hex = pdf
      .toString('latin1')
      .replace(
        hexOf(training.certificate),
        hexOf(stranger.certificate).slice(0, hexOf(training.certificate).length),
      );
    expect(verify(Buffer.from(hex, 'latin1')).indication).not.toBe('TOTAL-PASSED');
  });

  it('does not pass any more when its certificates have ended', () => {
    expect(verify(pdf, new Date('2050-06-01T00:00:00Z'))).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
  });

  it('never passes with any single byte altered', () => {
    for (let at = 0; at < pdf.length; at += 61) {
      const bytes = altered((copy) => (copy[at] = (copy[at] ?? 0) ^ (at % 2 === 0 ? 0x01 : 0x20)));
      expect(verify(bytes).indication, `byte ${at}`).not.toBe('TOTAL-PASSED');
    }
  });
});

describe.each([
  ['after the end of its certificate', '2050-02-01T00:00:00Z', 'EXPIRED'],
  ['before its beginning', '2019-02-01T00:00:00Z', 'NOT_YET_VALID'],
] as const)('a seal that claims to be made %s', (_, moment, subIndication) => {
  it(`is ${subIndication}`, async () => {
    const training = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
    const unsealed = await renderReport({ ...sampleReport(), sections: [] });
    const claim = { ...sealing, signedAt: moment };
    const pdf = await sealPdf(unsealed, await openSeal(training), claim);
    expect(verifyPdf(pdf, { trust: [training.root], at: AT })).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication,
    });
  });
});

it.each([
  [
    'a cross-reference table in a circle',
    Buffer.from('%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF'),
  ],
  [
    'values nested without end',
    Buffer.from(`%PDF-1.7\nxref\ntrailer\n${'['.repeat(100_000)}\nstartxref\n9\n%%EOF`),
  ],
])('%s is a format failure, not a crash', (_, bytes) => {
  expect(verifyPdf(bytes, { trust: [] })).toMatchObject({
    indication: 'TOTAL-FAILED',
    subIndication: 'FORMAT_FAILURE',
  });
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['no PDF', Buffer.from('Hello')],
])('%s is not read, and not called bad', (_, bytes) => {
  expect(verifyPdf(bytes, { trust: [] })).toMatchObject({
    indication: 'INDETERMINATE',
    reason: 'FORM_NOT_READ',
  });
});

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

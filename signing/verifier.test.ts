import { expect, test } from 'vitest';
import { openSeal } from './seal/open-seal.ts';
import { sealPdf } from './seal/seal-pdf.ts';
import { emptyPage } from './testing/page.ts';
import { makeTrainingSeal } from './training-seal.ts';
import { openVerifier } from './verifier.ts';

const training = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
const sealing = { signedAt: '2026-11-21T10:31:00Z', name: 'Hub', reason: 'Certified report' };

test('the verifier answers in the words of the standard, with the reason in plain ones', async () => {
  const pdf = await sealPdf(emptyPage(), await openSeal(training), sealing);
  const { verify } = openVerifier([training.root]);
  expect(verify(pdf)).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-B' });
  expect(verify(pdf, 'B-LTA')).toMatchObject({
    indication: 'INDETERMINATE',
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    text: 'The signature is sound but does not reach the level that was demanded.',
  });
  expect(openVerifier().verify(pdf)).toMatchObject({
    indication: 'INDETERMINATE',
    signatures: [{ text: 'The certificate does not lead to anybody who is trusted.' }],
  });
});

test('whatever is sent to it, the verifier has an answer', async () => {
  const pdf = Buffer.from(await sealPdf(emptyPage(), await openSeal(training), sealing));
  const { verify } = openVerifier([training.root]);
  for (let place = 0; place < pdf.length; place += 41) {
    const changed = Buffer.from(pdf);
    changed[place] = (changed[place] ?? 0) ^ 0x55;
    expect(verify(changed).indication).toMatch(/^(TOTAL|INDETERMINATE)/);
    expect(verify(pdf.subarray(0, place)).indication).not.toBe('TOTAL-PASSED');
  }
});

import { expect, it } from 'vitest';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import { issueCrl } from '../training/crl.ts';
import { readCrl } from './crl.ts';

const test = testPki();

it('a list is read only in the form that its issuer gave it, also where nothing is signed', () => {
  const { issuing, revokedSigner } = test().pki;
  const dates = { thisUpdate: NOW, nextUpdate: LATER };
  const crl = Buffer.from(issueCrl({ issuer: issuing, revoked: [revokedSigner], ...dates }));
  expect(readCrl(crl)?.revoked.size).toBe(1);
  const algorithm = crl.lastIndexOf(Buffer.from('300a06082a8648ce3d040302', 'hex'));
  for (const tag of [0, algorithm]) {
    const odd = Buffer.from(crl);
    odd[tag] = 0x31;
    expect(readCrl(odd)).toBeUndefined();
  }
});

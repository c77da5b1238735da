import { describe, expect, it } from 'vitest';
import { readCertificate } from '../asn1/certificate.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { down } from '../testing/faulty.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import type { Name } from '../testing/pki.ts';
import { servicesOf } from '../testing/seal.ts';
import type { VerificationOptions } from '../verify/policy.ts';
import { verifyDetached } from '../verify/verify-detached.ts';
import { sealDetached } from './detached.ts';

const test = testPki();
const write = temporaryFiles();
const receipt = Buffer.from('{"receipt":"R-1","head":"5feceb66"}');

function seal(level: 'B-B' | 'B-T', signer: Name = 'signer') {
  const stamped = level === 'B-T' ? { tsa: servicesOf(test()).tsa } : {};
  return sealDetached(receipt, { seal: test().seal(signer), signedAt: NOW.toISOString(), ...stamped });
}

function verify(signature: Uint8Array, options: Partial<VerificationOptions> = {}, content = receipt) {
  return verifyDetached(content, signature, { trust: [test().root], at: LATER, ...options });
}

describe.each(['B-B', 'B-T'] as const)('bytes sealed apart at level %s', (level) => {
  it.each(['signer', 'signerRsa'] as const)(
    'pass with their level and the claim of time: %s',
    async (signer) => {
      const found = verify(await seal(level, signer), { demand: level });
      expect(found).toMatchObject({ indication: 'TOTAL-PASSED', level, claimedAt: NOW.toISOString() });
      expect(found.provenAt).toBe(level === 'B-T' ? NOW.toISOString() : undefined);
    },
  );

  it('are found altered', async () => {
    const other = Buffer.from(receipt.toString().replace('R-1', 'R-2'));
    expect(verify(await seal(level), {}, other)).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'HASH_FAILURE',
    });
  });

  it('never pass with any byte of the signature altered, nor with one more', async () => {
    const signature = Buffer.from(await seal(level));
    for (let at = 0; at < signature.length; at += 31) {
      const copy = Buffer.from(signature);
      copy[at] = (copy[at] ?? 0) ^ (at % 2 === 0 ? 0x01 : 0x20);
      expect(verify(copy, { demand: level }).indication, `byte ${at}`).not.toBe('TOTAL-PASSED');
    }
    expect(verify(Buffer.concat([signature, Buffer.alloc(1)]))).toMatchObject({
      indication: 'INDETERMINATE',
      reason: 'CMS_FORM_UNREAD',
    });
  });

  it.skipIf(isMissing('openssl'))('satisfy OpenSSL', async () => {
    const check = ['cms', '-verify', '-inform', 'DER', '-binary', '-cades', '-purpose', 'any'];
    const files = [
      '-in',
      write(`${level}.cms`, await seal(level)),
      '-content',
      write('receipt.json', receipt),
      '-CAfile',
      write('root.pem', readCertificate(test().root).x509.toString()),
    ];
    expect(runProgram('openssl', [...check, ...files])).toBe(receipt.toString());
  });
});

it('a higher level than was reached is not passed off', async () => {
  expect(verify(await seal('B-B'), { demand: 'B-T' })).toMatchObject({ reason: 'LEVEL_NOT_REACHED' });
});

it('without a time stamp nothing is sealed at level B-T', async () => {
  test().serve({ '/tsa/tsa': down() });
  await expect(seal('B-T')).rejects.toMatchObject({ code: 'TIME_STAMP_UNAVAILABLE' });
  test().serve();
});

it('a revoked seal is found with data from outside', async () => {
  const { revocation } = servicesOf(test());
  const signature = await seal('B-T', 'revokedSigner');
  const [certificate, issuer] = [test().pki.revokedSigner, test().pki.issuing].map((one) =>
    readCertificate(one.certificate),
  );
  if (!certificate || !issuer) throw new TypeError('no such certificate');
  const { encoding } = await revocation.proofFor({ certificate, issuer });
  const more = { certificates: [], ocsps: [encoding], crls: [] };
  expect(verify(signature, { more })).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'REVOKED' });
});

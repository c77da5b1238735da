import { describe, expect, it } from 'vitest';
import { readCertificate } from '../asn1/certificate.ts';
import { signingFault } from '../fault.ts';
import { sealDetached } from '../seal/detached.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import { verifyDetached } from '../verify/verify-detached.ts';
import { messageSealOf } from './message-seal.ts';

const test = testPki();
const write = temporaryFiles();
const content = '{"id":"r-1","type":"receipt"}';
const at = NOW.toISOString();

function verified(signature: string, over = content) {
  const options = { trust: [test().root], at: LATER, demand: 'B-B' } as const;
  return verifyDetached(Buffer.from(over), Buffer.from(signature, 'base64'), options);
}

describe.each(['signer', 'signerRsa'] as const)('a message sealed by %s', (name) => {
  it('is good at level B-B, with the claim of time in whole seconds', async () => {
    const seal = messageSealOf(test().seal(name));
    expect(verified(await seal.sign(content, at))).toMatchObject({
      indication: 'TOTAL-PASSED',
      level: 'B-B',
      claimedAt: at,
    });
  });

  it('each has its own digest, its own moment, and an encoding that fits its length', async () => {
    const seal = messageSealOf(test().seal(name));
    const moments = ['2026-11-21T10:31:00.999Z', '2026-11-21T10:31:01Z', '2026-11-21T10:31:00Z'];
    for (const moment of [...moments, ...moments.concat(...Array.from({ length: 20 }, () => moments))]) {
      const text = `${content} ${moment}`;
      const found = verified(await seal.sign(text, moment), text);
      expect(found).toMatchObject({ indication: 'TOTAL-PASSED', claimedAt: new Date(Math.floor(Date.parse(moment) / 1000) * 1000).toISOString() });
    }
  }); // prettier-ignore

  it('many at once do not get into each other’s way', async () => {
    const seal = messageSealOf(test().seal(name));
    const texts = Array.from({ length: 50 }, (_, index) => `${content} ${index}`);
    const signatures = await Promise.all(texts.map((text) => seal.sign(text, at)));
    for (const [index, text] of texts.entries())
      expect(verified(signatures[index] ?? '', text)).toMatchObject({ indication: 'TOTAL-PASSED' });
    expect(verified(signatures[0] ?? '', texts[1])).toMatchObject({ subIndication: 'HASH_FAILURE' });
  });

  it.skipIf(isMissing('openssl'))('satisfies OpenSSL', async () => {
    const signature = await messageSealOf(test().seal(name)).sign(content, at);
    const files = [
      '-in',
      write('receipt.cms', Buffer.from(signature, 'base64')),
      '-content',
      write('receipt.json', content),
      '-CAfile',
      write('root.pem', readCertificate(test().root).x509.toString()),
    ];
    const check = ['cms', '-verify', '-inform', 'DER', '-binary', '-cades', '-purpose', 'any'];
    expect(runProgram('openssl', [...check, ...files])).toBe(content);
  });
});

it('is to the byte what seals of any other bytes are, but for the root', async () => {
  const seal = { ...test().seal('signerRsa') };
  const withoutRoot = { ...seal, chain: seal.chain.slice(0, 1) };
  const slowly = await sealDetached(Buffer.from(content), { seal: withoutRoot, signedAt: at });
  expect(await messageSealOf(seal).sign(content, at)).toBe(Buffer.from(slowly).toString('base64'));
});

it('also from 2050 on, when times are written otherwise', async () => {
  const seal = test().seal('lateSigner');
  const [before, after] = ['2049-12-31T23:59:59Z', '2050-01-01T00:00:00Z'];
  const messages = messageSealOf({ ...seal, chain: [] });
  for (const signedAt of [before, after, before]) {
    const slowly = await sealDetached(Buffer.from(content), { seal: { ...seal, chain: [] }, signedAt });
    expect(await messages.sign(content, signedAt)).toBe(Buffer.from(slowly).toString('base64'));
  }
});

it('names its certificate and those above it', () => {
  const { signer, issuing, root } = test().pki;
  const expected = [signer, issuing, root].map(({ certificate }) => Buffer.from(certificate));
  expect(messageSealOf(test().seal('signer')).certificates.map((one) => Buffer.from(one))).toEqual(expected);
});

it('says that signing is not to be had just now, and nothing of what the token said', async () => {
  const fault = signingFault('SEAL_UNAVAILABLE', 'the token 4711 does not sign');
  const seal = messageSealOf({ ...test().seal('signer'), sign: () => Promise.reject(fault) });
  const failed = await seal.sign(content, at).catch((error: unknown) => error);
  expect(failed).toMatchObject({ kind: 'SIGNING_UNAVAILABLE', facts: { reason: 'SEAL_UNAVAILABLE' } });
  expect(String(failed)).not.toContain('4711');
});

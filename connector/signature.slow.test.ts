import { X509Certificate } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSeal } from '../signing/seal/open-seal.ts';
import { sealDetached } from '../signing/seal/detached.ts';
import { messageSealOf } from '../signing/message/message-seal.ts';
import { openSignatures } from '../signing/message/check-signature.ts';
import { isMissing, runProgram } from '../signing/support/programs.ts';
import { plainCms } from '../signing/testing/plain-cms.ts';
import type { Odd } from '../signing/testing/plain-cms.ts';
import { testPki } from '../signing/testing/pki.ts';
import { makeTrainingSeal } from '../signing/training-seal.ts';
import { canonicalOf, digestOf, type Message } from './message.ts';
import { signatureProblem, signMessage, type Sign } from './signature.ts';

const pki = testPki();
const training = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
const AT = '2026-11-21T10:31:00Z';
const SIGNED = [training.messages.certificate];
let sign: Sign;

beforeAll(async () => {
  const seal = await openSeal({ ...training.messages, passphrase: training.passphrase });
  sign = (bytes) => sealDetached(bytes, { seal, signedAt: AT });
});

const receipt: Message = {
  specversion: '1.0',
  id: 'r-1',
  source: 'urn:imi-hub',
  type: 'receipt',
  time: AT,
  dataschema: 'urn:imi-hub:schema:1.0:receipt',
  datacontenttype: 'application/json',
  receiver: 'urn:imi-hub:system:pt',
  data: { message: 'm-1', outcome: 'accepted', receivedAt: AT, note: 'Ωστόσο 😀' },
};

/** A message with a signature of somebody in the tests' PKI, right but for what is odd about it. */
function signedOddly(odd: Odd, by: 'signer' | 'crlSigner' | 'expiredSigner' = 'signer') {
  const identity = pki().pki[by];
  const signature = plainCms(canonicalOf(receipt), identity, odd).toString('base64');
  return signatureProblem({ ...receipt, signature }, [identity.certificate]);
}

describe('a message that the hub has signed', () => {
  test('is believed for its certificate, in PEM or DER, beside others', async () => {
    const signed = await signMessage(receipt, sign);
    const other = pki().pki.signer.certificate;
    const pem = new X509Certificate(training.messages.certificate).toString();
    for (const certificates of [SIGNED, [pem], [other, pem]])
      expect(signatureProblem(signed, certificates)).toBeUndefined();
    expect(signatureProblem(signed, [other])).toMatch(/none of the hub’s certificates/);
    expect(signatureProblem(signed, [])).toMatch(/none of the hub’s certificates/);
  });

  test.skipIf(isMissing('openssl'))(
    'is believed also where a certificate of another kind of key is known',
    async () => {
      const made = [
        'req',
        '-x509',
        '-newkey',
        'ed25519',
        '-nodes',
        '-keyout',
        '/dev/null',
        '-subj',
        '/CN=other',
      ];
      const other = runProgram('openssl', made);
      const signed = await signMessage(receipt, sign);
      expect(signatureProblem(signed, [other, ...SIGNED])).toBeUndefined();
      expect(signatureProblem(signed, [other])).toMatch(/none of the hub’s certificates/);
    },
  );

  test('as its seal for messages makes it', async () => {
    const seal = messageSealOf(await openSeal({ ...training.messages, passphrase: training.passphrase }));
    const signature = await seal.sign(canonicalOf(receipt), AT);
    expect(signatureProblem({ ...receipt, signature }, SIGNED)).toBeUndefined();
  });

  test('has the digest that it had before', async () => {
    expect(digestOf(await signMessage(receipt, sign))).toBe(digestOf(receipt));
    expect(await signMessage(await signMessage(receipt, sign), sign)).toMatchObject(receipt);
  });

  test('is not believed once anything in it was changed', async () => {
    const signed = await signMessage(receipt, sign);
    const changes: readonly Partial<Message>[] = [
      { id: 'r-2' },
      { subject: 'REQ-1' },
      { duplicate: 'DUPLICATE_SAME' },
      { data: { message: 'm-1', outcome: 'rejected' } },
    ];
    for (const change of changes)
      expect(signatureProblem({ ...signed, ...change }, SIGNED)).toMatch(/something else/);
  });
});

describe('a signature is not believed', () => {
  test('that is missing', () => {
    expect(signatureProblem(receipt, SIGNED)).toMatch(/not signed/);
  });

  test.each<[string, Odd, RegExp]>([
    ['with SHA-1', { digest: 'sha1' }, /cannot be read/],
    ['around its content', { isAttached: true }, /cannot be read/],
    ['of two signers', { signers: 2 }, /cannot be read/],
    ['of nobody', { signers: 0 }, /cannot be read/],
    ['without signed attributes', { isWithoutAttributes: true }, /cannot be read/],
    ['over something else than data', { contentType: '1.2.840.113549.1.7.2' }, /cannot be read/],
  ])('%s', (_, odd, problem) => {
    expect(signedOddly({})).toBeUndefined();
    expect(signedOddly(odd)).toMatch(problem);
  });

  test('whose certificate has ended', () => {
    expect(signedOddly({}, 'expiredSigner')).toMatch(/none of the hub’s/);
  });

  test('that only says the name of the hub’s certificate', () => {
    const { signer, crlSigner } = pki().pki;
    const forged = plainCms(canonicalOf(receipt), { ...signer, key: crlSigner.key }).toString('base64');
    expect(signatureProblem({ ...receipt, signature: forged }, [signer.certificate])).toMatch(/none of the/);
  });

  test('that begins like a date without digits', () => {
    for (const tag of [0x17, 0x18]) {
      const signature = Buffer.of(tag, 1, 0x41).toString('base64');
      expect(signatureProblem({ ...receipt, signature }, SIGNED)).toMatch(/cannot be read/);
    }
  });

  test('that is anything at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.uint8Array({ maxLength: 200 })), (given) => {
        const signature = typeof given === 'string' ? given : Buffer.from(given).toString('base64');
        expect(signatureProblem({ ...receipt, signature }, SIGNED)).toMatch(/cannot be read/);
      }),
      { numRuns: 300 },
    );
  });

  test('with any byte changed in what it says and signs', async () => {
    const { signature = '' } = await signMessage(receipt, sign);
    const bytes = Buffer.from(signature, 'base64');
    // Behind the certificates: content type, digest, reference to the certificate, time, and the signature itself.
    const start = bytes.lastIndexOf(Buffer.from('06092a864886f70d010903', 'hex'));
    // The name of the algorithm between them says nothing that the certificate's key does not say.
    const name = bytes.lastIndexOf(Buffer.from('300a06082a8648ce3d040302', 'hex'));
    expect(Math.min(start, name - start)).toBeGreaterThan(0);
    for (let at = start; at < bytes.length; at = at + 1 === name ? name + 12 : at + 1) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 0x11;
      const message = { ...receipt, signature: altered.toString('base64') };
      expect(signatureProblem(message, SIGNED), `byte ${at}`).toBeDefined();
    }
  });
});

test('what a system signs, the hub accepts', async () => {
  const signed = await signMessage(receipt, sign);
  const certificates = [new X509Certificate(training.messages.certificate).toString()];
  const given = { content: canonicalOf(receipt), signature: signed.signature ?? '', certificates, at: AT };
  expect(openSignatures().check(given)).toBeUndefined();
});

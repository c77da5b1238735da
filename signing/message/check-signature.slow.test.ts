import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { octets, oid, sequence } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { NOW, testPki } from '../testing/pki.ts';
import type { Name } from '../testing/pki.ts';
import { attribute, plainCms } from '../testing/plain-cms.ts';
import type { Odd } from '../testing/plain-cms.ts';
import { issueCertificate } from '../training/certificate.ts';
import { sealOf } from '../training/pki.ts';
import type { Identity } from '../training/pki.ts';
import { certificateProblem, openSignatures } from './check-signature.ts';
import { messageSealOf } from './message-seal.ts';

const test = testPki();
const write = temporaryFiles();
const { check } = openSignatures();
const content = '{"id":"m-1","type":"request.send"}';
const at = NOW.toISOString();

function pem(certificate: Uint8Array): string {
  return new X509Certificate(certificate).toString();
}

/** The verdict on a signature, registered being the certificate of the name. */
function judged(
  signature: Uint8Array | string,
  { registered = 'signer', over = content, when = at }: How = {},
) {
  const text = typeof signature === 'string' ? signature : Buffer.from(signature).toString('base64');
  const identity = typeof registered === 'string' ? test().pki[registered] : registered;
  return check({ content: over, signature: text, certificates: [pem(identity.certificate)], at: when });
}

type How = { readonly registered?: Name | Identity; readonly over?: string; readonly when?: string };

function plain(odd: Odd = {}, by: Name = 'signer'): Buffer {
  return plainCms(content, test().pki[by], odd);
}

const UNREGISTERED = { code: 'SIGNATURE_UNREGISTERED' };

describe('a signature passes', () => {
  it.each<[string, Odd]>([
    ['with the certificate in it', {}],
    ['without any certificate', { certificates: [] }],
    ['with SHA-384', { digest: 'sha384' }],
  ])('%s', (_, odd) => {
    expect(judged(plain(odd))).toBeUndefined();
  });

  it('with the issuers of the certificate, too', () => {
    const { signer, issuing, root } = test().pki;
    const certificates = [signer, issuing, root].map(({ certificate }) => certificate);
    expect(judged(plain({ certificates }))).toBeUndefined();
  });

  it.each(['signer', 'signerRsa'] as const)('as the hub itself makes it: %s', async (registered) => {
    const signature = await messageSealOf(test().seal(registered)).sign(content, at);
    expect(judged(signature, { registered })).toBeUndefined();
  });

  it('by the one of several certificates that it is of, even under the same name and number', () => {
    const [old, renewed] = [selfSigned('P-256'), selfSigned('P-256')];
    const certificates = [old, renewed].map(({ certificate }) => pem(certificate));
    for (const by of [old, renewed]) {
      const signature = plainCms(content, by, { certificates: [] }).toString('base64');
      expect(check({ content, signature, certificates, at })).toBeUndefined();
    }
  });
});

describe('a signature is refused', () => {
  it.each<[string, Odd, string]>([
    ['with SHA-1', { digest: 'sha1' }, 'SHA-256 or stronger'],
    ['around its content', { isAttached: true }, 'encloses its content'],
    ['of two signers', { signers: 2 }, 'exactly one signer'],
    ['of no signer', { signers: 0 }, 'exactly one signer'],
    ['without signed attributes', { isWithoutAttributes: true }, 'no signed attributes'],
    ['over something else than data', { contentType: OID.signedData }, 'content-type'],
    ['with an attribute twice', { more: [attribute(OID.contentType, oid(OID.data))] }, 'attributes'],
    ['with an attribute of two values', { more: [attribute(OID.signingTime, octets(Buffer.alloc(1)), octets(Buffer.alloc(2)))] }, 'attributes'],
    ['with something behind its fields', { unsigned: octets(Buffer.alloc(4)) }, 'signer cannot be read'],
  ])('%s', (_, odd, reason) => {
    expect(judged(plain(odd))).toMatchObject({ code: 'SIGNATURE_INVALID', reason: expect.stringContaining(reason) });
  }); // prettier-ignore

  it('over other bytes', () => {
    expect(judged(plain(), { over: `${content} ` })).toMatchObject({ reason: expect.stringMatching(/other bytes/) });
  }); // prettier-ignore

  it.each([
    ['whose certificate has ended', '2046-01-01T00:00:00Z'],
    ['whose certificate has not begun', '2019-12-31T23:59:59Z'],
  ])('%s', (_, when) => {
    expect(judged(plain(), { when })).toMatchObject({ reason: expect.stringMatching(/not valid at this time/) });
  }); // prettier-ignore

  it('by a key that is for encryption only', () => {
    expect(judged(plain({}, 'encryptionOnly'), { registered: 'encryptionOnly' })).toMatchObject({
      reason: 'its certificate is not for signatures',
    });
  });

  it.each([
    ['on a curve that nobody asked for', selfSigned('secp256k1')],
    ['too short', selfSigned(1024)],
  ])('by a key %s', async (_, registered) => {
    const signature =
      registered.key.asymmetricKeyType === 'rsa'
        ? await messageSealOf(sealOf(registered, [])).sign(content, at)
        : plainCms(content, registered);
    expect(judged(signature, { registered })).toMatchObject({ reason: expect.stringMatching(/key is not accepted/) });
  }); // prettier-ignore

  it('by a certificate of the same authority that is not registered', () => {
    expect(judged(plain({}, 'crlSigner'))).toEqual(UNREGISTERED);
  });

  it('by nobody who is registered, where nobody is', () => {
    const signature = plain().toString('base64');
    expect(check({ content, signature, certificates: [], at })).toEqual(UNREGISTERED);
    expect(check({ content, signature, certificates: ['no certificate'], at })).toEqual(UNREGISTERED);
  });

  it('under the registered name and number, with another key', () => {
    const { signer } = test().pki;
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(judged(plainCms(content, { ...signer, key }))).toMatchObject({
      reason: 'it was not made with the key of its certificate',
    });
  });

  it('with another certificate in it than the one that is registered', () => {
    const { signer, crlSigner } = test().pki;
    expect(judged(plain({ certificates: [crlSigner.certificate] }))).toEqual(UNREGISTERED);
    expect(judged(plain({ certificates: [signer.certificate, crlSigner.certificate] }))).toEqual(
      UNREGISTERED,
    );
    expect(judged(plain({ certificates: [Buffer.from('3000', 'hex')] }))).toEqual(UNREGISTERED);
  });

  it('that is bound to another certificate by its attribute', () => {
    const hash = createHash('sha256').update(test().pki.crlSigner.certificate).digest();
    const reference = attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(hash)))));
    expect(judged(plain({ more: [reference] }))).toEqual(UNREGISTERED);
  });

  it.each([
    ['nothing', ''],
    ['no base64', 'MIIB-_'],
    ['base64 in lines', `${'A'.repeat(64)}\n${'A'.repeat(64)}`],
    ['base64 with idle bits', 'MAB='],
    ['too much', 'A'.repeat(21_852)],
    ['DER of something else', Buffer.from('300506032a0304', 'hex')],
    ['depth without end', Buffer.alloc(4000, 0x30)],
    ['a length without end', Buffer.from('30847fffffff', 'hex')],
    ['BER of indefinite length', Buffer.from('3080060900', 'hex')],
  ])('that is %s', (_, signature) => {
    expect(judged(signature)).toMatchObject({ code: 'SIGNATURE_INVALID' });
  });

  it('with anything behind it, or with anything missing', () => {
    const signature = plain();
    expect(judged(Buffer.concat([signature, Buffer.alloc(1)]))).toMatchObject({ code: 'SIGNATURE_INVALID' });
    for (let length = 0; length < signature.length; length += 17)
      expect(judged(signature.subarray(0, length))).toMatchObject({ code: 'SIGNATURE_INVALID' });
  });
});

describe('before it is registered', () => {
  it.each([
    ['that is good', 'signer', undefined],
    ['that has ended', 'expiredSigner', 'it has ended'],
    ['for encryption only', 'encryptionOnly', 'it is not for signatures'],
  ] as const)('a certificate %s is known', (_, name, problem) => {
    expect(certificateProblem(pem(test().pki[name].certificate), NOW)).toBe(problem);
  });

  it('a text that is none, and a key that is too weak, are known', () => {
    const empty = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----';
    for (const text of ['', empty]) expect(certificateProblem(text, NOW)).toBe('it is no certificate');
    expect(certificateProblem(pem(selfSigned(1024).certificate), NOW)).toBe('its key is not accepted');
  });
});

describe('whatever is changed', () => {
  const place = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });

  it.each([
    ['plain', () => plain()],
    ['as the hub makes it', async () => Buffer.from(await messageSealOf(test().seal('signer')).sign(content, at), 'base64')],
  ])('in a signature, it is refused: %s', async (_, make) => {
    const signature = await make();
    const issuing = test().pki.issuing.certificate;
    expect(judged(signature)).toBeUndefined();
    fc.assert(
      fc.property(place, (change) => {
        const altered = changed(signature, change);
        // An issuer that was sent along is not signed by it: what stands in it says nothing about the signer.
        fc.pre(!isWithin(signature, issuing, change.at % signature.length));
        expect(judged(altered)).toBeDefined();
      }),
      { numRuns: 1500 },
    );
  }); // prettier-ignore

  it('in the content, it is refused', () => {
    const signature = plain();
    fc.assert(
      fc.property(place, (change) => {
        expect(judged(signature, { over: changed(Buffer.from(content), change).toString('latin1') })).toBeDefined();
      }),
      { numRuns: 300 },
    );
  }); // prettier-ignore

  it('any bytes at all get an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(judged(bytes)).toMatchObject({ code: 'SIGNATURE_INVALID' });
      }),
    );
  });
});

function isWithin(whole: Buffer, part: Uint8Array, position: number): boolean {
  const start = whole.indexOf(part);
  return start >= 0 && position >= start && position < start + part.length;
}

describe.skipIf(isMissing('openssl'))('what OpenSSL makes', () => {
  it.each([
    ['plain', []],
    ['without its certificate', ['-nocerts']],
    ['named by key identifier', ['-keyid']],
    ['CAdES', ['-cades']],
    ['with SHA-384', ['-md', 'sha384']],
    ['with SHA-512', ['-md', 'sha512']],
    ['without S/MIME capabilities', ['-nosmimecap']],
  ])('passes: %s', (_, options) => {
    for (const registered of ['signer', 'signerRsa'] as const) {
      expect(judged(signedBy(test().pki[registered], ...options), { registered })).toBeUndefined();
    }
  });

  it.each(['P-256', 'P-384', 'P-521', 2048, 3072])('passes with a key of kind %s', (kind) => {
    const registered = selfSigned(kind);
    expect(judged(signedBy(registered), { registered })).toBeUndefined();
  });

  it.each([
    ['with SHA-1', ['-md', 'sha1'], /SHA-256 or stronger/],
    ['around its content', ['-nodetach'], /encloses/],
    ['without attributes', ['-noattr'], /no signed attributes/],
    ['as a stream of indefinite length', ['-stream'], /BER with indefinite lengths/],
  ])('is refused: %s', (_, options, reason) => {
    expect(judged(signedBy(test().pki.signer, ...options))).toMatchObject({ reason: expect.stringMatching(reason) });
  }); // prettier-ignore
});

it.skipIf(isMissing('openssl'))('a signature by RSASSA-PSS is refused by name', () => {
  const pss = signedBy(test().pki.signerRsa, '-keyopt', 'rsa_padding_mode:pss');
  expect(judged(pss, { registered: 'signerRsa' })).toMatchObject({
    reason: expect.stringMatching(/RSASSA-PSS/),
  });
});

it('base64 in lines is refused by name', () => {
  const lines = plain().toString('base64').replace(/.{64}/g, '$&\n');
  expect(judged(lines)).toMatchObject({ reason: expect.stringMatching(/line breaks/) });
});

/** Bits of RSA, or the name of a curve. */
function selfSigned(kind: number | string): Identity {
  const key: KeyObject =
    typeof kind === 'number'
      ? generateKeyPairSync('rsa', { modulusLength: kind }).privateKey
      : generateKeyPairSync('ec', { namedCurve: kind }).privateKey;
  const subject = {
    country: 'XX',
    organization: 'A national system',
    organizationIdentifier: 'NTRXX-1',
    commonName: 'Signer',
  };
  const validity = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') };
  const certificate = issueCertificate(
    { serial: 1, subject, key, usage: 'seal', validity },
    { subject, key },
  );
  return { subject, serial: 1, key, certificate };
}

function changed(bytes: Uint8Array, { at: index, by }: { readonly at: number; readonly by: number }): Buffer {
  const copy = Buffer.from(bytes);
  const position = index % copy.length;
  copy[position] = (copy[position] ?? 0) ^ by;
  return copy;
}

/** By OpenSSL, with the options of its `cms -sign`. */
function signedBy(identity: Identity, ...options: readonly string[]): Buffer {
  const out = write('out.cms', '');
  const signer = write('signer.pem', pem(identity.certificate));
  const key = write('key.pem', identity.key.export({ type: 'pkcs8', format: 'pem' }));
  const files = ['-in', write('content', content), '-signer', signer, '-inkey', key, '-out', out];
  runProgram('openssl', ['cms', '-sign', '-binary', '-outform', 'DER', ...files, ...options]);
  return readFileSync(out);
}

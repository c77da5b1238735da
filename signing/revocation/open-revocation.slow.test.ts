import { afterEach, describe, expect, it } from 'vitest';
import { readCertificate } from '../asn1/certificate.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { counted, down, oddStatus, refusedStatus, slow } from '../testing/faulty.ts';
import { NOW, testPki } from '../testing/pki.ts';
import type { Name } from '../testing/pki.ts';
import { issueCrl } from '../training/crl.ts';
import type { Handler } from '../training/server.ts';
import { ocspReply } from '../training/services.ts';
import { openRevocation } from './open-revocation.ts';
import type { RevocationOptions } from './open-revocation.ts';
import { gatherValidationData } from './validation-data.ts';

const test = testPki();
const write = temporaryFiles();
const YESTERDAY = new Date('2026-11-20T10:00:00Z');
const TODAY = new Date('2026-11-21T10:00:00Z');
const TOMORROW = new Date('2026-11-22T10:00:00Z');

function client(options: RevocationOptions = {}) {
  return openRevocation({
    clock: () => NOW,
    patience: { timeoutMs: 200, attempts: 1, backOffMs: 5 },
    ...options,
  });
}

function subject(name: Name, issuer: Name = 'issuing') {
  const { pki } = test();
  return {
    certificate: readCertificate(pki[name].certificate),
    issuer: readCertificate(pki[issuer].certificate),
  };
}

afterEach(() => {
  test().serve();
});

describe('the status of a certificate', () => {
  it('is asked by OCSP first', async () => {
    expect(await client().proofFor(subject('signer'))).toMatchObject({ kind: 'ocsp', status: 'good' });
  });

  it('is taken from the CRL where there is no responder', async () => {
    expect(await client().proofFor(subject('crlSigner'))).toMatchObject({ kind: 'crl', status: 'good' });
    expect(await client().proofFor(subject('issuing', 'root'))).toMatchObject({
      kind: 'crl',
      status: 'good',
    });
  });

  it('is known with the moment of a revocation, by both ways', async () => {
    const revokedAt = new Date('2026-06-01T00:00:00Z');
    expect(await client().proofFor(subject('revokedSigner'))).toMatchObject({
      kind: 'ocsp',
      status: { revokedAt },
    });
    test().serve({ '/ocsp/responder': down() });
    expect(await client().proofFor(subject('revokedSigner'))).toMatchObject({
      kind: 'crl',
      status: { revokedAt },
    });
  });

  it('is asked once until its nextUpdate, also by many at a time', async () => {
    const { handler, count } = counted(good());
    test().serve({ '/ocsp/responder': handler });
    let now = NOW;
    const source = client({ clock: () => now });
    await Promise.all([1, 2, 3].map(() => source.proofFor(subject('signer'))));
    await source.proofFor(subject('signer'));
    expect(count()).toBe(1);
    now = new Date(TOMORROW.getTime() - 1);
    await source.proofFor(subject('signer'));
    expect(count()).toBe(1);
  });

  it('is asked again after a failure', async () => {
    test().serve({ '/ocsp/responder': down(), '/crl/issuing': down() });
    const source = client();
    await expect(source.proofFor(subject('signer'))).rejects.toMatchObject({
      code: 'REVOCATION_DATA_UNAVAILABLE',
    });
    test().serve();
    expect(await source.proofFor(subject('signer'))).toMatchObject({ status: 'good' });
  });

  it.skipIf(isMissing('openssl'))('satisfies OpenSSL', async () => {
    const { encoding } = await client().proofFor(subject('signer'));
    const check = [
      'ocsp',
      '-respin',
      write('answer.der', encoding),
      '-issuer',
      write('issuer.pem', subject('signer').issuer.x509.toString()),
      '-cert',
      write('signer.pem', subject('signer').certificate.x509.toString()),
      '-CAfile',
      write('root.pem', readCertificate(test().root).x509.toString()),
      '-no_nonce',
      '-validity_period',
      String(20 * 365 * 86_400),
    ];
    expect(runProgram('openssl', check)).toMatch(/signer\.pem: good/);
    const crl = await client().proofFor(subject('crlSigner'));
    const list = ['crl', '-inform', 'DER', '-in', write('issuing.crl', crl.encoding), '-text', '-noout'];
    const { serialNumber } = subject('revokedSigner').certificate.x509;
    expect(runProgram('openssl', list)).toContain(`Serial Number: ${serialNumber}`);
  });
});

describe('an answer is refused and the CRL asked instead when the responder', () => {
  const cases: readonly (readonly [string, () => Handler])[] = [
    ['belongs to another authority', () => odd({ responder: test().pki.strangeResponder })],
    ['is charged with something else', () => odd({ responder: test().pki.signer })],
    ['is out of date', () => odd({ thisUpdate: YESTERDAY, nextUpdate: TODAY })],
    ['lives in the future', () => odd({ thisUpdate: TOMORROW, nextUpdate: TOMORROW })],
    ['does not know the certificate', () => odd({ status: 'unknown' })],
    ['is too busy', () => refusedStatus('tryLater')],
    ['does not want to', () => refusedStatus('unauthorized')],
    ['is slow', () => slow(good(), 500)],
    ['talks nonsense', () => () => ocspReply(Buffer.from('good'))],
  ];

  it.each(cases)('%s', async (_, handler) => {
    test().serve({ '/ocsp/responder': handler() });
    expect(await client().proofFor(subject('signer'))).toMatchObject({ kind: 'crl', status: 'good' });
    test().serve({ '/ocsp/responder': handler(), '/crl/issuing': down() });
    await expect(client().proofFor(subject('signer'))).rejects.toMatchObject({
      code: 'REVOCATION_DATA_UNAVAILABLE',
    });
  });
});

describe('a CRL is refused when it', () => {
  it.each([
    ['is out of date', 'issuing', { thisUpdate: YESTERDAY, nextUpdate: TODAY }],
    ['is by another authority', 'otherIssuing', { thisUpdate: TODAY, nextUpdate: TOMORROW }],
  ] as const)('%s', async (_, issuer, dates) => {
    const body = issueCrl({ issuer: test().pki[issuer], revoked: [], ...dates });
    test().serve({ '/crl/issuing': () => ({ type: 'application/pkix-crl', body }) });
    await expect(client().proofFor(subject('crlSigner'))).rejects.toMatchObject({
      code: 'REVOCATION_DATA_UNAVAILABLE',
    });
  });
});

describe('validation data', () => {
  it('covers every certificate of a chain whose issuers have to be fetched', async () => {
    const { certificate } = subject('signer');
    const data = await gatherValidationData([{ certificate, known: [] }], client());
    expect(data.certificates).toHaveLength(3);
    expect([data.ocsps.length, data.crls.length]).toEqual([1, 1]);
  });

  it('is not to be had for a chain that leads nowhere', async () => {
    test().serve({ '/ca/issuing': down() });
    const { certificate } = subject('signer');
    await expect(gatherValidationData([{ certificate, known: [] }], client())).rejects.toMatchObject({
      code: 'REVOCATION_DATA_UNAVAILABLE',
    });
  });

  it('is refused for a revoked certificate', async () => {
    const { certificate } = subject('revokedSigner');
    await expect(gatherValidationData([{ certificate, known: [] }], client())).rejects.toMatchObject({
      code: 'SEAL_REVOKED',
    });
  });
});

function good(): Handler {
  return odd({});
}

function odd(answer: Partial<Parameters<typeof oddStatus>[0]>): Handler {
  const { pki } = test();
  return oddStatus({
    responder: pki.responder,
    status: 'good',
    thisUpdate: TODAY,
    nextUpdate: TOMORROW,
    ...answer,
  });
}

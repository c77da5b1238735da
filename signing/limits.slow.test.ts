import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureAlgorithm } from './asn1/algorithms.ts';
import { readCertificate } from './asn1/certificate.ts';
import { bits, context, integer, nothing, oid, sequence, setOf, time, utf8 } from './asn1/der.ts';
import { OID } from './asn1/oids.ts';
import { oidOf, readDer } from './asn1/tree.ts';
import { LIMITS } from './limits.ts';
import { readCrl } from './revocation/crl.ts';
import { attribute, plainCms } from './testing/plain-cms.ts';
import { LATER, NOW, testPki } from './testing/pki.ts';
import { issueCrl } from './training/crl.ts';
import { findChain } from './verify/chain.ts';
import { evidenceIn, isOdd } from './verify/evidence.ts';
import { readSignedData } from './verify/signed-data.ts';

const test = testPki();
const TOO_MUCH = 'LIMIT_REACHED';

describe('of ASN.1 no more is read', () => {
  it('than so many values', () => {
    expect(() => readDer(sequence(Buffer.alloc(2 * LIMITS.derValues + 2, nothing())))).toThrow(TOO_MUCH);
  });

  it('than so many levels', () => {
    let deep: Buffer = nothing();
    for (let level = 0; level <= LIMITS.derDepth; level += 1) deep = sequence(deep);
    expect(() => readDer(deep)).toThrow(TOO_MUCH);
  });

  it('than so many octets of an object identifier', () => {
    expect(oidOf(readDer(Buffer.concat([Buffer.from([6, 127]), Buffer.alloc(127, 1)])))).toBe('');
  });
});

it('a certificate that is remembered does not hold fast the file that it came in', () => {
  const file = Buffer.concat([Buffer.alloc(1_000_000), test().pki.signerRsa.certificate]);
  const { extensions } = readCertificate(file.subarray(1_000_000));
  expect(extensions.size).toBeGreaterThan(0);
  for (const { value } of extensions.values()) expect(value.buffer).not.toBe(file.buffer);
});

it('a long revocation list is read by its entries', () => {
  const { issuing, revokedSigner } = test().pki;
  const long = Array.from({ length: 3000 }, () => revokedSigner);
  const dates = { thisUpdate: NOW, nextUpdate: LATER };
  expect(readCrl(Buffer.from(issueCrl({ issuer: issuing, revoked: long, ...dates })))?.revoked.size).toBe(1);
});

describe('a signature is not read', () => {
  it.each([
    ['certificates', { certificates: many(LIMITS.certificates + 1) }],
    ['signed attributes', { more: many(LIMITS.attributes).map((one) => attribute(OID.commonName, one)) }],
    [
      'time stamps',
      { unsigned: context(1, attribute(OID.signatureTimeStamp, ...many(LIMITS.timeStamps + 1))) },
    ],
  ])('with too many %s', (_, odd) => {
    const { signer } = test().pki;
    expect(readSignedData(plainCms('content', signer))).toBeDefined();
    expect(() => readSignedData(plainCms('content', signer, odd))).toThrow(TOO_MUCH);
  });
});

it('validation data is not tried, each with each, beyond what a chain needs', () => {
  const one = { bytes: test().pki.issuing.certificate, offset: 0 };
  const certificates = Array.from({ length: LIMITS.validationItems + 1 }, () => one);
  expect(() => evidenceIn([{ certificates, ocsps: [], crls: [] }], undefined)).toThrow(TOO_MUCH);
});

describe('a web of certificates of one name', () => {
  it('and one key is walked without trying every way', () => {
    const web = webOf(LIMITS.validationItems, 1);
    const started = process.cpuUsage();
    const [first] = web;
    expect(first && findChain(first, web, [readCertificate(test().pki.signer.certificate)])).toBeUndefined();
    const items = web.map(({ raw }) => ({ bytes: raw, offset: 0 }));
    isOdd(evidenceIn([{ certificates: items, ocsps: [], crls: [] }], undefined), []);
    const { user, system } = process.cpuUsage(started);
    // A way of eight through 128 would take 128 ** 7 steps.
    expect((user + system) / 1000).toBeLessThan(3000);
  });

  it('and many keys is not walked', () => {
    const [first, ...others] = webOf(LIMITS.keysOfOneName + 2, LIMITS.keysOfOneName + 2);
    expect(() => first && findChain(first, others, [])).toThrow(TOO_MUCH);
  });
});

function many(count: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, number) => integer(number));
}

/** Certificates of one name, each by every one that has the next key: as short as X.509 allows, so that none is ruled out. */
function webOf(count: number, keys: number) {
  const pairs = Array.from(
    { length: keys },
    () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  );
  const name = sequence(setOf(sequence(oid(OID.commonName), utf8('one name'))));
  const algorithm = signatureAlgorithm('ecdsa');
  return Array.from({ length: count }, (_, number) => {
    const [own, above] = [pairs[number % keys], pairs[(number + 1) % keys]];
    if (!own || !above) throw new TypeError('there is a key for each');
    const toBeSigned = sequence(
      integer(number + 1),
      algorithm,
      name,
      sequence(time(NOW), time(LATER)),
      name,
      createPublicKey(own).export({ type: 'spki', format: 'der' }),
    );
    return readCertificate(sequence(toBeSigned, algorithm, bits(sign('sha256', toBeSigned, above))));
  });
}

import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from '../asn1/certificate.ts';
import { LEVELS } from '../seal/seal-report.ts';
import type { SealLevel } from '../seal/seal-report.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { DOSSIER, entriesOf, fileIn, sealedContainer } from '../testing/container.ts';
import { down } from '../testing/faulty.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import { servicesOf } from '../testing/seal.ts';
import { readSignedData } from '../verify/signed-data.ts';
import { signedDataIn } from './container.ts';
import { extendContainer } from './extend-container.ts';
import { makeContainer } from './make-container.ts';
import { ARCHIVE_MANIFEST, CONTAINER_TYPE, MANIFEST, numberedStamp, SIGNATURE } from './names.ts';
import { readManifest } from './read-manifest.ts';
import { verifyContainer } from './verify-container.ts';

const test = testPki();
const write = temporaryFiles();
const STAMP = numberedStamp(1);
let sealed: ReadonlyMap<SealLevel, Buffer>;

beforeAll(async () => {
  const made = LEVELS.map(async (level): Promise<[SealLevel, Buffer]> => [
    level,
    await sealedContainer(test(), level),
  ]);
  sealed = new Map(await Promise.all(made));
});

function at(level: SealLevel): Buffer {
  return sealed.get(level) ?? Buffer.alloc(0);
}

function rootPath(): string {
  return write('root.pem', readCertificate(test().root).x509.toString());
}

describe.each(LEVELS)('a container at level %s', (level) => {
  it('begins with its type, where programs look for it', () => {
    expect(at(level).toString('latin1', 0, 4)).toBe('PK\x03\x04');
    expect(at(level).toString('latin1', 30, 38 + CONTAINER_TYPE.length)).toBe(`mimetype${CONTAINER_TYPE}`);
  });

  it('lists every file with its media type and digest, and the signature over the list', () => {
    const manifest = readManifest(fileIn(at(level), MANIFEST));
    expect(manifest?.signature).toBe(SIGNATURE);
    expect(manifest?.references.map(({ name, mediaType, digest }) => [name, mediaType, digest])).toEqual(
      DOSSIER.map(({ name, mediaType, bytes }) => [name, mediaType, sha256(bytes)]),
    );
  });

  it('has nothing in its envelope but what the level takes', () => {
    const names = entriesOf(at(level)).map(({ name }) => name);
    const archive = level === 'B-LTA' ? [ARCHIVE_MANIFEST, STAMP] : [];
    expect(names).toEqual(['mimetype', ...DOSSIER.map(({ name }) => name), MANIFEST, SIGNATURE, ...archive]);
  });

  it.skipIf(isMissing('unzip'))('is sound for unzip', () => {
    expect(runProgram('unzip', ['-t', write(`${level}.asice`, at(level))])).toContain('No errors detected');
  });

  it.skipIf(isMissing('zipinfo'))('is, for zipinfo, without extra fields, comments and warnings', () => {
    const said = runProgram('zipinfo', ['-v', write(`${level}.asice`, at(level))]);
    const extras = [...said.matchAll(/length of extra field: +(\d+)/g)].map(([, length]) => length);
    expect(extras).toEqual(entriesOf(at(level)).map(() => '0'));
    expect(said).toContain('There is no zipfile comment.');
    expect(said.toLowerCase()).not.toMatch(/warning|error|caution/);
  });

  it.skipIf(isMissing('openssl'))('satisfies OpenSSL, which reads its manifest as the signed content', () => {
    const check = ['cms', '-verify', '-inform', 'DER', '-binary', '-cades', '-purpose', 'any'];
    const manifest = fileIn(at(level), MANIFEST);
    const files = [
      ['-in', write(`${level}.p7s`, fileIn(at(level), SIGNATURE))],
      ['-content', write('manifest.xml', manifest)],
      ['-CAfile', rootPath()],
    ];
    expect(runProgram('openssl', [...check, ...files.flat()])).toBe(Buffer.from(manifest).toString());
  });
});

describe('levels B-LT and B-LTA', () => {
  it.each(['B-LT', 'B-LTA'] as const)('keep the validation data in the signature: %s', (level) => {
    const cms = signedDataIn({ name: SIGNATURE, bytes: fileIn(at(level), SIGNATURE) });
    const kinds = cms?.revocationInfo?.map(([tag]) => tag);
    expect(cms?.certificates).toHaveLength(4);
    // One CRL of the root, OCSP answers on signer and time-stamp authority (RFC 5940).
    expect(kinds?.toSorted()).toEqual([0xa1, 0xa1, 0x30]);
  });

  it('are of version 5 only with OCSP answers in them', async () => {
    const byCrl = await sealedContainer(test(), 'B-LT', { signer: 'crlSigner' });
    for (const container of [byCrl, at('B-LT')]) {
      const bytes = fileIn(container, SIGNATURE);
      expect(readSignedData(bytes, 'lasting')).toBeDefined();
      expect(readSignedData(bytes, 'detached')).toBeUndefined();
    }
  });

  it.skipIf(isMissing('openssl'))('show OpenSSL a CRL and the answers in it', () => {
    const path = write('lasting.p7s', fileIn(at('B-LT'), SIGNATURE));
    const said = runProgram('openssl', ['cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', path]);
    expect(said).toContain('version: 5');
    expect(said).toContain('d.crl');
    expect(said).toContain('1.3.6.1.5.5.7.16.2');
  });
});

describe('an archive time stamp', () => {
  it('is over everything but the type, and says what it continues', async () => {
    const extended = await extendContainer(at('B-LTA'), {
      ...servicesOf(test()),
      trust: [test().root],
      at: NOW,
    });
    for (const [container, former] of [
      [at('B-LTA'), []],
      [extended, ['META-INF/ASiCArchiveManifest001.xml']],
    ] as const) {
      const manifest = readManifest(fileIn(container, ARCHIVE_MANIFEST));
      const others = entriesOf(container)
        .map(({ name }) => name)
        .filter((name) => ![ARCHIVE_MANIFEST, 'mimetype', manifest?.signature].includes(name));
      expect(manifest?.references.map(({ name }) => name)).toEqual(others);
      const roots = manifest?.references.filter(({ isRoot }) => isRoot).map(({ name }) => name);
      expect(roots).toEqual(former);
    }
  });

  it.skipIf(isMissing('openssl'))('is one as OpenSSL reads it', () => {
    const files = [
      ['-in', write('token.tst', fileIn(at('B-LTA'), STAMP))],
      ['-data', write('manifest.xml', fileIn(at('B-LTA'), ARCHIVE_MANIFEST))],
      ['-CAfile', rootPath()],
    ];
    expect(runProgram('openssl', ['ts', '-verify', '-token_in', ...files.flat()])).toContain(
      'Verification: OK',
    );
  });

  // Its command for time stamps knows the old PKCS #7 alone, which has no place for OCSP answers.
  it.skipIf(isMissing('openssl'))(
    'with validation data in it is still a sound signature for OpenSSL',
    async () => {
      const extension = { ...servicesOf(test()), trust: [test().root], at: NOW };
      const extended = await extendContainer(at('B-LTA'), extension);
      const bytes = fileIn(extended, STAMP);
      expect(signedDataIn({ name: STAMP, bytes })?.revocationInfo).toHaveLength(2);
      const check = [
        'cms',
        '-verify',
        '-inform',
        'DER',
        '-binary',
        '-purpose',
        'any',
        '-out',
        write('info', ''),
      ];
      const files = ['-in', write('token.tst', bytes), '-CAfile', rootPath()];
      expect(() => runProgram('openssl', [...check, ...files])).not.toThrow();
    },
  );

  it.skipIf(isMissing('openssl'))('on the signature is one as OpenSSL reads it', () => {
    const cms = signedDataIn({ name: SIGNATURE, bytes: fileIn(at('B-T'), SIGNATURE) });
    const files = [
      ['-in', write('token.tst', cms?.timeStamps[0] ?? '')],
      ['-data', write('signature.bin', cms?.signature ?? '')],
      ['-CAfile', rootPath()],
    ];
    expect(runProgram('openssl', ['ts', '-verify', '-token_in', ...files.flat()])).toContain(
      'Verification: OK',
    );
  });
});

it('the same files make the same container but for the signature, whenever and wherever', async () => {
  const [one, other] = await Promise.all([sealedContainer(test(), 'B-B'), sealedContainer(test(), 'B-B')]);
  const [some, same] = [one, other].map((container) => entriesOf(container).slice(0, -1));
  expect(some).toEqual(same);
  const end = one.indexOf(SIGNATURE) - 30;
  expect(one.subarray(0, end).equals(other.subarray(0, end))).toBe(true);
});

describe('no container is made', () => {
  it.each([
    '/etc/passwd', '../x', 'x/../y', './x', 'x//y', 'x/', 'C:/x', 'x\\y', 'mimetype', 'MIMETYPE', 'mimetype/x', 'META-INF/x',
    'meta-inf/x', 'META-INF', '', 'x.', 'x ', ' x', 'x\u0000', 'x\n', 'fdp\u202Eexe', 'e\u0301', 'x'.repeat(241), '\uD800',
  ])('with a file named %j', async (name) => {
    const file = { name, mediaType: 'text/plain', bytes: Buffer.from('x') };
    await expect(sealedContainer(test(), 'B-B', { files: [file] })).rejects.toThrow(TypeError);
  }); // prettier-ignore

  it.each([
    ['a.txt', 'a.txt'],
    ['a.txt', 'A.TXT'],
    ['straße/a', 'STRAßE/A'],
    ['a', 'a/b'],
    ['A/B', 'a/b/c'],
  ])('with files named %s and %s', async (...names) => {
    const files = names.map((name) => ({ name, mediaType: 'text/plain', bytes: Buffer.from('x') }));
    await expect(sealedContainer(test(), 'B-B', { files })).rejects.toThrow(TypeError);
  });

  it('without files, or with an odd media type', async () => {
    await expect(sealedContainer(test(), 'B-B', { files: [] })).rejects.toThrow(TypeError);
    for (const mediaType of ['', 'text', 'text/plain"', 'text/<x>', 'text/plain\n']) {
      const files = [{ name: 'a', mediaType, bytes: new Uint8Array() }];
      await expect(sealedContainer(test(), 'B-B', { files })).rejects.toThrow(TypeError);
    }
  });

  it('with more files than a reader takes', async () => {
    const files = Array.from({ length: 1000 }, (_, at_) => ({
      name: `${at_}`,
      mediaType: 'text/plain',
      bytes: new Uint8Array(),
    }));
    await expect(sealedContainer(test(), 'B-B', { files })).rejects.toThrow(RangeError);
    const most = await sealedContainer(test(), 'B-B', { files: files.slice(0, 997) });
    expect(verifyContainer(most, { trust: [test().root], at: LATER })).toMatchObject({
      indication: 'TOTAL-PASSED',
    });
  });

  it.each([
    ['the authority for time stamps is down', '/tsa/tsa', 'TIME_STAMP_UNAVAILABLE'],
    ['the list of the root is not to be had', '/crl/root', 'REVOCATION_DATA_UNAVAILABLE'],
  ])('at level B-LTA when %s', async (_, path, code) => {
    test().serve({ [path]: down() });
    await expect(sealedContainer(test(), 'B-LTA')).rejects.toMatchObject({ code });
    test().serve();
  });

  it('at level B-LT by a revoked certificate, nor with a time stamp by one', async () => {
    await expect(sealedContainer(test(), 'B-LT', { signer: 'revokedSigner' })).rejects.toMatchObject({
      code: 'SEAL_REVOKED',
    });
    await expect(sealedContainer(test(), 'B-LT', { tsa: 'revokedTsa' })).rejects.toMatchObject({
      code: 'SEAL_REVOKED',
    });
  });
});

describe('an authority that stamps with several certificates', () => {
  it('gets each of them proved', async () => {
    const [one, other] = [servicesOf(test()).tsa, servicesOf(test(), NOW, 'briefTsa').tsa];
    let calls = 0;
    const tsa = {
      stamp: (digest: Uint8Array) => {
        calls += 1;
        return (calls === 1 ? one : other).stamp(digest);
      },
    };
    const { revocation } = servicesOf(test());
    const order = {
      level: 'B-LTA',
      tsa,
      revocation,
      seal: test().seal('signer'),
      signedAt: NOW.toISOString(),
    } as const;
    const container = await makeContainer(DOSSIER, order);
    expect(calls).toBe(3);
    expect(verifyContainer(container, { trust: [test().root], at: LATER, demand: 'B-LTA' })).toMatchObject({
      indication: 'TOTAL-PASSED',
    });
  });
});

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

import { beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from '../asn1/certificate.ts';
import { catalogOf, fieldsOf, listOf, securityStoreOf } from '../pdf/catalog.ts';
import { openPdf, resolveDictionary } from '../pdf/read.ts';
import { write as writeValue } from '../pdf/values.ts';
import { renderReport } from '../render/report.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { sampleReport } from '../support/sample-report.ts';
import { NOW, testPki } from '../testing/pki.ts';
import { gradeOf, SEALING } from '../testing/seal.ts';
import { isTimeStamp, locateSignatures } from '../verify/locate.ts';
import { readSignedData } from '../verify/signed-data.ts';
import { LEVELS, sealReport } from './seal-report.ts';
import type { SealLevel } from './seal-report.ts';
import { stampsOf } from './stamps.ts';

const test = testPki();
const write = temporaryFiles();
let unsealed: Uint8Array;
let sealed: ReadonlyMap<SealLevel, Buffer>;

beforeAll(async () => {
  unsealed = await renderReport({ ...sampleReport(), sections: [] });
  const files = LEVELS.map(async (level): Promise<[SealLevel, Buffer]> => {
    const order = { seal: test().seal('signer'), sealing: SEALING, ...gradeOf(test(), level) };
    return [level, Buffer.from(await sealReport(unsealed, order))];
  });
  sealed = new Map(await Promise.all(files));
});

function at(level: SealLevel): Buffer {
  return sealed.get(level) ?? Buffer.alloc(0);
}

describe.each(LEVELS)('a report sealed at level %s', (level) => {
  it('begins with the unsealed report, byte by byte', () => {
    expect(at(level).subarray(0, unsealed.length).equals(unsealed)).toBe(true);
  });

  it('leaves pages, tags and metadata as they were', () => {
    const [before, after] = [openPdf(unsealed), openPdf(at(level))];
    for (const entry of ['Pages', 'StructTreeRoot', 'Metadata', 'OutputIntents', 'AF', 'Names', 'Lang']) {
      const values = [before, after].map((reader) => catalogOf(reader).dictionary[entry] ?? null);
      const [one, other] = values.map((value) => `${entry} ${writeValue(value)}`);
      expect(other).toBe(one);
    }
  });

  it.skipIf(isMissing('qpdf'))('has no syntax errors', () => {
    const checked = runProgram('qpdf', ['--check', write(`${level}.pdf`, at(level))]);
    expect(checked).toContain('No syntax or stream encoding errors');
  });

  it.skipIf(isMissing('pdfsig'))('is valid for poppler', () => {
    const opinion = runProgram('pdfsig', ['-nocert', write(`${level}-sig.pdf`, at(level))]);
    expect(opinion).toContain('Signature is Valid');
    expect(opinion).not.toContain('Digest Mismatch');
  });
});

describe('level B-T', () => {
  it('has one time stamp as its only unsigned attribute, in the room that was kept for it', () => {
    const [signature] = locateSignatures(at('B-T'));
    const cms = readSignedData(signature?.contents ?? Buffer.alloc(0));
    expect(cms?.timeStamps).toHaveLength(1);
    expect(cms?.hasOtherAttributes).toBe(false);
    expect(signature?.contents).toHaveLength(16 * 1024);
  });

  it.skipIf(isMissing('openssl'))('is stamped as OpenSSL reads it', () => {
    const cms = readSignedData(locateSignatures(at('B-T'))[0]?.contents ?? Buffer.alloc(0));
    expect(opensslOn(cms?.timeStamps[0], cms?.signature ?? Buffer.alloc(0))).toContain('Verification: OK');
  });
});

describe('level B-LT', () => {
  it('keeps chain and revocation data of signer and authority, each once', () => {
    const reader = openPdf(at('B-LT'));
    const store = securityStoreOf(reader);
    const counts = ['Certs', 'OCSPs', 'CRLs'].map((name) => listOf(reader, store?.[name]).length);
    expect(counts).toEqual([4, 2, 1]);
  });

  it('says that it uses the extensions of ETSI', () => {
    const { Extensions } = catalogOf(openPdf(at('B-LT'))).dictionary;
    expect(writeValue(Extensions ?? null)).toBe('<</ESIC <</BaseVersion /1.7 /ExtensionLevel 2>>>>');
  });
});

describe('level B-LTA', () => {
  it('ends with a document time stamp over everything, on no page and without appearance', () => {
    const file = at('B-LTA');
    const reader = openPdf(file);
    const field = fieldsOf(reader).at(-1);
    expect(Object.keys(resolveDictionary(reader, field) ?? {})).toEqual(['FT', 'T', 'TU', 'V']);
    const stamp = locateSignatures(file).find(isTimeStamp);
    expect(stamp?.range?.coversWholeFile).toBe(true);
    expect(stamp?.contents).toHaveLength(8 * 1024);
    expect(stampsOf(file).map(({ at: moment }) => moment)).toEqual([NOW, NOW]);
  });

  it.skipIf(isMissing('openssl'))('is stamped as OpenSSL reads it', () => {
    const stamp = locateSignatures(at('B-LTA')).find(isTimeStamp);
    const token = readSignedData(stamp?.contents ?? Buffer.alloc(0), 'enclosed')?.encoding;
    const covered = Buffer.concat([stamp?.range?.before ?? unsealed, stamp?.range?.after ?? unsealed]);
    expect(opensslOn(token, covered)).toContain('Verification: OK');
  });
});

function opensslOn(token: Uint8Array | undefined, content: Uint8Array): string {
  const files = [
    ['-in', write('token.tst', token ?? Buffer.alloc(0))],
    ['-data', write('content.bin', content)],
    ['-CAfile', write('root.pem', readCertificate(test().root).x509.toString())],
  ];
  return runProgram('openssl', ['ts', '-verify', '-token_in', ...files.flat()]);
}

import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { Constructed, fromBER, ObjectIdentifier, OctetString, Sequence, Set as Asn1Set } from 'asn1js';
import type { BaseBlock } from 'asn1js';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../render/report.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { sampleReport } from '../support/sample-report.ts';
import { makeTrainingSeal } from '../training-seal.ts';
import type { TrainingSeal } from '../training-seal.ts';
import { sealDetached } from './detached.ts';
import { openSeal } from './open-seal.ts';
import { sealPdf } from './seal-pdf.ts';

const write = temporaryFiles();
const sealing = {
  signedAt: '2026-11-21T10:31:00Z',
  name: 'Κόμβος πληροφοριών',
  reason: 'Заверен доклад',
  location: 'Bruxelles',
};

describe.each(['ec', 'rsa'] as const)('a report sealed with an %s key', (key) => {
  let training: TrainingSeal;
  let unsealed: Uint8Array;
  let pdf: Buffer;

  beforeAll(async () => {
    training = makeTrainingSeal({ key, passphrase: 'Größe' });
    unsealed = await renderReport(sampleReport());
    pdf = Buffer.from(await sealPdf(unsealed, await openSeal(training), sealing));
  });

  it('begins with the unsealed report, byte by byte', () => {
    expect(pdf.subarray(0, unsealed.length).equals(unsealed)).toBe(true);
  });

  it('is signed from its first to its last byte, but for the signature itself', () => {
    const { range } = signatureOf(pdf);
    expect(range[0]).toBe(0);
    expect((range[2] ?? 0) + (range[3] ?? 0)).toBe(pdf.length);
    expect(
      [pdf[range[1] ?? 0], pdf[(range[2] ?? 0) - 1]].map((code) => String.fromCharCode(code ?? 0)),
    ).toEqual(['<', '>']);
  });

  it('says in its dictionary what PAdES wants, in letters of any script', () => {
    const dictionary = pdf.toString('latin1', unsealed.length);
    expect(dictionary).toContain('/SubFilter /ETSI.CAdES.detached');
    expect(dictionary).toContain('/M (D:20261121103100Z)');
    expect(dictionary).toContain(
      `/Reason <feff${Buffer.from('Заверен доклад', 'utf16le').swap16().toString('hex')}>`,
    );
    expect(dictionary).not.toContain('/Cert ');
  });

  it('has exactly three signed attributes, in DER order, and no signing-time', () => {
    const attributes = attributesOf(signatureOf(pdf).cms);
    expect(attributes.map(({ type }) => type).sort()).toEqual([
      '1.2.840.113549.1.9.16.2.47',
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.4',
    ]);
    const encodings = attributes.map(({ encoding }) => encoding);
    expect([...encodings].sort((one, other) => Buffer.compare(one, other))).toEqual(encodings);
  });

  it('binds the signature to the digest of its certificate and carries the chain', () => {
    const { cms } = signatureOf(pdf);
    const digest = createHash('sha256').update(training.certificate).digest();
    const reference = attributesOf(cms).find(({ type }) => type.endsWith('.47'));
    expect(reference?.encoding.includes(digest)).toBe(true);
    for (const certificate of [training.certificate, ...training.chain])
      expect(cms.includes(Buffer.from(certificate))).toBe(true);
  });

  it('verifies with nothing but the certificate and node:crypto', () => {
    const { cms, content } = signatureOf(pdf);
    const digest = attributesOf(cms).find(({ type }) => type.endsWith('.9.4'));
    expect(digest?.encoding.includes(createHash('sha256').update(content).digest())).toBe(true);
    const publicKey = createPublicKey(
      new X509Certificate(training.certificate).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    expect(verify('sha256', attributesAsSet(cms), publicKey, signatureValue(cms))).toBe(true);
  });

  it.skipIf(isMissing('pdfsig'))('is valid for poppler', () => {
    const opinion = runProgram('pdfsig', ['-nocert', write(`${key}.pdf`, pdf)]);
    expect(opinion).toContain('Signature is Valid');
    expect(opinion).toContain('Total document signed');
    expect(opinion).toContain('ETSI.CAdES.detached');
  });

  it.skipIf(isMissing('openssl'))('is valid CAdES for OpenSSL, up to the training root', () => {
    const { cms, content } = signatureOf(pdf);
    const root = write(`${key}-root.pem`, new X509Certificate(training.root).toString());
    const files = [
      '-in',
      write(`${key}.cms`, cms),
      '-content',
      write(`${key}.bin`, content),
      '-CAfile',
      root,
    ];
    const check = [
      'cms',
      '-verify',
      '-inform',
      'DER',
      '-binary',
      '-cades',
      '-purpose',
      'any',
      '-out',
      '/dev/null',
    ];
    expect(() => runProgram('openssl', [...check, ...files])).not.toThrow();
  });

  it.skipIf(isMissing('qpdf'))('has no syntax errors', () => {
    expect(runProgram('qpdf', ['--check', write(`${key}-check.pdf`, pdf)])).toContain(
      'No syntax or stream encoding errors',
    );
  });
});

it.skipIf(isMissing('openssl'))('bytes of any kind are sealed apart from themselves', async () => {
  const training = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
  const receipt = Buffer.from('{"receipt":"R-1"}');
  const seal = await openSeal(training);
  const cms = await sealDetached(receipt, { seal, signedAt: sealing.signedAt });
  const root = write('detached-root.pem', new X509Certificate(training.root).toString());
  const files = [
    '-in',
    write('detached.cms', cms),
    '-content',
    write('receipt.json', receipt),
    '-CAfile',
    root,
  ];
  const check = ['cms', '-verify', '-inform', 'DER', '-binary', '-cades', '-purpose', 'any'];
  expect(runProgram('openssl', [...check, ...files])).toBe(receipt.toString());
});

it('a file without an empty signature field is refused', async () => {
  const seal = await openSeal(makeTrainingSeal({ key: 'ec', passphrase: 'training' }));
  const sealed = await sealPdf(await renderReport(sampleReport()), seal, sealing);
  await expect(sealPdf(sealed, seal, sealing)).rejects.toMatchObject({ code: 'PDF_WITHOUT_SEAL_FIELD' });
});

type Signature = { readonly range: readonly number[]; readonly cms: Buffer; readonly content: Buffer };

function signatureOf(pdf: Buffer): Signature {
  const range =
    /\/ByteRange \[([\d ]+)\]/.exec(pdf.toString('latin1'))?.[1]?.trim().split(' ').map(Number) ?? [];
  const [, length = 0, rest = 0] = range;
  const padded = Buffer.from(pdf.toString('latin1', length + 1, rest - 1), 'hex');
  const cms = padded.subarray(0, fromBER(padded).offset);
  return { range, cms, content: Buffer.concat([pdf.subarray(0, length), pdf.subarray(rest)]) };
}

function signerInfo(cms: Buffer): readonly BaseBlock[] {
  const signedData = children(children(fromBER(cms).result)[1])[0];
  return children(children(children(signedData).at(-1))[0]);
}

function attributesOf(cms: Buffer): readonly { readonly type: string; readonly encoding: Buffer }[] {
  return children(signerInfo(cms)[3]).map((attribute) => {
    const [type] = children(attribute);
    const encoding = Buffer.from(attribute.valueBeforeDecodeView);
    return { type: type instanceof ObjectIdentifier ? type.valueBlock.toString() : '', encoding };
  });
}

function attributesAsSet(cms: Buffer): Buffer {
  const bytes = Buffer.from(signerInfo(cms)[3]?.valueBeforeDecodeView ?? []);
  bytes[0] = 0x31;
  return bytes;
}

function signatureValue(cms: Buffer): Uint8Array {
  const value = signerInfo(cms)[5];
  return value instanceof OctetString ? value.valueBlock.valueHexView : new Uint8Array();
}

function children(block: BaseBlock | undefined): readonly BaseBlock[] {
  const isConstructed = block instanceof Sequence || block instanceof Asn1Set || block instanceof Constructed;
  return isConstructed ? block.valueBlock.value : [];
}

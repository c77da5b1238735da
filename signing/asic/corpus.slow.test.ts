import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { integer } from '../asn1/der.ts';
import { sealDetached } from '../seal/detached.ts';
import { embedValidationData } from '../seal/embed.ts';
import { LEVELS } from '../seal/seal-report.ts';
import type { SealLevel } from '../seal/seal-report.ts';
import { DOSSIER, entriesOf, fileIn, repacked, sealedContainer, withFile } from '../testing/container.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import type { Name } from '../testing/pki.ts';
import { servicesOf } from '../testing/seal.ts';
import { issueCrl } from '../training/crl.ts';
import type { VerificationOptions } from '../verify/policy.ts';
import { archive } from './archive-container.ts';
import { isLimit } from '../fault.ts';
import { LIMITS } from '../limits.ts';
import { makeContainer } from './make-container.ts';
import type { ContainedFile } from './make-container.ts';
import { SIGNATURE_TYPE, STAMP_TYPE, writeManifest } from './manifest.ts';
import { ARCHIVE_MANIFEST, MANIFEST, numberedStamp, SIGNATURE } from './names.ts';
import { verifyContainer } from './verify-container.ts';
import { writeZip } from './write-zip.ts';
import type { Entry } from './write-zip.ts';

const test = testPki();
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
  return Buffer.from(sealed.get(level) ?? Buffer.alloc(0));
}

function verify(container: Uint8Array, options: Partial<VerificationOptions> = {}) {
  return verifyContainer(container, { trust: [test().root], at: LATER, ...options });
}

const HASH_FAILURE = { indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE', reason: 'DIGEST_DIFFERS' };
const UNREADABLE = { indication: 'INDETERMINATE', reason: 'CONTAINER_UNREADABLE', files: [] };
const UNCOVERED = { indication: 'INDETERMINATE', reason: 'FILE_UNCOVERED' };
const GONE = { indication: 'INDETERMINATE', subIndication: 'SIGNED_DATA_NOT_FOUND', reason: 'FILE_MISSING' };
const TOO_LOW = { indication: 'INDETERMINATE', reason: 'LEVEL_NOT_REACHED' };
const EXTRA: Entry = { name: 'order.txt', bytes: Buffer.from('pay at once') };

describe.each(LEVELS)('a container at level %s', (level) => {
  it.each(['signer', 'signerRsa', 'crlSigner'] as const)(
    'by %s passes, also when that level is demanded, and gives back its files',
    async (signer) => {
      const found = verify(await sealedContainer(test(), level, { signer }), { demand: level });
      expect(found).toMatchObject({ indication: 'TOTAL-PASSED', level });
      expect(found.files.map(plain)).toEqual(DOSSIER.map(plain));
    },
  );

  it('does not pass when more is demanded', () => {
    for (const demand of LEVELS.slice(LEVELS.indexOf(level) + 1)) {
      expect(verify(at(level), { demand })).toMatchObject(TOO_LOW);
    }
  });

  it('is found altered, and gives nothing back, when a byte of any file is', () => {
    for (const { name, bytes } of entriesOf(at(level)).slice(1)) {
      if (bytes.length === 0 || name === SIGNATURE || name === STAMP) continue;
      const found = verify(withFile(at(level), name, flipped));
      const isUnread = found.reason === 'MANIFEST_UNREADABLE';
      expect(found.indication, `file ${name}`).toBe(isUnread ? 'INDETERMINATE' : 'TOTAL-FAILED');
      expect(found.files, `file ${name}`).toEqual([]);
    }
    expect(verify(withFile(at(level), 'case.json', flipped))).toMatchObject(HASH_FAILURE);
  });

  it('is found forged when a byte of its signature is', () => {
    const value = Buffer.from('06082a8648ce3d040302', 'hex');
    const container = withFile(at(level), SIGNATURE, (bytes) => {
      const from = bytes.indexOf(value, bytes.indexOf(Buffer.from('06092a864886f70d010904', 'hex')));
      bytes[from + 30] = (bytes[from + 30] ?? 0) ^ 1;
      return bytes;
    });
    expect(verify(container)).toMatchObject({ indication: 'TOTAL-FAILED' });
  });

  it('without its archive time stamp is only what is left', () => {
    const left = without(at(level), [ARCHIVE_MANIFEST, STAMP]);
    const isArchived = level === 'B-LTA';
    expect(verify(left)).toMatchObject({ indication: 'TOTAL-PASSED', level: isArchived ? 'B-LT' : level });
    const passed = { indication: 'TOTAL-PASSED' };
    expect(verify(left, { demand: level })).toMatchObject(isArchived ? TOO_LOW : passed);
  });

  it('is found extended by a file, wherever it lies and however it is packed', () => {
    for (const name of ['order.txt', 'messages/0002.xml', 'META-INF/manifest.xml', 'META-INF/order.txt']) {
      const found = verify(repacked(at(level), (entries) => [...entries, { ...EXTRA, name }]));
      expect(found).toMatchObject(UNCOVERED);
      expect(found.files.map(plain)).toEqual(DOSSIER.map(plain));
    }
  });

  it('is found short of a file that was removed or renamed', () => {
    expect(verify(without(at(level), ['case.json']))).toMatchObject(GONE);
    expect(verify(repacked(at(level), (entries) => entries.map(renamed)))).toMatchObject(GONE);
    expect(verify(without(at(level), [SIGNATURE]))).toMatchObject({ reason: 'FILE_MISSING', files: [] });
    expect(verify(without(at(level), [MANIFEST]))).toMatchObject({ reason: 'MANIFEST_MISSING', files: [] });
  });

  it('has no second file of a name, nor one that differs in its case, nor a folder by the name of a file', () => {
    for (const name of ['case.json', 'Case.JSON', 'case.json/x', 'mimetype', 'MimeType', 'meta-inf/x']) {
      const found = verify(repacked(at(level), (entries) => [...entries, { ...EXTRA, name }]));
      expect(found, `file ${name}`).toMatchObject({
        indication: 'INDETERMINATE',
        reason: 'FILE_NAME_UNSAFE',
        files: [],
      });
    }
  });

  it('says first and rightly what it is', () => {
    const type = { indication: 'INDETERMINATE', reason: 'CONTAINER_TYPE_DIFFERS', files: [] };
    expect(verify(repacked(at(level), (entries) => entries.toReversed()))).toMatchObject(type);
    expect(verify(without(at(level), ['mimetype']))).toMatchObject(type);
    expect(
      verify(withFile(at(level), 'mimetype', (bytes) => Buffer.concat([bytes, Buffer.from('\n')]))),
    ).toMatchObject(type);
    const simple = Buffer.from('application/vnd.etsi.asic-s+zip');
    expect(verify(withFile(at(level), 'mimetype', () => simple))).toMatchObject(type);
  });

  it('by a certificate that was revoked before does not pass where that can be known', async () => {
    expect(verify(await withStore(level, 'revokedSigner'))).toMatchObject(
      isStored(level)
        ? { indication: 'TOTAL-FAILED', subIndication: 'REVOKED' }
        : { indication: 'TOTAL-PASSED', level },
    );
  });

  it('whose revocation data is missing does not pass at the level that has it', async () => {
    const found = verify(await withStore(level, 'signer', false), isStored(level) ? {} : { demand: 'B-LT' });
    expect(found).toMatchObject(isStored(level) ? { subIndication: 'TRY_LATER' } : TOO_LOW);
  });

  it('with a time stamp over something else does not pass', async () => {
    const { revocation } = servicesOf(test());
    const tsa = { stamp: wronglyStamped };
    const grade = level === 'B-B' || level === 'B-T' ? { level, tsa } : { level, tsa, revocation };
    const order = { seal: test().seal('signer'), signedAt: NOW.toISOString(), ...grade };
    const found = verify(await makeContainer(DOSSIER, order));
    expect(found).toMatchObject(
      level === 'B-B' ? { indication: 'TOTAL-PASSED' } : { reason: 'IMPRINT_DIFFERS', files: [] },
    );
  });

  it('never passes with any single byte of its headers altered that means something', () => {
    const file = at(level);
    const passed: number[] = [];
    for (let position = 0; position < file.length; position += 5) {
      if (verify(toggled(Buffer.from(file), position), { demand: level }).indication === 'TOTAL-PASSED')
        passed.push(position);
    }
    expect(passed.filter((position) => !isMeaningless(file, position))).toEqual([]);
  });

  it('never passes with any single byte of a file altered, its checksum made to fit', () => {
    const passed: string[] = [];
    for (const { name, bytes } of entriesOf(at(level))) {
      for (let position = 0; position < bytes.length; position += 97) {
        const copy = withFile(at(level), name, (content) => toggled(content, position));
        if (verify(copy, { demand: level }).indication === 'TOTAL-PASSED') passed.push(`${name} ${position}`);
      }
    }
    expect(passed).toEqual([]);
  });

  it('never gives back other files than were sealed, however it is cut and stuffed', () => {
    const file = at(level);
    const edit = fc.record({
      from: fc.nat(file.length),
      cut: fc.nat(60),
      stuff: fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc.nat(file.length).map((from) => file.subarray(from, from + 90)),
      ),
    });
    const expected = JSON.stringify(DOSSIER.map(plain));
    const seen = fc.check(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const found = verify(edits.reduce(edited, file), { demand: level });
        return found.indication !== 'TOTAL-PASSED' || JSON.stringify(found.files.map(plain)) === expected;
      }),
      { numRuns: 300 },
    );
    expect(seen).toMatchObject({ failed: false });
  });
});

it('whatever its envelope is made to say, a container gives back the files that were sealed, or does not pass', () => {
  const names = [MANIFEST, SIGNATURE, ARCHIVE_MANIFEST, STAMP];
  const expected = JSON.stringify(DOSSIER.map(plain));
  const edit = fc.record({ from: fc.nat(3000), cut: fc.nat(40), stuff: fc.uint8Array({ maxLength: 40 }) });
  const seen = fc.check(
    fc.property(fc.constantFrom(...names), fc.array(edit, { minLength: 1, maxLength: 3 }), (name, edits) => {
      const found = judged(withFile(at('B-LTA'), name, (bytes) => edits.reduce(edited, bytes)));
      return found?.indication !== 'TOTAL-PASSED' || JSON.stringify(found.files.map(plain)) === expected;
    }),
    { numRuns: 500 },
  );
  expect(seen).toMatchObject({ failed: false });
});

/** Nothing where an edit has made more of it than is looked at, such as elements in each other: that is refused, and no pass. */
function judged(container: Uint8Array): ReturnType<typeof verify> | undefined {
  try {
    return verify(container);
  } catch (error) {
    if (isLimit(error)) return undefined;
    throw error;
  }
}

describe('a container that would take too long to judge is refused', () => {
  const tooLarge = { indication: 'INDETERMINATE', reason: 'CONTAINER_TOO_LARGE', files: [] };

  it('by the number of its manifests', () => {
    const more = Array.from({ length: LIMITS.manifests }, (_, number) => ({
      name: `META-INF/ASiCManifest${number}.xml`,
      bytes: fileIn(at('B-B'), MANIFEST),
    }));
    expect(verify(repacked(at('B-B'), (entries) => [...entries, ...more]))).toMatchObject(tooLarge);
  });

  it('by the size of a signature or a manifest', () => {
    const zeros = Buffer.alloc(LIMITS.signatureBytes + 1);
    const container = repacked(at('B-B'), (entries) => [
      ...entries,
      { name: 'META-INF/signature2.p7s', bytes: zeros },
    ]);
    expect(verify(container)).toMatchObject(tooLarge);
    const long = withFile(at('B-B'), MANIFEST, (bytes) =>
      Buffer.concat([bytes, Buffer.alloc(LIMITS.manifestBytes, ' ')]),
    );
    expect(() => verify(long)).toThrow('LIMIT_REACHED');
  });

  it('by its validation data', () => {
    const ocsps = Array.from({ length: LIMITS.validationItems + 1 }, (_, number) => integer(number));
    const stuffed = withFile(at('B-T'), SIGNATURE, (bytes) =>
      embedValidationData(bytes, { certificates: [], ocsps, crls: [] }),
    );
    expect(() => verify(stuffed)).toThrow('LIMIT_REACHED');
  });
});

describe('an archive time stamp', () => {
  it('does not outlive a change of what it is over', () => {
    const container = withFile(at('B-LTA'), 'case.json', flipped);
    expect(verify(container).timeStamps).toMatchObject([
      { indication: 'TOTAL-FAILED', reason: 'DIGEST_DIFFERS' },
    ]);
  });

  it('is missed where its manifest is left, or the other way round', () => {
    expect(verify(without(at('B-LTA'), [STAMP]))).toMatchObject({ reason: 'FILE_MISSING', files: [] });
    expect(verify(without(at('B-LTA'), [ARCHIVE_MANIFEST]))).toMatchObject({ reason: 'MANIFEST_MISSING' });
  });

  it('over less than a signature does not lift it', async () => {
    const base = entriesOf(at('B-LT'));
    const listed = base.filter(({ name }) => name !== 'case.json' && name !== 'mimetype');
    const found = verify(await archivedOddly(base, listed));
    expect(found).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LT' });
  });

  it('does not lift a signature that has no time stamp of its own', async () => {
    const base = entriesOf(at('B-B'));
    expect(verify(await archivedOddly(base, base.slice(1)))).toMatchObject({
      indication: 'TOTAL-PASSED',
      level: 'B-B',
    });
  });

  it('that continues itself, or nothing that is there, is refused', async () => {
    const base = entriesOf(at('B-LT'));
    const listed = base.slice(1).map((entry) => ({ ...entry, isRoot: entry.name === 'case.json' }));
    expect(verify(await archivedOddly(base, listed))).toMatchObject({ reason: 'MANIFEST_ODD' });
    const own = [...base.slice(1), { name: ARCHIVE_MANIFEST, bytes: new Uint8Array(), isRoot: true }];
    expect(verify(await archivedOddly(base, own))).toMatchObject({ reason: 'MANIFEST_ODD' });
  });
});

describe('several signatures', () => {
  it('are all judged, and the container is as good as the worst', async () => {
    const both = await countersigned(at('B-T'), 'signerRsa', DOSSIER);
    expect(verify(both)).toMatchObject({
      indication: 'TOTAL-PASSED',
      level: 'B-B',
      signatures: [{ level: 'B-T' }, { level: 'B-B' }],
    });
    expect(verify(await countersigned(at('B-T'), 'encryptionOnly', DOSSIER))).toMatchObject({
      indication: 'INDETERMINATE',
      reason: 'KEY_USAGE_DIFFERS',
    });
  });

  it('do not lend each other what they cover', async () => {
    const file = { ...EXTRA, mediaType: 'text/plain' };
    const slipped = repacked(at('B-T'), (entries) => [...entries, file]);
    const found = verify(await countersigned(slipped, 'signerRsa', [...DOSSIER, file]));
    expect(found).toMatchObject(UNCOVERED);
    expect(found.files.map(({ name }) => name)).not.toContain('order.txt');
  });

  it('do not share a manifest or a signature', () => {
    const twice = repacked(at('B-B'), (entries) => [
      ...entries,
      { name: 'META-INF/ASiCManifest2.xml', bytes: fileIn(at('B-B'), MANIFEST) },
    ]);
    expect(verify(twice)).toMatchObject({ reason: 'MANIFEST_ODD', files: [] });
    const stray = repacked(at('B-B'), (entries) => [
      ...entries,
      { name: 'META-INF/signature2.p7s', bytes: fileIn(at('B-B'), SIGNATURE) },
    ]);
    expect(verify(stray)).toMatchObject({ reason: 'MANIFEST_MISSING', files: [] });
  });
});

it('a file that is no container at all is called so', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('%PDF-1.7'),
    Buffer.alloc(5000),
    at('B-B').subarray(0, -1),
  ]) {
    expect(verify(bytes)).toMatchObject(UNREADABLE);
  }
});

it('a container of files without any signature has none', () => {
  const bare = without(at('B-B'), [SIGNATURE, MANIFEST]);
  expect(verify(bare)).toMatchObject({ indication: 'TOTAL-FAILED', reason: 'NO_SIGNATURE', files: [] });
});

it('a container whose signer is trusted by nobody gives its files with a doubt', () => {
  const found = verify(at('B-LTA'), { trust: [test().pki.otherIssuing.certificate] });
  expect(found).toMatchObject({ indication: 'INDETERMINATE', reason: 'ISSUER_UNKNOWN' });
  expect(found.files).toHaveLength(DOSSIER.length);
});

function plain({ name, mediaType, bytes }: ContainedFile) {
  return [name, mediaType, createHash('sha256').update(bytes).digest('hex')];
}

function flipped(bytes: Buffer): Buffer {
  return toggled(bytes, 2 * Math.floor(bytes.length / 4));
}

function toggled(bytes: Buffer, position: number): Buffer {
  bytes[position] = (bytes[position] ?? 0) ^ (position % 2 === 0 ? 0x01 : 0x20);
  return bytes;
}

function without(container: Uint8Array, names: readonly string[]): Buffer {
  return repacked(container, (entries) => entries.filter(({ name }) => !names.includes(name)));
}

function renamed(entry: Entry): Entry {
  return entry.name === 'case.json' ? { ...entry, name: 'file.json' } : entry;
}

type Edit = { readonly from: number; readonly cut: number; readonly stuff: Uint8Array };

function edited(file: Buffer, { from, cut, stuff }: Edit): Buffer {
  return Buffer.concat([file.subarray(0, from), stuff, file.subarray(from + cut)]);
}

/** In the directory: the program that packed, and rights; at the end of packed bytes, bits that only fill the last one. */
function isMeaningless(file: Buffer, position: number): boolean {
  const directory = file.readUInt32LE(file.length - 6);
  if (position < directory) {
    const header = file.lastIndexOf(Buffer.from('PK\x03\x04', 'latin1'), position + 4);
    const next = file.indexOf(Buffer.from('PK', 'latin1'), position + 1);
    return file.readUInt16LE(header + 8) === 8 && position === next - 1;
  }
  const line = file.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'), position);
  const field = position - line;
  return line >= directory && ([4, 5, 36].includes(field) || (field >= 38 && field < 42));
}

async function wronglyStamped(digest: Uint8Array): Promise<Uint8Array> {
  return servicesOf(test()).tsa.stamp(flipped(Buffer.from(digest)));
}

function isStored(level: SealLevel): boolean {
  return level === 'B-LT' || level === 'B-LTA';
}

/** At the level, but with validation data that sealing itself would refuse. */
async function withStore(level: SealLevel, signer: Name, hasSigner = true): Promise<Uint8Array> {
  const simple = await sealedContainer(test(), level === 'B-B' ? 'B-B' : 'B-T', { signer });
  if (!isStored(level)) return simple;
  const { pki } = test();
  const dates = { thisUpdate: NOW, nextUpdate: LATER };
  const crls = (['issuing', 'root'] as const).map((name) =>
    issueCrl({ issuer: pki[name], revoked: name === 'issuing' ? [pki.revokedSigner] : [], ...dates }),
  );
  const certificates = [pki.issuing.certificate, pki.root.certificate];
  const data = { certificates, ocsps: [], crls: hasSigner ? crls : crls.slice(1) };
  const stored = withFile(simple, SIGNATURE, (bytes) => embedValidationData(bytes, data));
  if (level === 'B-LT') return stored;
  return writeZip(await archive(entriesOf(stored), [], servicesOf(test())));
}

/** Under an archive time stamp with a manifest of somebody's own making. */
async function archivedOddly(
  entries: readonly Entry[],
  listed: readonly (Entry & { readonly isRoot?: boolean })[],
): Promise<Buffer> {
  const manifest = writeManifest({ name: STAMP, mediaType: STAMP_TYPE }, listed);
  const token = await servicesOf(test()).tsa.stamp(createHash('sha256').update(manifest).digest());
  return writeZip([...entries, { name: ARCHIVE_MANIFEST, bytes: manifest }, { name: STAMP, bytes: token }]);
}

/** With a second signature beside the first. */
async function countersigned(
  container: Uint8Array,
  signer: Name,
  files: readonly ContainedFile[],
): Promise<Buffer> {
  const name = 'META-INF/signature2.p7s';
  const manifest = writeManifest({ name, mediaType: SIGNATURE_TYPE }, files);
  const bytes = await sealDetached(manifest, { seal: test().seal(signer), signedAt: NOW.toISOString() });
  return repacked(container, (entries) => [
    ...entries,
    { name: 'META-INF/ASiCManifest2.xml', bytes: manifest },
    { name, bytes },
  ]);
}

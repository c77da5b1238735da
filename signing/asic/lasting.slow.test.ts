import { describe, expect, it } from 'vitest';
import { DOSSIER, entriesOf, repacked, sealedContainer, withFile } from '../testing/container.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import { servicesOf } from '../testing/seal.ts';
import type { VerificationOptions } from '../verify/policy.ts';
import { containerStampsEndAt, extendContainer } from './extend-container.ts';
import { ARCHIVE_MANIFEST, numberedArchiveManifest, numberedStamp } from './names.ts';
import { verifyContainer } from './verify-container.ts';

const test = testPki();
/** Brief certificates end with 2027, the others last. */
const BEFORE_END = new Date('2027-12-01T00:00:00Z');
const AFTER_END = new Date('2028-06-01T00:00:00Z');
const MUCH_LATER = new Date('2040-01-01T00:00:00Z');
const BRIEF = { signer: 'briefSigner', tsa: 'briefTsa' } as const;

function verify(container: Uint8Array, options: Partial<VerificationOptions> = {}) {
  return verifyContainer(container, { trust: [test().root], at: LATER, ...options });
}

function extended(container: Uint8Array, at: Date) {
  return extendContainer(container, { ...servicesOf(test(), at), trust: [test().root], at });
}

describe('when the certificate of the seal has ended', () => {
  it('a container without a time stamp is out of bounds', async () => {
    const container = await sealedContainer(test(), 'B-B', { signer: 'briefSigner' });
    expect(verify(container, { at: AFTER_END })).toMatchObject({ subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  });

  it.each(['B-T', 'B-LT', 'B-LTA'] as const)('one at level %s still passes', async (level) => {
    const container = await sealedContainer(test(), level, { signer: 'briefSigner' });
    expect(verify(container, { at: AFTER_END, demand: level })).toMatchObject({
      indication: 'TOTAL-PASSED',
      signatures: [{ provenAt: NOW.toISOString() }],
    });
  });
});

describe('when the certificate of the time-stamp authority has ended', () => {
  it.each(['B-T', 'B-LT', 'B-LTA'] as const)('a container at level %s is out of bounds', async (level) => {
    const container = await sealedContainer(test(), level, BRIEF);
    expect(verify(container, { at: AFTER_END })).toMatchObject({ subIndication: 'OUT_OF_BOUNDS_NO_POE' });
    await expect(extended(container, AFTER_END)).rejects.toMatchObject({ code: 'SEAL_NOT_EXTENDABLE' });
  });

  it('one that was extended before passes, and needs the next extension when it says so', async () => {
    const container = await sealedContainer(test(), 'B-LTA', BRIEF);
    expect(containerStampsEndAt(container)).toEqual(new Date('2028-01-01T00:00:00Z'));
    const longer = await extended(container, BEFORE_END);
    expect(containerStampsEndAt(longer)).toEqual(new Date('2045-12-31T00:00:00Z'));
    const found = verify(longer, { at: MUCH_LATER, demand: 'B-LTA' });
    expect(found).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
    expect(found.files).toHaveLength(DOSSIER.length);
    expect(found.timeStamps.map(({ at }) => at)).toEqual([BEFORE_END, NOW].map((date) => date.toISOString()));
  });

  it('one that was extended twice passes with three time stamps, each link of its chain in place', async () => {
    const once = await extended(await sealedContainer(test(), 'B-LTA', BRIEF), BEFORE_END);
    const twice = await extended(once, AFTER_END);
    const found = verify(twice, { at: MUCH_LATER, demand: 'B-LTA' });
    expect(found).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
    expect(found.timeStamps).toHaveLength(3);
    for (const name of [numberedArchiveManifest(1), numberedArchiveManifest(2), numberedStamp(1)]) {
      const altered = withFile(twice, name, (bytes) => Buffer.concat([bytes, Buffer.from(' ')]));
      expect(verify(altered, { at: MUCH_LATER }).indication, `file ${name}`).toBe('TOTAL-FAILED');
    }
  });

  it('one whose newest archive time stamp was taken off is out of bounds again', async () => {
    const longer = await extended(await sealedContainer(test(), 'B-LTA', BRIEF), BEFORE_END);
    const back = repacked(longer, (entries) =>
      entries
        .filter(({ name }) => name !== ARCHIVE_MANIFEST && name !== numberedStamp(2))
        .map((entry) =>
          entry.name === numberedArchiveManifest(1) ? { ...entry, name: ARCHIVE_MANIFEST } : entry,
        ),
    );
    expect(verify(back, { at: BEFORE_END })).toMatchObject({ indication: 'TOTAL-PASSED' });
    expect(verify(back, { at: AFTER_END })).toMatchObject({ subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  });
});

describe.each(['B-B', 'B-T', 'B-LT'] as const)('a container at level %s', (level) => {
  it('is lifted to B-LTA by extending, and its files stay as they are', async () => {
    const container = await sealedContainer(test(), level);
    const lifted = await extended(container, NOW);
    expect(verify(lifted, { demand: 'B-LTA' })).toMatchObject({ indication: 'TOTAL-PASSED' });
    const kept = DOSSIER.length + 2;
    expect(entriesOf(lifted).slice(0, kept)).toEqual(entriesOf(container).slice(0, kept));
  });
});

it('a container that does not verify is not extended, and one that cannot be read has no end', async () => {
  const container = await sealedContainer(test(), 'B-LTA');
  const altered = withFile(container, 'case.json', (bytes) => bytes.subarray(1));
  await expect(extended(altered, NOW)).rejects.toMatchObject({ code: 'SEAL_NOT_EXTENDABLE' });
  expect(() => containerStampsEndAt(Buffer.from('%PDF-1.7'))).toThrow('CONTAINER_UNREADABLE');
});

it('a container without time stamps names no end', async () => {
  expect(containerStampsEndAt(await sealedContainer(test(), 'B-B'))).toBeUndefined();
});

it('a responder that has ended may have answered later, unless an archive time stamp covers its answer', async () => {
  const lasting = await sealedContainer(test(), 'B-LT', { signer: 'briefStatusSigner' });
  expect(verify(lasting, { at: AFTER_END })).toMatchObject({
    indication: 'INDETERMINATE',
    subIndication: 'NO_POE',
  });
  const archived = await sealedContainer(test(), 'B-LTA', { signer: 'briefStatusSigner' });
  expect(verify(archived, { at: AFTER_END })).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
});

it('a later archive time stamp that says to be earlier does not pass', async () => {
  const container = await sealedContainer(test(), 'B-LT');
  const earlier = new Date(NOW.getTime() - 60_000);
  const services = { ...servicesOf(test()), tsa: servicesOf(test(), earlier).tsa };
  const odd = await extendContainer(container, { ...services, trust: [test().root], at: NOW });
  expect(verify(odd)).toMatchObject({ subIndication: 'TIMESTAMP_ORDER_FAILURE' });
});

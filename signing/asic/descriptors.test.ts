import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { entriesOf, sealedContainer } from '../testing/container.ts';
import { LATER, testPki } from '../testing/pki.ts';
import { streamedZip } from '../testing/streamed-zip.ts';
import { readZip } from './read-zip.ts';
import { verifyContainer } from './verify-container.ts';

const test = testPki();
const ENTRIES = [
  { name: 'mimetype', bytes: Buffer.from('application/x') },
  { name: 'long.txt', bytes: Buffer.from('to and fro '.repeat(100)) },
];
const UNREADABLE = { refused: 'CONTAINER_UNREADABLE' };

it('a container that was written in one go, as Java does it, is judged like any other', async () => {
  const entries = entriesOf(await sealedContainer(test(), 'B-LTA'));
  expect(verifyContainer(streamedZip(entries), { trust: [test().root], at: LATER })).toMatchObject({
    indication: 'TOTAL-PASSED',
    level: 'B-LTA',
  });
});

it.each([
  ['mark', 0],
  ['checksum', 4],
  ['packed size', 8],
  ['size', 12],
])('a descriptor that contradicts the directory is not believed: %s', (_, field) => {
  const file = streamedZip(ENTRIES);
  expect(readZip(file)).toHaveLength(2);
  const at = file.lastIndexOf(Buffer.from('PK\x07\x08', 'latin1')) + field;
  file[at] = (file[at] ?? 0) ^ 1;
  expect(readZip(file)).toEqual(UNREADABLE);
});

it('a header that knows already what its descriptor says is not believed', () => {
  const file = streamedZip(ENTRIES);
  const header = file.indexOf('long.txt') - 30;
  file.writeUInt32LE(crc32(ENTRIES[1]?.bytes ?? ''), header + 14);
  expect(readZip(file)).toEqual(UNREADABLE);
});

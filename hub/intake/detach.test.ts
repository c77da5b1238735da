import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { detach } from './detach.ts';

const PNG = Buffer.from('89504e470d0a1a0a00', 'hex');

function attached(content: string, mediaType = 'image/png') {
  return detach({ kept: 1, attachments: [{ id: 'doc-1', name: 'scan', mediaType, content }] });
}

test('the bytes of a document go their own way, and its digest and size stand in for them', () => {
  const sha256 = createHash('sha256').update(PNG).digest('hex');
  expect(attached(PNG.toString('base64'))).toEqual({
    data: {
      kept: 1,
      attachments: [{ id: 'doc-1', name: 'scan', mediaType: 'image/png', sha256, size: 9 }],
    },
    blobs: [{ sha256, bytes: PNG, mediaType: 'image/png', path: '/data/attachments/0/content' }],
    claims: [],
    faults: [],
  });
});

test.each([
  ['application/pdf', '255044462d312e37'],
  ['image/png', '89504e470d0a1a0a'],
  ['image/jpeg', 'ffd8ffe0'],
  ['image/tiff', '49492a0008'],
  ['image/tiff', '4d4d002a08'],
  ['text/plain', '00'],
])('a document of the type %s may begin with %s', (mediaType, start) => {
  expect(attached(Buffer.from(start, 'hex').toString('base64'), mediaType).faults).toEqual([]);
});

test('an upload stands for its bytes by what is said of it, and is claimed', () => {
  const upload = { id: '00000000-0000-4000-8000-000000000001', sha256: 'ab'.repeat(32), size: 5_000_000 };
  const { data, ...rest } = detach({
    attachments: [{ id: 'doc-1', name: 'scan', mediaType: 'image/png', upload }],
  });
  const { sha256, size } = upload;
  expect(data).toEqual({
    attachments: [{ id: 'doc-1', name: 'scan', mediaType: 'image/png', sha256, size, uploaded: true }],
  });
  const path = '/data/attachments/0/upload';
  expect(rest).toEqual({ blobs: [], claims: [{ ...upload, mediaType: 'image/png', path }], faults: [] });
});

test('a document that is kept is left to who knows the case, and a message about it has no bytes', () => {
  const attachments = [{ id: 'doc-1', name: 'scan', mediaType: 'image/png', kept: true }];
  expect(detach({ attachments })).toEqual({ data: { attachments }, blobs: [], claims: [], faults: [] });
});

const UPLOAD = { id: 'x', sha256: 'x', size: 1 };

test.each([
  ['none', {}],
  ['two', { content: '', upload: UPLOAD }],
  ['two', { content: '', kept: true }],
  ['two', { upload: UPLOAD, kept: true }],
  ['all', { content: '', upload: UPLOAD, kept: true }],
  ['none', { kept: false }],
  ['another', { content: '', kept: false }],
])('a document with %s of content, upload and kept is refused', (_, members) => {
  const { faults, blobs, claims } = detach({
    attachments: [{ id: 'doc-1', name: 'scan', mediaType: 'image/png', ...members }],
  });
  expect(faults).toEqual([{ code: 'ATTACHMENT_NEITHER', path: '/data/attachments/0', facts: {} }]);
  expect([...blobs, ...claims]).toEqual([]);
});

describe('a document is refused', () => {
  test.each([
    ['that is not what it says', Buffer.from('%PDF-1.7').toString('base64')],
    ['that is empty, where the type has a beginning', ''],
    ['that breaks off in the midst of its beginning', PNG.subarray(0, 7).toString('base64')],
    ['whose padding is missing', PNG.subarray(0, 8).toString('base64').replace(/=+$/, '')],
    ['whose last digit carries bits that nobody reads', 'iVBORw0KGgp='],
    ['with too much padding', `${PNG.toString('base64')}==`],
    ['in the alphabet of addresses', Buffer.from('89504e470d0a1a0afbff', 'hex').toString('base64url')],
  ])('%s', (_, content) => {
    expect(attached(content).faults.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'ATTACHMENT_CONTENT /data/attachments/0/content',
    ]);
  });

  test('each with its place, all at once', () => {
    const wrong = { id: 'x', name: 'x', mediaType: 'image/png', content: '' };
    const right = { ...wrong, content: PNG.toString('base64') };
    const { faults } = detach({ attachments: [wrong, right, wrong] });
    expect(faults.map(({ path }) => path)).toEqual([
      '/data/attachments/0/content',
      '/data/attachments/2/content',
    ]);
  });
});

test.each([[undefined], [null], ['text'], [{}], [{ attachments: 'none' }]])(
  'data without documents stays as it is: %j',
  (data) => {
    expect(detach(data)).toEqual({ data, blobs: [], claims: [], faults: [] });
  },
);

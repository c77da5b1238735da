import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { PIECE, type Documents, type UploadSaid } from '../ports/documents.ts';

const PLENTY = { count: 100, bytes: 2 ** 40 };
const EXPIRES = '2031-01-01T00:00:00.000Z';

/** What every store does with documents that come apart from messages. */
export function documentsContract(open: () => Documents): void {
  const whole = async (id: string, from = 0) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of open().uploaded(id, from)) pieces.push(piece);
    return Buffer.concat(pieces);
  };

  describe('uploads', () => {
    test('one comes piece by piece, goes on within a piece, and is read from any byte on', async () => {
      const bytes = patterned(2 * PIECE + 5);
      const said = anUpload({ size: bytes.length });
      expect(await open().openUpload(said, PLENTY)).toBe(true);
      await keep(open(), said, { bytes: bytes.subarray(0, 100), index: 0, from: 0 });
      expect(Buffer.from(await open().tail(said.id)).equals(bytes.subarray(0, 100))).toBe(true);
      await keep(open(), said, { bytes: bytes.subarray(0, PIECE), index: 0, from: 100 });
      expect(await open().tail(said.id)).toHaveLength(0);
      await keep(open(), said, { bytes: bytes.subarray(PIECE, 2 * PIECE), index: 1, from: PIECE });
      expect(await open().upload(said.id)).toMatchObject({ ...said, state: 'open', received: 2 * PIECE });
      await keep(open(), said, { bytes: bytes.subarray(2 * PIECE), index: 2, from: 2 * PIECE });
      expect(await open().upload(said.id)).toMatchObject({ state: 'checking', received: bytes.length });
      expect((await whole(said.id)).equals(bytes)).toBe(true);
      expect((await whole(said.id, PIECE + 7)).equals(bytes.subarray(PIECE + 7))).toBe(true);
    });

    test('a piece from where the upload no longer is, or of one that is whole, is not kept', async () => {
      const said = anUpload({ size: 10 });
      await open().openUpload(said, PLENTY);
      const first = { upload: said.id, index: 0, bytes: Buffer.from('01234'), from: 0 };
      expect([await open().keepPiece(first), await open().keepPiece(first)]).toEqual([true, false]);
      await keep(open(), said, { bytes: Buffer.from('0123456789'), index: 0, from: 5 });
      expect(await open().keepPiece({ ...first, from: 10 })).toBe(false);
      expect((await whole(said.id)).toString()).toBe('0123456789');
    });

    test('what is taken back is as it was before', async () => {
      const bytes = patterned(PIECE + 50);
      const said = anUpload({ size: 3 * PIECE });
      await open().openUpload(said, PLENTY);
      const tail = bytes.subarray(0, 30);
      await keep(open(), said, { bytes: tail, index: 0, from: 0 });
      await keep(open(), said, { bytes: bytes.subarray(0, PIECE), index: 0, from: 30 });
      await keep(open(), said, { bytes: bytes.subarray(PIECE), index: 1, from: PIECE });
      await open().rewind(said.id, { from: PIECE, received: 30, tail });
      expect(await open().upload(said.id)).toMatchObject({ received: PIECE + 50 });
      await open().rewind(said.id, { from: PIECE + 50, received: 30, tail });
      expect(await open().upload(said.id)).toMatchObject({ received: 30 });
      expect((await whole(said.id)).equals(tail)).toBe(true);
    });

    test('a sender has no more of them than it may, in number and in bytes', async () => {
      const owner = `of-${randomUUID()}`;
      const some = (size: number) => anUpload({ owner, size });
      const quota = { count: 2, bytes: 100 };
      expect(await open().openUpload(some(90), quota)).toBe(true);
      expect(await open().openUpload(some(11), quota)).toBe(false);
      const last = some(10);
      expect(await open().openUpload(last, quota)).toBe(true);
      expect(await open().openUpload(some(0 + 1), { ...quota, bytes: 1000 })).toBe(false);
      await open().dropUpload(last.id);
      expect(await open().openUpload(some(10), quota)).toBe(true);
    });

    test('one that is not claimed ends when its time is over, or when its sender says so', async () => {
      const [early, late, dropped] = [
        anUpload({ expiresAt: '2001-01-01T00:00:00.000Z' }),
        anUpload({}),
        anUpload({}),
      ];
      for (const said of [early, late, dropped]) await open().openUpload(said, PLENTY);
      expect([await open().dropUpload(dropped.id), await open().dropUpload(dropped.id)]).toEqual([
        true,
        false,
      ]);
      expect(await open().dropExpired('2001-01-02T00:00:00.000Z')).toBe(1);
      expect(await open().upload(early.id)).toBeUndefined();
      expect(await open().upload(dropped.id)).toBeUndefined();
      expect(await open().upload(late.id)).toMatchObject({ state: 'open' });
      await open().deletePieces(100, '2001-01-01T00:00:00.000Z');
    });

    test.each([
      ['its sender gives it up', (id: string) => open().dropUpload(id)],
      ['its time is over', () => open().dropExpired('2001-01-02T00:00:00.000Z')],
    ])('one that ends while it is read, because %s, says so', async (_, end) => {
      const said = anUpload({ size: 3 * PIECE, expiresAt: '2001-01-01T00:00:00.000Z' });
      await open().openUpload(said, PLENTY);
      for (const index of [0, 1, 2])
        await keep(open(), said, { bytes: Buffer.alloc(PIECE, 1), index, from: index * PIECE });
      const pieces = open().uploaded(said.id)[Symbol.asyncIterator]();
      expect((await pieces.next()).value).toHaveLength(PIECE);
      await end(said.id);
      await open().deletePieces(100, '2001-01-01T00:00:00.000Z');
      await expect(pieces.next()).rejects.toMatchObject({ kind: 'UPLOAD_ENDED' });
      await expect(whole(said.id)).rejects.toMatchObject({ kind: 'UPLOAD_ENDED' });
    });

    test('what has come is checked by one at a time, and is ready or refused then', async () => {
      const when = { at: '2030-01-01T00:00:00.000Z', until: '2030-01-01T00:15:00.000Z' };
      const [good, bad] = [anUpload({ size: 3 }), anUpload({ size: 3 })];
      for (const said of [good, bad]) {
        await open().openUpload(said, PLENTY);
        await keep(open(), said, { bytes: Buffer.from('abc'), index: 0, from: 0 });
      }
      const taken = (await open().takeUnchecked(100, when)).map(({ id }) => id);
      expect(taken).toEqual(expect.arrayContaining([good.id, bad.id]));
      const again = (await open().takeUnchecked(100, when)).map(({ id }) => id);
      expect(again.filter((id) => id === good.id || id === bad.id)).toEqual([]);
      await open().holdCheck(good.id, '2030-01-01T00:20:00.000Z');
      const later = { at: '2030-01-01T00:16:00.000Z', until: '2030-01-01T00:17:00.000Z' };
      const over = (await open().takeUnchecked(100, later)).map(({ id }) => id);
      expect(over.filter((id) => id === good.id || id === bad.id)).toEqual([bad.id]);
      await open().endCheck(good.id);
      await open().endCheck(bad.id, 'ATTACHMENT_INFECTED');
      expect(await open().upload(good.id)).toMatchObject({ state: 'ready' });
      expect(await open().upload(bad.id)).toMatchObject({ state: 'refused', trouble: 'ATTACHMENT_INFECTED' });
      await open().deletePieces(100, '2001-01-01T00:00:00.000Z');
    });
  });
}

async function keep(
  documents: Documents,
  { id }: UploadSaid,
  piece: { readonly index: number; readonly bytes: Uint8Array; readonly from: number },
): Promise<void> {
  expect(await documents.keepPiece({ upload: id, ...piece })).toBe(true);
}

function patterned(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 7 + (index >> 9)) % 251));
}

function anUpload(more: Partial<UploadSaid>): UploadSaid {
  return {
    id: randomUUID(),
    owner: `of-${randomUUID()}`,
    authority: 'PT-1',
    mediaType: 'application/pdf',
    size: 10,
    sha256: 'ab'.repeat(32),
    expiresAt: EXPIRES,
    ...more,
  };
}

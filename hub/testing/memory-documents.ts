import { defined } from '../../domain/kernel/optional.ts';
import { hubFault } from '../faults.ts';
import { PIECE, type Documents, type Upload } from '../ports/documents.ts';
import type { ClaimedUpload, SharedUpload } from '../ports/records.ts';
import type { Tables } from './memory-store.ts';

export type KeptUpload = Upload & { readonly bytes: Buffer; readonly takenUntil?: string };

/** Uploads in memory: the bytes of each in one. */
export function documentQueries(tables: Pick<Tables, 'uploads'>): Documents {
  const { uploads } = tables;
  const set = (id: string, change: Partial<KeptUpload>) => {
    const found = uploads.get(id);
    if (found !== undefined) uploads.set(id, { ...found, ...change });
  };
  return {
    async openUpload(said, quota) {
      const own = [...uploads.values()].filter(
        ({ owner, caseNumber }) => owner === said.owner && caseNumber === undefined,
      );
      const bytes = own.reduce((sum, { size }) => sum + size, said.size);
      if (own.length >= quota.count || bytes > quota.bytes) return false;
      uploads.set(said.id, { ...said, received: 0, state: 'open', bytes: Buffer.alloc(0) });
      return true;
    },
    upload: async (id) => uploadIn(tables, id),
    async keepPiece({ upload, index, bytes, from }) {
      const found = uploads.get(upload);
      if (found?.state !== 'open' || found.received !== from) return false;
      const kept = Buffer.concat([found.bytes.subarray(0, index * PIECE), bytes]);
      const state = kept.length === found.size ? 'checking' : 'open';
      uploads.set(upload, { ...found, bytes: kept, received: kept.length, state });
      return true;
    },
    async tail(id) {
      const { bytes = Buffer.alloc(0) } = uploads.get(id) ?? {};
      return bytes.subarray(bytes.length - (bytes.length % PIECE));
    },
    async rewind(id, { from, received }) {
      if (uploads.get(id)?.received !== from) return;
      set(id, { received, bytes: uploads.get(id)?.bytes.subarray(0, received) ?? Buffer.alloc(0) });
    },
    async dropUpload(id) {
      return uploads.get(id)?.caseNumber === undefined && uploads.delete(id);
    },
    async dropExpired(at) {
      const over = [...uploads.values()].filter(
        ({ expiresAt, caseNumber }) => caseNumber === undefined && expiresAt <= at,
      );
      for (const { id } of over) uploads.delete(id);
      return over.length;
    },
    async takeUnchecked(limit, { at, until }) {
      const taken = [...uploads.values()]
        .filter(({ state, takenUntil = '' }) => state === 'checking' && takenUntil <= at)
        .slice(0, limit);
      for (const { id } of taken) set(id, { takenUntil: until });
      return taken.map(withoutBytes);
    },
    async endCheck(id, trouble) {
      set(id, trouble === undefined ? { state: 'ready' } : { state: 'refused', trouble, bytes: Buffer.alloc(0) });
    },
    holdCheck: async (id, takenUntil) => set(id, { takenUntil }),
    async *uploaded(id, from = 0) {
      for (let at = from; at < (uploads.get(id)?.received ?? at + 1); at += PIECE) {
        const found = uploads.get(id);
        if (found === undefined) throw hubFault('UPLOAD_ENDED', 'the upload has ended', { upload: id });
        yield found.bytes.subarray(at, at + PIECE);
      }
    },
    documentIn: async (number, sha256) =>
      [...uploads.values()].find((one) => one.caseNumber === number && one.sha256 === sha256),
    deletePieces: async () => 0,
  };
} // prettier-ignore

export function uploadIn({ uploads }: Pick<Tables, 'uploads'>, id: string): Upload | undefined {
  const found = uploads.get(id);
  return found && withoutBytes(found);
}

function withoutBytes({ bytes: _bytes, takenUntil: _takenUntil, ...upload }: KeptUpload): Upload {
  return upload;
}

export function claimUpload({ uploads }: Tables, { id, caseNumber }: ClaimedUpload): void {
  const found = uploads.get(id);
  if (found !== undefined) uploads.set(id, { ...found, ...defined('caseNumber', caseNumber) });
}

export function eraseUploads({ uploads }: Tables, number: string): void {
  for (const { id, caseNumber } of uploads.values()) if (caseNumber === number) uploads.delete(id);
}

/** The other case has it under an upload of its own. */
export function shareUpload(
  { uploads }: Pick<Tables, 'uploads'>,
  { of, id, caseNumber }: SharedUpload,
): void {
  const found = uploads.get(of);
  if (found !== undefined) uploads.set(id, { ...found, id, caseNumber });
}

import { createHash, hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { KeptSealed } from '../../hub/evidence/audit/source.ts';
import { documentsNamed } from '../../hub/case/attached.ts';
import { documentsOf } from '../../hub/case/original.ts';
import { defined } from '../../domain/kernel/optional.ts';
import { PIECE, type Upload } from '../../hub/ports/documents.ts';
import { pieceAt } from './pieces.ts';
import { uploadFields } from './uploads.ts';
import type { Secrets } from './message-row.ts';
import {
  attachmentPlace,
  contentPlace,
  letterPlace,
  openOrNone,
  originalPlace,
  reportPlace,
  uploadKeyPlace,
} from './vault.ts';

/** As the database writes it in JSON. */
type UploadSays = Pick<Upload, 'owner' | 'authority' | 'mediaType' | 'size' | 'state'> & {
  readonly trouble: Upload['trouble'] | null;
  readonly of: string | null;
  readonly mac: string;
  /** It says that all has come, and each of its pieces has its place. */
  readonly isWhole: boolean;
  /** Of those that have the same pieces. */
  readonly isFirst: boolean;
};

export type SealedRow = {
  readonly chain: string;
  readonly kind: 'content' | 'document' | 'upload' | 'original' | 'report' | 'letter';
  readonly name: string;
  /** Of an original; of an upload its id. */
  readonly system: string;
  readonly sealed: Buffer;
  /** SHA-256 of what is sealed, where a row says so. */
  readonly digest: Buffer | null;
  /** Of an upload: what its row says besides. */
  readonly row: UploadSays | null;
  readonly wrapped_key: Buffer | null;
};

type UploadRow = { readonly chain: string; readonly name: string | null; readonly isWhole: boolean };

/** What can be told of an upload without the key: whether all of it is there. */
export function uploadFrom({ chain, name, isWhole }: UploadRow): KeptSealed {
  return { chain, kind: 'document', what: `upload ${name ?? ''}`, ...(isWhole ? {} : { isOurs: false }) };
}

/** Opens what is sealed, looks whether it is what is said of it, and forgets it. */
export function sealedFrom(secrets: Secrets, client: Pick<ClientBase, 'query'>) {
  const keys = keysOf(secrets);
  async function uploadWith(key: Buffer | undefined, row: SealedRow): Promise<Opened> {
    if (key === undefined) return {};
    const plain = openOrNone(key, row.sealed, placeOf(row));
    const isGood = plain?.length === 32 && isRowOurs(row, secrets);
    return { isOurs: isGood && (await arePiecesOurs(client, row, plain)) };
  }
  async function openedAs(row: SealedRow): Promise<Opened> {
    if (row.kind === 'letter') return letterIn(secrets, row);
    return row.kind === 'upload' ? uploadWith(keys(row), row) : openedWith(keys(row), row);
  }
  return async (row: SealedRow): Promise<KeptSealed> => {
    const { chain, kind, name } = row;
    const what = `${kind} ${kind === 'original' ? `${row.system} ` : ''}${name}`;
    const opened = await openedAs(row);
    const documents = kind === 'document' || kind === 'upload' ? { documents: [name] } : {};
    return { chain, kind: kind === 'upload' ? 'document' : kind, what, ...documents, ...opened };
  };
}

type Opened = Pick<KeptSealed, 'isOurs' | 'documents'>;

function letterIn({ vault }: Secrets, { name, sealed }: SealedRow): Opened {
  return { isOurs: vault.openMaster(sealed, letterPlace(name)) !== undefined };
}

/** Without the key of its case nothing can be said of it; that the key is none is told of the case. */
function openedWith(key: Buffer | undefined, row: SealedRow): Opened {
  if (key === undefined) return {};
  const plain = openOrNone(key, row.sealed, placeOf(row));
  if (plain === undefined) return { isOurs: false };
  if (row.kind === 'original') {
    const { detached, claimed } = documentsOf(plain.toString());
    return { isOurs: true, documents: [...detached, ...claimed] };
  }
  if (row.kind === 'content' && isDigestOf(row.digest, plain))
    return { isOurs: true, documents: documentsNamed(plain.toString()) };
  return { isOurs: isDigestOf(row.digest, plain) };
}

/** Whose it is, and that it was found good, its row says by itself. */
function isRowOurs({ row, chain, name, system: id }: SealedRow, { macs }: Secrets): boolean {
  if (row?.isWhole !== true) return false;
  const { mac, trouble, of, ...said } = row;
  const upload = {
    ...said,
    id,
    sha256: name,
    caseNumber: chain,
    ...defined('trouble', trouble ?? undefined),
    ...defined('of', of ?? undefined),
  };
  return macs.fits(Buffer.from(mac, 'hex'), 'upload', uploadFields(upload));
}

/** Each opens in its place, and all together are what the digest says; read once where several cases share them. */
async function arePiecesOurs(
  client: Pick<ClientBase, 'query'>,
  { row, name, system }: SealedRow,
  key: Buffer,
): Promise<boolean> {
  if (row?.isFirst !== true) return true;
  const { size } = row;
  const upload = { id: row.of ?? system, size, received: size };
  const whole = createHash('sha256');
  for (let index = 0; index * PIECE < size; index += 1) {
    const bytes = await pieceAt(client, upload, { key, index });
    if (bytes === undefined) return false;
    whole.update(bytes);
  }
  return whole.digest('hex') === name;
}

function isDigestOf(digest: Buffer | null, plain: Buffer): boolean {
  return digest?.equals(hash('sha256', plain, 'buffer')) === true;
}

function placeOf({ chain, kind, name, system }: SealedRow): string {
  if (kind === 'content') return contentPlace(chain, Number(name));
  if (kind === 'upload') return uploadKeyPlace(system, chain);
  if (kind === 'document') return attachmentPlace(chain, name);
  return kind === 'report' ? reportPlace(chain, name) : originalPlace(chain, system, name);
}

/** Rows of one case follow each other: its key is unwrapped once. */
function keysOf({ vault }: Secrets): (row: SealedRow) => Buffer | undefined {
  let last:
    { readonly wrapped: Buffer; readonly chain: string; readonly key: Buffer | undefined } | undefined;
  return ({ chain, wrapped_key: wrapped }) => {
    if (wrapped === null) return undefined;
    if (last?.chain !== chain || !last.wrapped.equals(wrapped))
      last = { chain, wrapped, key: vault.unwrap(wrapped, chain) };
    return last.key;
  };
}

import { createCipheriv, createDecipheriv, createSecretKey, type CipherKey } from 'node:crypto';
import { random } from './random.ts';

/**
 * Seals personal data: AES-256-GCM (NIST SP 800-38D), a key a case, each key wrapped under the hub's master key.
 * Sealed form: 12 bytes nonce, 16 bytes tag, ciphertext. The place of a value is authenticated with it, so that nothing
 * can be moved to another case. Deleting the wrapped key erases everything of the case at once.
 */
export type Vault = {
  newKey(): Buffer;
  wrap(key: Buffer, caseNumber: string): Buffer;
  /** Nothing where it is not the key of that case. */
  unwrap(wrapped: Buffer, caseNumber: string): Buffer | undefined;
  /** Seals under the master key what belongs to no case. */
  sealMaster(plain: Uint8Array, place: string): Buffer;
  /** Nothing where the value was changed, or sealed for another place. */
  openMaster(sealed: Buffer, place: string): Buffer | undefined;
};

export function openVault(master: Uint8Array): Vault {
  const masterKey = createSecretKey(master);
  return {
    newKey: () => random(32),
    wrap: (key, caseNumber) => seal(masterKey, key, `key/${caseNumber}`),
    unwrap: (wrapped, caseNumber) => openOrNone(masterKey, wrapped, `key/${caseNumber}`),
    sealMaster: (plain, place) => seal(masterKey, plain, place),
    openMaster: (sealed, place) => openOrNone(masterKey, sealed, place),
  };
}

export function seal(key: CipherKey, plain: Uint8Array, place: string): Buffer {
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const text = cipher.update(plain);
  // It makes the tag, and has no bytes of its own.
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

export function open(key: CipherKey, sealed: Buffer, place: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(12, 28));
  const plain = decipher.update(sealed.subarray(28));
  // It says whether all is as it was sealed, and has no bytes of its own.
  decipher.final();
  return plain;
}

/** Nothing where the value is not what was sealed at this place. */
export function openOrNone(key: CipherKey, sealed: Buffer, place: string): Buffer | undefined {
  try {
    return open(key, sealed, place);
  } catch {
    return undefined;
  }
}

export function contentPlace(caseNumber: string, seq: number): string {
  return `content/${caseNumber}/${seq}`;
}

export function attachmentPlace(caseNumber: string, sha256: string): string {
  return `attachment/${caseNumber}/${sha256}`;
}

/** Key of an upload, under the master key until a case has claimed it, then under the key of that case. */
export function uploadKeyPlace(id: string, caseNumber: string | null): string {
  return caseNumber === null ? `upload/${id}/key` : `case/${caseNumber}/upload/${id}/key`;
}

/** That it is the last is said here: a document cannot be cut short between two pieces. */
export function piecePlace(id: string, place: number, isLast: boolean): string {
  return `upload/${id}/${place}/${isLast ? 'last' : 'more'}`;
}

export function originalPlace(caseNumber: string, system: string, id: string): string {
  return `case/${caseNumber}/original/${system}/${id}`;
}

export function reportPlace(caseNumber: string, id: string): string {
  return `report/${caseNumber}/${id}`;
}

/** Under the master key: a dead letter may belong to no case. */
export function letterPlace(id: string): string {
  return `dead-letter/${id}`;
}

import * as real from '../../../adapters/store/vault.ts';
import type { Vault } from '../../../adapters/store/vault.ts';

/** In the place of `adapters/store/vault.ts`: the same forms and lengths, and everything in clear. */
export {
  attachmentPlace, contentPlace, letterPlace, originalPlace, piecePlace, reportPlace, uploadKeyPlace,
} from '../../../adapters/store/vault.ts'; // prettier-ignore

const HEAD = Buffer.alloc(28);

export function openVault(master: Uint8Array): Vault {
  return {
    newKey: real.openVault(master).newKey,
    wrap: (key) => seal(master, key),
    unwrap: (wrapped) => open(master, wrapped),
    sealMaster: (plain) => seal(master, plain),
    openMaster: (sealed) => open(master, sealed),
  };
}

export function seal(_key: unknown, plain: Uint8Array): Buffer {
  return Buffer.concat([HEAD, plain]);
}

export function open(_key: unknown, sealed: Buffer): Buffer {
  return sealed.subarray(HEAD.length);
}

export function openOrNone(key: unknown, sealed: Buffer): Buffer | undefined {
  return open(key, sealed);
}

import { hash } from 'node:crypto';

/** What SHA-256 works on at a time, and what it makes of it, in bytes. */
const BLOCK = 64;
const DIGEST = 32;

/** Longest text, in UTF-16 units, that fits into a page whatever its characters are. */
const PAGE = 4096;
const SHORT = Math.floor((PAGE - BLOCK) / 3);

/**
 * HMAC-SHA256 (RFC 2104, 2) of texts under one key of at most 64 bytes: two digests, one over the other. Node's `createHmac`
 * makes a stream for each text, which takes twice as long as the reckoning.
 */
export function openHmac(key: Uint8Array): (text: string) => Buffer {
  const page = Buffer.alloc(PAGE);
  page.set(padded(key, 0x36));
  const outer = Buffer.alloc(BLOCK + DIGEST);
  outer.set(padded(key, 0x5c));
  return (text) => {
    outer.write(hash('sha256', inner(page, text), 'binary'), BLOCK, 'binary');
    return hash('sha256', outer, 'buffer');
  };
}

function inner(page: Buffer, text: string): Buffer {
  if (text.length > SHORT) return Buffer.concat([page.subarray(0, BLOCK), Buffer.from(text)]);
  return page.subarray(0, BLOCK + page.write(text, BLOCK));
}

function padded(key: Uint8Array, pad: number): Uint8Array {
  if (key.length > BLOCK) throw new TypeError('This key would have to be digested first.');
  return Uint8Array.from({ length: BLOCK }, (_, index) => (key[index] ?? 0) ^ pad);
}

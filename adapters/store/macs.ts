import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { openHmac } from './hmac.ts';

/**
 * Marks rows as the hub's own: HMAC-SHA256 (RFC 2104) under a key that is derived from the master key (HKDF, RFC 5869). Who
 * may write to the database but has no key can neither make up such a row, nor change one, nor move it to another place.
 */
export type Macs = {
  /** 32 bytes over a row of that kind; the fields name its place and all that it says. */
  of(kind: MacKind, fields: Fields): Buffer;
  fits(mac: Uint8Array | null, kind: MacKind, fields: Fields): boolean;
  /** What stands for the id of a system's message: 44 characters, the first one `#`. */
  ofId(system: string, id: string): string;
};

export type MacKind =
  | 'case'
  | 'part'
  | 'epoch'
  | 'event'
  | 'evidence'
  | 'dead letter'
  | 'message id'
  | 'secret'
  | 'credential'
  | 'upload';
type Fields = readonly (string | number | null)[];

export function openMacs(masterKey: Uint8Array): Macs {
  const hmac = openHmac(new Uint8Array(hkdfSync('sha256', masterKey, '', 'imi-hub/rows/1', 32)));
  // As a list in JSON no field can run into the next.
  const macOf = (kind: MacKind, fields: Fields) => hmac(JSON.stringify([kind, ...fields]));
  return {
    of: macOf,
    fits(mac, kind, fields) {
      const own = macOf(kind, fields);
      return mac?.length === own.length && timingSafeEqual(mac, own);
    },
    ofId: remembering((system, id) => `#${macOf('message id', [system, id]).toString('base64url')}`),
  };
}

const MOST_REMEMBERED = 4096;

/** One message is asked for, written, sealed and told of within a moment: its id is reckoned once. */
function remembering(make: (system: string, id: string) => string): Macs['ofId'] {
  const known = new Map<string, string>();
  return (system, id) => {
    const place = `${system} ${id}`;
    const found = known.get(place);
    if (found !== undefined) return found;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const made = make(system, id);
    known.set(place, made);
    return made;
  };
}

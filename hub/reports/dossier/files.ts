import { hash } from 'node:crypto';
import type { About, DossierIndex } from '../../../schemas/dossier.ts';

export type DossierFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly about: About;
};

const utf8 = new TextEncoder();

export function jsonFile(name: string, text: string, about: About): DossierFile {
  return { name, mediaType: 'application/json', bytes: utf8.encode(text), about };
}

/** `messages/sent/007-request.accept.json`: in the order of a listing they are in the order of time. */
export function numbered(folder: string, place: number, rest: string): string {
  return `${folder}/${String(place + 1).padStart(3, '0')}-${rest}`;
}

export function listed({ name, mediaType, bytes, about }: DossierFile): DossierIndex['files'][number] {
  return { name, mediaType, sha256: hash('sha256', bytes, 'hex'), about };
}

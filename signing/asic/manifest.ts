import { createHash } from 'node:crypto';
import type { Entry } from './write-zip.ts';

export const CONTAINER_NAMESPACE = 'http://uri.etsi.org/02918/v1.2.1#';
export const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
export const SIGNATURE_TYPE = 'application/pkcs7-signature';
/** A validator tells a manifest of time stamps by this (EN 319 422, annex C). */
export const STAMP_TYPE = 'application/vnd.etsi.timestamp-token';

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export type Listed = Entry & {
  readonly mediaType?: string | undefined;
  /** The archive manifest that this one continues (EN 319 162-1, A.7). */
  readonly isRoot?: boolean;
};

/** Which file holds the signature or time stamp over this list, and the digests of what is listed (EN 319 162-1, A.4). */
export function writeManifest(
  signature: { readonly name: string; readonly mediaType: string },
  files: readonly Listed[],
): Uint8Array {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<asic:ASiCManifest xmlns:asic="${CONTAINER_NAMESPACE}" xmlns:ds="${SIGNATURE_NAMESPACE}">`,
    `  <asic:SigReference${attributes(signature.name, signature.mediaType)}/>`,
    ...files.flatMap(reference),
    '</asic:ASiCManifest>',
    '',
  ];
  return Buffer.from(lines.join('\n'));
}

function reference({ name, mediaType, isRoot, bytes }: Listed): readonly string[] {
  const root = isRoot ? ' Rootfile="true"' : '';
  return [
    `  <asic:DataObjectReference${attributes(name, mediaType)}${root}>`,
    `    <ds:DigestMethod Algorithm="${SHA256}"/>`,
    `    <ds:DigestValue>${createHash('sha256').update(bytes).digest('base64')}</ds:DigestValue>`,
    '  </asic:DataObjectReference>',
  ];
}

function attributes(name: string, mediaType: string | undefined): string {
  const type = mediaType === undefined ? '' : ` MimeType="${escaped(mediaType)}"`;
  return ` URI="${escaped(uriOf(name))}"${type}`;
}

/** A file name as a relative URI (RFC 3986, 4.2). */
function uriOf(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

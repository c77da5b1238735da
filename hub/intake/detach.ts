import { createHash } from 'node:crypto';
import type { Upload } from '../../domain/exchange/content.ts';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { startsLike } from '../documents/starts-like.ts';

/** The data of a message without the bytes of its attachments, which go their own way to the store. */
export type Detached = {
  readonly data: unknown;
  readonly blobs: readonly AttachedBytes[];
  /** What was uploaded before, and is claimed by this message. */
  readonly claims: readonly Claim[];
  readonly faults: readonly Fault[];
};

export type AttachedBytes = {
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly path: string;
};

export type Claim = Upload & { readonly mediaType: string; readonly path: string };

/** Replaces the content of each attached document by its SHA-256 and its size, and looks whether it is what it says. */
export function detach(data: unknown): Detached {
  if (!hasAttachments(data)) return { data, blobs: [], claims: [], faults: [] };
  const parts = data.attachments.map(detachOne);
  return {
    data: { ...data, attachments: parts.map(({ attachment }) => attachment) },
    blobs: parts.flatMap(({ blob }) => blob ?? []),
    claims: parts.flatMap(({ claim }) => claim ?? []),
    faults: parts.flatMap(({ faults }) => faults),
  };
}

type WireAttachment = {
  readonly content?: string;
  readonly upload?: Upload;
  readonly kept?: boolean;
  readonly mediaType: string;
};

type Part = {
  readonly attachment: object;
  readonly blob?: AttachedBytes;
  readonly claim?: Claim;
  readonly faults: readonly Fault[];
};

/** The schema has been checked before: an object with a list of attachments has them in their wire form. */
function hasAttachments(data: unknown): data is { readonly attachments: readonly WireAttachment[] } {
  return (
    typeof data === 'object' && data !== null && 'attachments' in data && Array.isArray(data.attachments)
  );
}

function detachOne({ content, upload, kept, ...rest }: WireAttachment, index: number): Part {
  const path = `/data/attachments/${index}`;
  const ways = [content, upload, kept].filter((way) => way !== undefined);
  // XSD 1.0 has no way to say it of members that may stand in any order.
  if (ways.length !== 1 || kept === false)
    return { attachment: rest, faults: [fault('ATTACHMENT_NEITHER', path)] };
  // Only the case knows what it holds: its rules say which document this is.
  if (kept === true) return { attachment: { ...rest, kept }, faults: [] };
  if (upload !== undefined) {
    const { sha256, size } = upload;
    const claim = { ...upload, mediaType: rest.mediaType, path: `${path}/upload` };
    return { attachment: { ...rest, sha256, size, uploaded: true }, claim, faults: [] };
  }
  return detachBytes(rest, content ?? '', path);
}

function detachBytes(rest: Pick<WireAttachment, 'mediaType'>, content: string, path: string): Part {
  const bytes = Buffer.from(content, 'base64');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const honest = bytes.toString('base64') === content && startsLike(bytes, rest.mediaType);
  const { mediaType } = rest;
  const place = `${path}/content`;
  const faults = honest ? [] : [fault('ATTACHMENT_CONTENT', place, { mediaType })];
  const blob = { sha256, bytes, mediaType, path: place };
  return { attachment: { ...rest, sha256, size: bytes.length }, blob, faults };
}

import { createHash } from 'node:crypto';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';

/** The data of a message without the bytes of its attachments, which go their own way to the store. */
export type Detached = {
  readonly data: unknown;
  readonly blobs: readonly { readonly sha256: string; readonly bytes: Uint8Array }[];
  readonly faults: readonly Fault[];
};

/** Replaces the content of each attached document by its SHA-256 and its size, and looks whether it is what it says. */
export function detach(data: unknown): Detached {
  if (!hasAttachments(data)) return { data, blobs: [], faults: [] };
  const parts = data.attachments.map(detachOne);
  return {
    data: { ...data, attachments: parts.map(({ attachment }) => attachment) },
    blobs: parts.map(({ blob }) => blob),
    faults: parts.flatMap(({ faults }) => faults),
  };
}

type WireAttachment = { readonly content: string; readonly mediaType: string };

/** The schema has been checked before: an object with a list of attachments has them in their wire form. */
function hasAttachments(data: unknown): data is { readonly attachments: readonly WireAttachment[] } {
  return (
    typeof data === 'object' && data !== null && 'attachments' in data && Array.isArray(data.attachments)
  );
}

function detachOne({ content, ...rest }: WireAttachment, index: number) {
  const bytes = Buffer.from(content, 'base64');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const honest = bytes.toString('base64') === content && startsLike(bytes, rest.mediaType);
  const faults = honest
    ? []
    : [fault('ATTACHMENT_CONTENT', `/data/attachments/${index}/content`, { mediaType: rest.mediaType })];
  return { attachment: { ...rest, sha256, size: bytes.length }, blob: { sha256, bytes }, faults };
}

/** First bytes of the file formats that areas admit; a type that is not listed is not looked into. */
const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['255044462d'],
  'image/png': ['89504e470d0a1a0a'],
  'image/jpeg': ['ffd8ff'],
  'image/tiff': ['49492a00', '4d4d002a'],
};

function startsLike(bytes: Buffer, mediaType: string): boolean {
  const known = SIGNATURES[mediaType];
  const head = bytes.subarray(0, 16).toString('hex');
  return known === undefined || known.some((signature) => head.startsWith(signature));
}

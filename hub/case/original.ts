import type { Message } from '../../domain/kernel/message.ts';
import type { Admitted } from '../intake/admit.ts';
import type { Original } from '../ports/records.ts';
import { keyOfSender } from '../intake/sender.ts';

/** The message as its sender has made it, its documents detached: they are stored already. */
export function originalOf(admitted: Admitted, caseNumber: string): Original {
  const { sender, message, data, canonical } = admitted;
  const isWhole = message.signature === undefined && data.blobs.length === 0;
  const plain = isWhole
    ? canonical
    : JSON.stringify({ ...message, data: storedData(message.data, data.data) });
  return { caseNumber, system: keyOfSender(sender), id: message.id, plain };
}

/**
 * The message again, with its documents: its canonical form is that which was signed. Nothing where a document is missing: a
 * message without it is not what was sent.
 */
export function messageAgain(plain: string, blobs: ReadonlyMap<string, Uint8Array>): Message | undefined {
  const message: Message = JSON.parse(plain);
  if (!hasDetached(message.data)) return message;
  const detached = message.data.attachments;
  const attachments = detached.flatMap((attachment): readonly object[] => {
    if (!isInline(attachment)) return [attachment];
    const { sha256, size: _size, ...rest } = attachment;
    const bytes = blobs.get(sha256);
    return bytes === undefined ? [] : [{ ...rest, content: Buffer.from(bytes).toString('base64') }];
  });
  if (attachments.length < detached.length) return undefined;
  return { ...message, data: { ...message.data, attachments } };
}

/**
 * SHA-256 of the documents of a stored message: of those that it has lost to the store, and of those that were uploaded, of which
 * it has never had more.
 */
export function documentsOf(plain: string): {
  readonly detached: readonly string[];
  readonly claimed: readonly string[];
} {
  const { data }: Message = JSON.parse(plain);
  const attachments = hasDetached(data) ? data.attachments : [];
  return {
    detached: attachments.filter(isInline).map(({ sha256 }) => sha256),
    claimed: attachments.flatMap((one) => ('upload' in one ? [one.upload.sha256] : [])),
  };
}

type Inline = { readonly sha256: string; readonly size: number };
type Uploaded = { readonly upload: { readonly sha256: string } };
type Kept = { readonly kept: true };
type Detached = { readonly attachments: readonly (Inline | Uploaded | Kept)[] };

function isInline(attachment: Detached['attachments'][number]): attachment is Inline {
  return 'sha256' in attachment;
}

/** What was uploaded stands there as it was written: it was no part of the message. So does what the case had already. */
function storedData(written: unknown, detached: unknown): unknown {
  if (!hasDetached(written) || !hasDetached(detached)) return detached;
  const attachments = written.attachments.map((attachment, index) =>
    'upload' in attachment ? attachment : detached.attachments[index],
  );
  return { ...detached, attachments };
}

function hasDetached(data: unknown): data is Detached {
  return (
    typeof data === 'object' && data !== null && 'attachments' in data && Array.isArray(data.attachments)
  );
}

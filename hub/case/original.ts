import type { Message } from '../../domain/kernel/message.ts';
import type { Admitted } from '../intake/admit.ts';
import type { Original } from '../ports/records.ts';
import { keyOfSender } from '../intake/sender.ts';

/** The message as its sender has made it, its documents detached: they are stored already. */
export function originalOf(admitted: Admitted, caseNumber: string): Original {
  const { sender, message, data, canonical } = admitted;
  const isWhole = message.signature === undefined && data.blobs.length === 0;
  const plain = isWhole ? canonical : JSON.stringify({ ...message, data: data.data });
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
  const attachments = detached.flatMap(({ sha256, size: _size, ...rest }) => {
    const bytes = blobs.get(sha256);
    return bytes === undefined ? [] : [{ ...rest, content: Buffer.from(bytes).toString('base64') }];
  });
  if (attachments.length < detached.length) return undefined;
  return { ...message, data: { ...message.data, attachments } };
}

/** SHA-256 of the documents that a stored message has lost to the store. */
export function detachedFrom(plain: string): readonly string[] {
  const { data }: Message = JSON.parse(plain);
  return hasDetached(data) ? data.attachments.map(({ sha256 }) => sha256) : [];
}

type Detached = { readonly attachments: readonly { readonly sha256: string; readonly size: number }[] };

function hasDetached(data: unknown): data is Detached {
  return (
    typeof data === 'object' && data !== null && 'attachments' in data && Array.isArray(data.attachments)
  );
}
